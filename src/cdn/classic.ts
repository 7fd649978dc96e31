/** The script for pages that cannot load a module: one file, with everything that the module and its later parts have. */
import {CryptopocketBuy} from '../components/buy/buy.js';
import '../define.js';
import {begin} from './auto-mount.js';

const script = document.currentScript;
begin(CryptopocketBuy, script instanceof HTMLScriptElement ? script.src : '');
