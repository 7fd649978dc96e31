/** What another script, another window, or the buyer's own tools may try on the page. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {buildScripts} from '../support/scripts.js';
import {newEmail} from '../support/buyer.js';
import {visit, type Tab} from '../support/engines.js';
import {Shop, strictest} from '../support/shop.js';

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script src="/watch.js"></script><script type="module" src="/assets/cryptopocket-buy.js"></script>
<cryptopocket-buy amount="100" asset="USDC" chain="polygon"></cryptopocket-buy>`;

let shop: Shop;
before(async () => {
  await buildScripts();
  shop = await Shop.open({'/': {html, headers: {'content-security-policy': strictest}}});
});
after(() => {
  shop.close();
});

/** Lets a buyer on a page of the shop do `what`; nothing may be broken by then. */
async function withBuyer(what: (tab: Tab) => Promise<void>): Promise<void> {
  const {tab, leave} = await visit('chromium', `${shop.origin}/`);
  try {
    await what(tab);
    assert.deepEqual(shop.reports.splice(0), []);
  } finally {
    await leave();
  }
}

/** A new buyer, up to the last look before paying. */
async function comesToPay(tab: Tab): Promise<void> {
  await shop.identifies(tab, newEmail());
  await shop.passesCheck(tab, await tab.opens('Start verification'));
}

const stepAndPayment = `(({step, payment}) => [step, payment?.status])(document.querySelector('cryptopocket-buy'))`;

describe('a forged word', {timeout: 60_000}, () => {
  const words = [
    {type: 'cryptopocket-complete', status: 'completed', paymentId: '1'},
    {type: 'paymentArrived', payment: {id: '1', status: 'completed'}},
    {type: 'kycArrived', kyc: 'approved'},
    'coins_sent',
    null,
  ];
  const forge = () => `(origin => {
    const buy = document.querySelector('cryptopocket-buy');
    const origins = [origin, location.origin, 'null'];
    for (const data of ${JSON.stringify(words)}) {
      postMessage(data, '*');
      for (const origin of origins) dispatchEvent(new MessageEvent('message', {data, origin, source: window}));
      const type = data?.type ?? 'message';
      for (const target of [buy, document, window]) {
        target.dispatchEvent(new CustomEvent(type, {detail: data, bubbles: true, composed: true}));
      }
      dispatchEvent(new StorageEvent('storage', {key: Object.keys(localStorage)[0], newValue: JSON.stringify(data)}));
    }
    const channel = new BroadcastChannel('cryptopocket-buy');
    channel.postMessage({type: 'kycArrived', kyc: 'approved'});
    channel.close();
  })('${shop.vendor}')`;

  it('to the page ends no identity check and pays nothing', () =>
    withBuyer(async tab => {
      await shop.identifies(tab, newEmail());
      await tab.evaluate(forge());
      await tab.sees('Verify your identity');
      assert.deepEqual(await tab.evaluate(stepAndPayment), ['kyc', null]);
      await shop.passesCheck(tab, await tab.opens('Start verification'));
      const before = (await shop.payments()).length;
      await tab.evaluate(forge());
      assert.deepEqual(await tab.evaluate(stepAndPayment), ['payment', null]);
      assert.equal((await shop.payments()).length, before);
      const gateway = await tab.opens('Go to payment');
      await tab.sees('Finish your payment');
      await tab.evaluate(forge());
      assert.deepEqual(await tab.evaluate(stepAndPayment), ['status', 'created']);
      await shop.pays(gateway);
      await tab.sees('Your coins were sent');
    }));

  it('from the window that was opened is not listened to', () =>
    withBuyer(async tab => {
      await shop.identifies(tab, newEmail());
      const page = await tab.opens('Start verification');
      await page.holds(`!!document.querySelector('[type="checkbox"]')`);
      // The vendor's page has no hold on the shop's.
      assert.equal(await page.evaluate('opener'), null);
      await page.close();
      await tab.sees('Verify your identity');
    }));
});

describe('a tampered storage', {timeout: 120_000}, () => {
  /** Every entry of the element's, in both storages, as `change` makes it. */
  const tamper = (change: string) => `(() => {
    for (const storage of [sessionStorage, localStorage]) {
      for (const key of Object.keys(storage).filter(name => name.startsWith('cryptopocket-buy:'))) {
        storage.setItem(key, (${change})(storage.getItem(key)));
      }
    }
  })()`;
  const edited = (edit: string) =>
    tamper(`text => { const kept = JSON.parse(text); const {purchase} = kept; ${edit}; return JSON.stringify(kept); }`);

  /** What a page that is loaded anew then shows. */
  const nonsense: readonly [what: string, script: string, heading: string][] = [
    ['that is no JSON', tamper(`() => '{'`), 'Buy crypto'],
    ['that is null', tamper(`() => 'null'`), 'Buy crypto'],
    ['of another shape', tamper(`() => JSON.stringify({savedAt: Date.now(), purchase: [], wish: {}})`), 'Buy crypto'],
    [
      'with a foreign prototype',
      tamper(`() => '{"__proto__": {"step": "status"}, "savedAt": ' + Date.now() + '}'`),
      'Buy crypto',
    ],
    ['of a megabyte', tamper(`() => 'x'.repeat(1e6)`), 'Buy crypto'],
    ['from the future', edited('kept.savedAt += 1e9'), 'Review and pay'],
    ['with an amount that is none', edited(`purchase.order.amount = '1e9'`), 'Buy crypto'],
    ['with a forged resume token', edited(`purchase.resume = purchase.resume.slice(0, -4) + 'AAAA'`), 'Buy crypto'],
    ['with a payment that was never asked for', edited('purchase.asked = true'), 'Review and pay'],
    ['with markup for a coin', edited(`purchase.order.asset = '<img src=x onerror=alert(1)>'`), 'Buy crypto'],
  ];
  for (const [what, script, heading] of nonsense) {
    it(`${what} breaks nothing`, () =>
      withBuyer(async tab => {
        await comesToPay(tab);
        const before = (await shop.payments()).length;
        await tab.evaluate(script);
        await tab.reload();
        await tab.sees(heading);
        assert.equal((await shop.payments()).length, before);
      }));
  }

  it('with the key of somebody else’s payment shows and pays none but the buyer’s own', async () => {
    let key: unknown;
    await withBuyer(async tab => {
      await comesToPay(tab);
      const gateway = await tab.opens('Go to payment');
      await tab.sees('Finish your payment');
      await gateway.close();
      const entry = `Object.keys(sessionStorage).find(name => name.startsWith('cryptopocket-buy:'))`;
      key = await tab.evaluate(`JSON.parse(sessionStorage.getItem(${entry})).purchase.key`);
    });
    const theirs = (await shop.payments()).at(-1);
    await withBuyer(async tab => {
      await comesToPay(tab);
      await tab.evaluate(edited(`purchase.key = ${JSON.stringify(key)}`));
      await tab.reload();
      await tab.sees('Review and pay');
      await tab.reads('price is good until');
      const gateway = await tab.opens('Go to payment');
      await tab.sees('Finish your payment');
      const own = (await shop.payments()).at(-1);
      assert.notEqual(own?.user_id, theirs?.user_id);
      assert.equal(await tab.evaluate(`document.querySelector('cryptopocket-buy').payment.id`), own?.id);
      await shop.pays(gateway);
      await tab.sees('Your coins were sent');
      const still = (await shop.payments()).find(({id}) => id === theirs?.id);
      assert.equal(still?.status, theirs?.status);
    });
  });
});
