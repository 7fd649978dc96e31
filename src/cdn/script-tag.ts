/** Begins for tags of the module, from beside which this is loaded. */
import {autoMount} from './auto-mount.js';

/** `own` is the element's class in this copy of the script. */
export function mount(own: CustomElementConstructor): void {
  autoMount(own, new URL(/* @vite-ignore */ 'cryptopocket-buy.js', import.meta.url).href);
}
