/** The module that a script tag loads: claims the tags, and fetches what only some script tags need. */
import {CryptopocketBuy} from '../components/buy/buy.js';
import {loadChunk} from '../components/buy/chunk.js';
import '../define.js';

async function mount(): Promise<void> {
  let tag;
  while (!tag) {
    // Until it is there, the page has no widget.
    tag = await loadChunk('script-tag', () => import('./script-tag.js')).catch(() => undefined);
  }
  tag.mount(CryptopocketBuy);
}

if (document.querySelector('script[data-backend]') || customElements.get('cryptopocket-buy') !== CryptopocketBuy) {
  void mount();
}
