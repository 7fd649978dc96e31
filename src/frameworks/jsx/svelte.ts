/** The tag in templates of Svelte 5: `import type {} from 'cryptopocket-buy/svelte'`. */
import type {HTMLAttributes} from 'svelte/elements';
import type {CryptopocketBuy} from '../../components/buy/buy.js';
import type {BuyAttributes, BuyListeners, BuyProperties} from './tag.js';

type Tag = HTMLAttributes<CryptopocketBuy> & BuyProperties & BuyAttributes & BuyListeners;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'cryptopocket-buy': Tag;
  }
}
