/** The script for pages that cannot load a module: one file, with everything that the module and its later parts have. */
import {CryptopocketBuy} from '../components/buy/buy.js';
import '../define.js';
import {autoMount} from './auto-mount.js';

const script = document.currentScript;
autoMount(CryptopocketBuy, script instanceof HTMLScriptElement ? script.src : '');
