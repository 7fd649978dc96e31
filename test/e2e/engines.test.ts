/** The main journeys, in every engine, on a page with the strictest policy. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {buildScripts} from '../support/scripts.js';
import {newEmail} from '../support/buyer.js';
import {engines, eventually, visit} from '../support/engines.js';
import {Shop, strictest} from '../support/shop.js';

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script src="/watch.js"></script>
<script type="module" src="/assets/cryptopocket-buy.js"></script>
<cryptopocket-buy amount="100" asset="USDC" chain="polygon"></cryptopocket-buy>`;

let shop: Shop;
before(async () => {
  await buildScripts();
  shop = await Shop.open({'/': {html, headers: {'content-security-policy': strictest}}});
});
after(() => {
  shop.close();
});

for (const engine of engines) {
  describe(`in ${engine}`, () => {
    it('a new buyer gets from an amount to coins sent, with reloads, and no policy is broken', async () => {
      const {tab, leave} = await visit(engine, `${shop.origin}/`);
      try {
        const email = newEmail();
        const before = (await shop.payments()).length;
        await shop.identifies(tab, email);
        await tab.reload();
        await tab.sees('Verify your identity');
        await shop.passesCheck(tab, await tab.opens('Start verification'));
        const gateway = await tab.opens('Go to payment');
        await tab.sees('Finish your payment');
        await tab.reload();
        await tab.sees('Finish your payment');
        await shop.pays(gateway);
        await tab.sees('Your coins were sent');
        const payments = await shop.payments();
        assert.deepEqual(
          payments.slice(before).map(({status}) => status),
          ['coins_sent'],
        );
        assert.deepEqual(shop.reports, []);
        // What would have been told, had there been anything.
        await tab.evaluate(`document.body.setAttribute('style', 'color: red')`);
        await eventually('a report', () =>
          Promise.resolve(shop.reports.splice(0).find(text => /style-src/.test(text))),
        );
      } finally {
        await leave();
      }
    });
  });
}
