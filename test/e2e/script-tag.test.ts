/** Script tags of every kind, on pages of every kind. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {after, before, describe, it} from 'node:test';
import {buildScripts} from '../support/scripts.js';
import {engines, eventually, visit, type Engine, type Tab} from '../support/engines.js';
import {Shop, strictest, type Site} from '../support/shop.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const csp = {'content-security-policy': strictest};
const watch = '<script src="/watch.js"></script>';
const module = (more = '', src = '/assets/cryptopocket-buy.js') =>
  `<script type="module" src="${src}" ${more}></script>`;
const classic = (more = '', src = '/assets/cryptopocket-buy.classic.js') => `<script src="${src}" ${more}></script>`;
const order = 'data-backend="/cryptopocket" data-amount="75" data-asset="USDC" data-chain="polygon"';
const widget = '<cryptopocket-buy amount="75" asset="USDC" chain="polygon"></cryptopocket-buy>';

const page = (head: string, body: string, headers: Record<string, string> = csp): Site => ({
  html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${watch}${head}</head>
<body>${body}<p id="end">The end</p></body></html>`,
  headers,
});

let shop: Shop;
const pages: Record<string, Site> = {
  '/in-place': page('', `<main>${module(order)}<p>Below</p></main>`),
  '/classic': page('', `<main>${classic(order)}<p>Below</p></main>`),
  '/in-head': page(module(order), ''),
  '/classic-in-head': page(classic(order), ''),
  '/target': page(module(`${order} data-target="#here"`), '<section id="here"></section>'),
  '/no-target': page(module(`${order} data-target="#nowhere"`), ''),
  '/bad-target': page(module(`${order} data-target="#1"`), `<p id="1"></p>${module(order)}`),
  '/later': page('', `<main>${module(order)}</main>`, {}),
  '/moved': page(module(order, '/moved.js'), '', {}),
  '/moved.js': {status: 302, html: '', headers: {location: '/assets/cryptopocket-buy.js'}},
  '/several': page('', `<div>${module(order)}</div><div>${module(order.replace('75', '80'))}</div>${widget}`),
  '/before': page('', widget + module()),
  '/after': page(module(), ''),
  '/twice': page(module(), widget + classic()),
  '/query': page(module('', '/assets/cryptopocket-buy.js?v=1'), widget, {}),
  '/versions': page('', `${classic('', '/old.js')}${classic(order)}${module()}`),
};

before(async () => {
  await buildScripts();
  const now = readFileSync(`${root}dist/cdn/cryptopocket-buy.classic.js`, 'utf8');
  const {version} = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {version: string};
  const old = now.replaceAll(version, '0.0.9');
  assert.notEqual(old, now);
  pages['/old.js'] = {html: old, headers: {'content-type': 'text/javascript'}};

  const hashes = JSON.parse(readFileSync(`${root}dist/cdn/integrity.json`, 'utf8')) as Record<string, string>;
  const pinned = (hash = '') => `integrity="${hash}"`;
  const map = (wrong: RegExp) => {
    const entries = Object.entries(hashes).map(([file, hash]): [string, string | undefined] => [
      `/assets/${file}`,
      wrong.test(file) ? hashes['cryptopocket-buy.js'] : hash,
    ]);
    return `<script type="importmap">${JSON.stringify({integrity: Object.fromEntries(entries)})}</script>`;
  };
  const first = hashes['cryptopocket-buy.js'];
  pages['/pinned'] = page(map(/^$/) + module(pinned(first)), widget, {});
  pages['/other-first'] = page(module(pinned(hashes['cryptopocket-buy.classic.js'])), widget, {});
  pages['/other-chunk'] = page(map(/checkout/) + module(pinned(first)), widget, {});
  pages['/pinned-classic'] = page('', widget + classic(pinned(hashes['cryptopocket-buy.classic.js'])));
  shop = await Shop.open(pages);
  const elsewhere = shop.origin.replace('localhost', '127.0.0.1');
  pages['/elsewhere'] = page(module(`${order} crossorigin`, `${elsewhere}/assets/cryptopocket-buy.js`), '', {});
});
after(() => {
  shop.close();
});

async function on(path: string, look: (tab: Tab) => Promise<void>, engine: Engine = 'chromium'): Promise<void> {
  const {tab, leave} = await visit(engine, shop.origin + path);
  try {
    await look(tab);
    assert.deepEqual(shop.reports.splice(0), []);
  } finally {
    await leave();
  }
}

/** What came to the page's console, once it did. */
const told = (words: RegExp) =>
  eventually(String(words), () => {
    const index = shop.reports.findIndex(report => words.test(report));
    return Promise.resolve(shop.reports.splice(index, index < 0 ? 0 : 1)[0]);
  });

/** The buyer sees a price, and goes on to the steps that are loaded later. */
async function works(tab: Tab): Promise<void> {
  await tab.reads('price good until');
  await tab.clicks('Continue');
  await tab.sees('Your details');
}

