/** The module that a script tag loads: claims the tags, and fetches what only some script tags need. */
import {CryptopocketBuy} from './components/buy/buy.js';
import './define.js';

if (document.querySelector('script[data-backend]') || customElements.get('cryptopocket-buy') !== CryptopocketBuy) {
  void import('./tag.js').then(tag => {
    tag.mount(CryptopocketBuy);
  });
}
