/** The tag in JSX of Solid: `import type {} from 'cryptopocket-buy/solid'`. */
import type {JSX} from 'solid-js';
import type {CryptopocketBuy} from '../../components/buy/buy.js';
import type {CryptopocketEvents} from '../../components/buy/public-events.js';
import type {BuyAttributes, BuyProperties} from './tag.js';

/** What has no attribute is set as a property with `prop:`. */
type Properties = {[K in keyof BuyProperties as `prop:${K}`]: BuyProperties[K]};
type Listeners = {
  [K in keyof CryptopocketEvents as `on:${K}`]?: ((event: CryptopocketEvents[K]) => void) | undefined;
};

type Tag = JSX.HTMLAttributes<CryptopocketBuy> & BuyAttributes & Properties & Listeners;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'cryptopocket-buy': Tag;
    }
  }
}
