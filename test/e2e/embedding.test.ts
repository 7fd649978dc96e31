/** The element on pages that are cut off from others, and in frames that may do little. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {buildScripts} from '../support/scripts.js';
import {newEmail} from '../support/buyer.js';
import {engines, visit, type Engine} from '../support/engines.js';
import {Shop, strictest} from '../support/shop.js';

const head = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script src="/watch.js"></script><script type="module" src="/assets/cryptopocket-buy.js"></script>`;
const widget = `${head}<cryptopocket-buy amount="100" asset="USDC" chain="polygon"></cryptopocket-buy>`;
const framed = (sandbox: string) => ({
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<iframe title="Buy" src="/" width="600" height="900" sandbox="${sandbox}"></iframe>`,
});
const csp = {'content-security-policy': strictest};

const pages = {
  '/': {html: widget, headers: csp},
  '/isolated': {
    html: widget,
    headers: {
      ...csp,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'permissions-policy': 'camera=(), microphone=(), payment=(), clipboard-write=(), fullscreen=()',
    },
  },
  '/popups': {html: widget, headers: {...csp, 'cross-origin-opener-policy': 'same-origin-allow-popups'}},
  '/framed': framed('allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin'),
  '/framed-without-escape': framed('allow-scripts allow-forms allow-popups allow-same-origin'),
  '/framed-without-popups': framed('allow-scripts allow-forms allow-same-origin'),
  '/framed-without-origin': framed('allow-scripts allow-forms allow-popups'),
};

let shop: Shop;
before(async () => {
  await buildScripts();
  shop = await Shop.open(pages);
});
after(() => {
  shop.close();
});

/** A new buyer on the page at `path`, or in its frame, from an amount to coins sent. */
async function buys(engine: Engine, path: string): Promise<void> {
  const {tab: page, leave} = await visit(engine, shop.origin + path);
  try {
    const before = (await shop.payments()).length;
    const tab = path.startsWith('/framed') ? await page.frame() : page;
    await shop.identifies(tab, newEmail());
    await shop.passesCheck(tab, await tab.opens('Start verification'));
    await shop.pays(await tab.opens('Go to payment'));
    await tab.sees('Your coins were sent');
    assert.equal((await shop.payments()).length, before + 1);
    assert.deepEqual(shop.reports, []);
  } finally {
    await leave();
  }
}

for (const engine of engines) {
  describe(`in ${engine}, a buyer gets from an amount to coins sent`, {timeout: 120_000}, () => {
    it('on a page that is isolated from other origins and may use no device', () => buys(engine, '/isolated'));
    it('on a page that keeps hold of its pop-ups only', () => buys(engine, '/popups'));
    // puppeteer does not get into a sandboxed frame of Firefox.
    if (engine === 'firefox') return;
    it('in a sandboxed frame that may have windows and its origin', () => buys(engine, '/framed'));
  });
}

describe('a sandboxed frame', {timeout: 60_000}, () => {
  it('whose pop-ups are sandboxed like itself lets a buyer get from an amount to coins sent', () =>
    buys('chromium', '/framed-without-escape'));

  it('without pop-ups tells the buyer that the window did not open, and the purchase waits', async () => {
    const {tab: page, leave} = await visit('chromium', `${shop.origin}/framed-without-popups`);
    try {
      const tab = await page.frame();
      await shop.identifies(tab, newEmail());
      await tab.clicks('Start verification');
      await tab.reads('did not let the window open');
      await tab.sees('Verify your identity');
    } finally {
      await leave();
    }
  });

  it('without an origin of its own is refused by the adapter, and says so instead of breaking', async () => {
    const {tab: page, leave} = await visit('chromium', `${shop.origin}/framed-without-origin`);
    try {
      const tab = await page.frame();
      await tab.sees('Buy crypto');
      await tab.reads('No connection. We keep trying.');
    } finally {
      await leave();
    }
  });
});
