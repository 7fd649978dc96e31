/** The tag in JSX of Preact: `import type {} from 'cryptopocket-buy/preact'`. */
import type {HTMLAttributes} from 'preact';
import type {CryptopocketBuy} from '../../components/buy/buy.js';
import type {BuyAttributes, BuyListeners, BuyProperties} from './tag.js';

type Tag = HTMLAttributes<CryptopocketBuy> & BuyProperties & BuyAttributes & BuyListeners;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'cryptopocket-buy': Tag;
    }
  }
}
