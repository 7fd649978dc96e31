/** Begins for tags of the module, from beside which this is loaded. */
import {begin as beginFor} from './mount.js';

export function begin(own: CustomElementConstructor): void {
  beginFor(own, new URL('cryptopocket-buy.js', import.meta.url).href);
}
