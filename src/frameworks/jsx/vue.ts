/** The tag in templates of Vue 3: `import type {} from 'cryptopocket-buy/vue'`. */
import type {HTMLAttributes, PublicProps} from 'vue';
import type {CryptopocketEvents} from '../../components/buy/public-events.js';
import type {BuyAttributes, BuyProperties, Pascal} from './tag.js';

/** `@cryptopocket-complete` is `onCryptopocketComplete` to Vue. */
type Listeners = {
  [K in keyof CryptopocketEvents as `on${Pascal<K>}`]?: ((event: CryptopocketEvents[K]) => void) | undefined;
};

declare module 'vue' {
  interface GlobalComponents {
    'cryptopocket-buy': new () => {
      $props: PublicProps & Omit<HTMLAttributes, keyof Listeners> & BuyProperties & BuyAttributes & Listeners;
    };
  }
}
