/** The tag in JSX of React 19: `import type {} from 'cryptopocket-buy/jsx'`. */
import type {DetailedHTMLProps, HTMLAttributes} from 'react';
import type {CryptopocketBuy} from '../../components/buy/buy.js';
import type {BuyAttributes, BuyListeners, BuyProperties} from './tag.js';

type Tag = DetailedHTMLProps<HTMLAttributes<CryptopocketBuy>, CryptopocketBuy> &
  BuyProperties &
  BuyAttributes &
  BuyListeners;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cryptopocket-buy': Tag;
    }
  }
}
