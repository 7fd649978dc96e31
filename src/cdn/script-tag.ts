/** Begins for tags of the module, from beside which this is loaded. */
import {begin} from './auto-mount.js';

/** `own` is the element's class in this copy of the script. */
export function mount(own: CustomElementConstructor): void {
  begin(own, new URL(/* @vite-ignore */ 'cryptopocket-buy.js', import.meta.url).href);
}