const amounts = `[...document.querySelectorAll('cryptopocket-buy')].map(({amount}) => amount).join()`;
const ofWidget = (member: string) => `document.querySelector('cryptopocket-buy').${member}`;

describe('a script tag with data-* puts the element on the page', {timeout: 60_000}, () => {
  for (const engine of engines) {
    it(`where it stands, from a module, in ${engine}`, () =>
      on(
        '/in-place',
        async tab => {
          await works(tab);
          assert.equal(await tab.evaluate(ofWidget('previousElementSibling.localName')), 'script');
          assert.equal(await tab.evaluate(amounts), '75');
        },
        engine,
      ));
    it(`where it stands, from a classic script, in ${engine}`, () =>
      on(
        '/classic',
        async tab => {
          await works(tab);
          assert.equal(await tab.evaluate(ofWidget('previousElementSibling.localName')), 'script');
          assert.equal(await tab.evaluate(amounts), '75');
        },
        engine,
      ));
  }

  for (const path of ['/in-head', '/classic-in-head']) {
    it(`at the end of the page, where it stands in the head: ${path}`, () =>
      on(path, async tab => {
        await works(tab);
        assert.equal(await tab.evaluate(ofWidget('previousElementSibling.id')), 'end');
      }));
  }

  it('where it says', () =>
    on('/target', async tab => {
      await works(tab);
      assert.equal(await tab.evaluate(ofWidget('parentElement.id')), 'here');
    }));

  it('nowhere, and says so, where what it names is not there', () =>
    on('/no-target', async tab => {
      await told(/warn: .*no #nowhere/);
      assert.equal(await tab.evaluate(amounts), '');
    }));

  it('nowhere, and says so, where what it names is no selector, which holds up no other tag', () =>
    on('/bad-target', async tab => {
      await told(/warn: .*no #1/);
      await works(tab);
      assert.equal(await tab.evaluate(amounts), '75');
    }));

  it('nowhere, and says so, where its address is not the one that the script has', () =>
    on('/moved', async tab => {
      await told(/warn: .*no element was made.*\/assets\/cryptopocket-buy\.js/);
      assert.equal(await tab.evaluate(amounts), '');
    }));

  it('also where the tag comes later, with a script that is there already', () =>
    on('/later', async tab => {
      await tab.reads('price good until');
      await tab.evaluate(`
        const [first] = document.querySelectorAll('script[data-backend]');
        const later = document.createElement('script');
        for (const {name, value} of first.attributes) if (name !== 'data-mounted') later.setAttribute(name, value);
        later.dataset.amount = '80';
        document.querySelector('main').replaceChildren(later);
      `);
      await tab.holds(`${ofWidget('amount')} === '80'`);
      await works(tab);
    }));

  it('once for each tag', () =>
    on('/several', async tab => {
      await works(tab);
      assert.equal(await tab.evaluate(amounts), '75,80,75');
    }));
});

describe('the script', {timeout: 120_000}, () => {
  it('makes an element work that was there before it', () => on('/before', works));

  it('makes an element work that comes after it', () =>
    on('/after', async tab => {
      await tab.holds(`!!customElements.get('cryptopocket-buy')`);
      await tab.evaluate(
        `document.body.append(Object.assign(document.createElement('cryptopocket-buy'), {amount: '75'}))`,
      );
      await works(tab);
    }));

  it('loaded twice works as if loaded once, and says so', () =>
    on('/twice', async tab => {
      await works(tab);
      await told(/warn: .*version \S+ was loaded, but version \S+ is on this page already/);
    }));

  it('from an address with a query works, and says that its later parts bring it once more', () =>
    on('/query', async tab => {
      await works(tab);
      await told(/warn: .*without a query/);
    }));

  it('loaded in two versions works, and says once which are there', () =>
    on('/versions', async tab => {
      await works(tab);
      await told(/warn: .*version (?!0\.0\.9)\S+ was loaded, but version 0\.0\.9 is on this page already/);
    }));

  it('loads its later parts from where it came from', () =>
    on('/elsewhere', async tab => {
      await works(tab);
      const hosts = await tab.evaluate(
        `[...new Set(performance.getEntriesByType('resource').filter(({name}) => name.includes('/cryptopocket-buy')).map(({name}) => new URL(name).hostname))].join()`,
      );
      assert.equal(hosts, '127.0.0.1');
    }));

  it('runs where it is what the page pinned, and so do its later parts', () => on('/pinned', works));

  it('without modules runs where it is what the page pinned', () => on('/pinned-classic', works));

  it('does not run where it is not what the page pinned', () =>
    on('/other-first', async tab => {
      await told(/error/);
      assert.equal(await tab.evaluate(`!customElements.get('cryptopocket-buy')`), true);
    }));

  it('does not run a later part that is not what the page pinned', () =>
    on('/other-chunk', async tab => {
      await tab.reads('price good until');
      assert.equal(await tab.evaluate(`!customElements.get('cryptopocket-kyc-step')`), true);
    }));
});
