/** Files of the script-tag build that are loaded later, where one of them cannot be had. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {engines, eventually, visit, type Engine, type Tab} from '../support/engines.js';
import {newEmail} from '../support/buyer.js';
import {buildScripts} from '../support/scripts.js';
import {Shop} from '../support/shop.js';

const page = (attributes: string, head = '') => ({
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script>var ticks = 0; setInterval(() => ticks++, 100);</script>${head}
<script type="module" src="/assets/cryptopocket-buy.js"></script>
<cryptopocket-buy amount="100" asset="USDC" chain="polygon" ${attributes}></cryptopocket-buy>`,
});

let shop: Shop;
before(async () => {
  await buildScripts();
  const pin = `<script type="importmap">{"integrity": {"/assets/none.js": ""}}</script>`;
  shop = await Shop.open({
    '/': page(''),
    '/es': page('lang="es"'),
    '/button': page('mode="button"'),
    '/pinned': page('', pin),
    '/tag': {
      html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script type="module" src="/assets/cryptopocket-buy.js" data-backend="/cryptopocket" data-amount="100"></script>`,
    },
  });
});
after(() => {
  shop.close();
});
beforeEach(() => {
  shop.breaks = () => false;
  shop.asked.length = 0;
});

async function on(engine: Engine, path: string, look: (tab: Tab) => Promise<void>): Promise<void> {
  const {tab, leave} = await visit(engine, shop.origin + path);
  try {
    await look(tab);
  } finally {
    await leave();
  }
}

/** How often a file was asked for, under whichever address. */
const timesAsked = (name: string) => shop.asked.filter(file => file.includes(name)).length;

/** Every file whose name has `name` in it cannot be had the first time. */
function breaksOnce(name: string): void {
  shop.breaks = file => file.includes(name) && timesAsked(name) === 1;
}

for (const engine of engines) {
  describe(`a file that cannot be had once, in ${engine}`, {timeout: 60_000}, () => {
    it('with the later steps in it: the purchase goes on', async () => {
      breaksOnce('checkout');
      await on(engine, '/', async tab => {
        await tab.reads('price good until');
        await tab.clicks('Continue');
        await tab.sees('Your details');
        assert.equal(timesAsked('checkout'), 2);
        // A second copy of the first file would have been asked for by now.
        assert.equal(timesAsked('cryptopocket-buy.js'), 1);
      });
    });

    it('with the later steps in it, while a purchase is taken up again: it is taken up', async () => {
      await on(engine, '/', async tab => {
        await tab.reads('price good until');
        await tab.clicks('Continue');
        await tab.sees('Your details');
        shop.asked.length = 0;
        breaksOnce('checkout');
        await tab.reload();
        await tab.sees('Your details');
      });
    });

    it('with the marks of coins in it: they come', async () => {
      breaksOnce('icons');
      await on(engine, '/', async tab => {
        await tab.holds(`!!customElements.get('cryptopocket-coin-mark')`);
        assert.equal(timesAsked('icons'), 2);
      });
    });

    it('with the words of the first step in it: they come, and so do the others', async () => {
      shop.breaks = file => /-es-/.test(file) && !/retry/.test(file);
      await on(engine, '/es', async tab => {
        await tab.sees('Comprar cripto');
        await tab.reads('precio válido hasta');
        await tab.clicks('Continuar');
        await tab.sees('Tus datos');
      });
    });

    it('with what makes codes in it: the code comes', async () => {
      breaksOnce('-qr-');
      await on(engine, '/', async tab => {
        await shop.identifies(tab, newEmail());
        await tab.clicks('Go on with your phone');
        await tab.reads('Good for one phone');
        await eventually('the file', () => Promise.resolve(timesAsked('-qr-') === 2 || undefined));
        await tab.holds(`(function look(root) {
          return [...root.querySelectorAll('*')].some(e => e.localName === 'cryptopocket-qr-code'
            ? !!e.shadowRoot.querySelector('svg') : !!e.shadowRoot && look(e.shadowRoot));
        })(document)`);
      });
    });

    it('with what reads the script tag in it: the element is made', async () => {
      breaksOnce('-tag-');
      await on(engine, '/tag', tab => tab.sees('Buy crypto'));
    });
  });

  describe(`a file that cannot be had at all, in ${engine}`, {timeout: 60_000}, () => {
    it('leaves the page alone, shows the button, and floods nobody', async () => {
      shop.breaks = file => file.includes('checkout');
      await on(engine, '/button', async tab => {
        await tab.clicks('Buy crypto');
        await tab.reads('price good until');
        await tab.clicks('Continue');
        await tab.reads('Reload the page');
        assert.ok(timesAsked('checkout') <= 4, String(timesAsked('checkout')));
        const before = Number(await tab.evaluate('ticks'));
        await tab.holds(`ticks >= ${before + 5}`);
        assert.ok(timesAsked('checkout') <= 5, String(timesAsked('checkout')));
      });
    });

    it('offers to load the page again, after which the buyer goes on with what they entered', async () => {
      shop.breaks = file => file.includes('checkout');
      await on(engine, '/', async tab => {
        await tab.reads('price good until');
        await tab.fills('You pay', '75');
        await tab.clicks('Continue');
        await tab.reads('Reload the page');
        shop.breaks = () => false;
        await tab.clicks('Reload the page');
        await tab.reads('price good until');
        await tab.holds(`Number(document.querySelector('cryptopocket-buy')?.quote?.amount) === 75`);
      });
    });

    it('is never asked for under an address that the page’s import map does not pin', async () => {
      shop.breaks = file => file.includes('checkout');
      await on(engine, '/pinned', async tab => {
        await tab.reads('price good until');
        await tab.clicks('Continue');
        await tab.reads('Reload the page');
        assert.deepEqual(
          shop.asked.filter(file => file.includes('retry')),
          [],
        );
      });
    });
  });
}
