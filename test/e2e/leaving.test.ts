import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import type {Buyer} from '../support/buyer.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();
const returning = 'returning@example.org';

/** Somebody whose payment page is open. */
async function begins(query = ''): Promise<{buyer: Buyer; gateway: Page}> {
  const buyer = await stage().arrive(query);
  await buyer.identifies(returning);
  await buyer.sees('Review and pay');
  await buyer.reads(/price is good until/);
  const gateway = await buyer.opens('Go to payment');
  await buyer.sees('Finish your payment');
  return {buyer, gateway};
}

async function leavesUnpaid(buyer: Buyer): Promise<void> {
  await buyer.button('Start over').click();
  await buyer.reads(/If you’ve already paid, don’t start over/);
  await buyer.isAccessible();
  await buyer.button('I haven’t paid').click();
  await buyer.sees('Buy crypto');
}

const payments = async () => (await stage().demo.state()).payments;

describe('a payment that a buyer leaves unpaid', () => {
  it('is shown beside the next purchase, and says so when it is paid after all', async () => {
    const {buyer, gateway} = await begins();
    await leavesUnpaid(buyer);
    await buyer.reads(/Not paid yet/);
    await buyer.page.reload();
    await buyer.reads(/Not paid yet/);
    await buyer.chooses('50');
    await buyer.identifies(returning);
    await buyer.sees('Review and pay');
    const another = await buyer.opens('Go to payment');
    await buyer.sees('Finish your payment');
    await buyer.reads(/Not paid yet/);
    await buyer.isAccessible();
    assert.equal((await payments()).length, 2);
    await buyer.paysByCard(gateway);
    await buyer.page.bringToFront();
    await buyer.reads(/Coins sent/);
    await buyer.sees('Finish your payment');
    await buyer.paysByCard(another);
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('is gone on with, from the first step', async () => {
    const {buyer} = await begins();
    await leavesUnpaid(buyer);
    await buyer.button('View').click();
    await buyer.sees('Finish your payment');
    await buyer.paysByCard(await buyer.opens('Open payment page'));
    await buyer.sees('Your coins were sent');
    assert.equal((await payments()).length, 1);
    await buyer.leave();
  });
});

describe('a buyer whose money is on its way', () => {
  it('buys something else, and finds the first purchase in a new tab, too', async () => {
    await stage().demo.control('settle', {ms: 60_000});
    const {buyer, gateway} = await begins();
    await buyer.paysByCard(gateway);
    await buyer.sees('Your purchase is under way');
    await buyer.button('Buy something else').click();
    await buyer.sees('Buy crypto');
    await buyer.reads('Payment received');
    const tab = await buyer.context.newPage();
    await tab.goto(buyer.page.url());
    await tab.locator('cryptopocket-buy').getByText('Payment received').first().waitFor();
    await buyer.leave();
  });

  it('does not buy an order of the shop again', async () => {
    const {buyer, gateway} = await begins('?external-id=order-1');
    await buyer.paysByCard(gateway);
    await buyer.sees('Your coins were sent');
    assert.equal(await buyer.button('Buy again').count(), 0);
    await buyer.leave();
  });
});

describe('the next person at a device', () => {
  it('begins a purchase of their own, and nothing of the one before is left', async () => {
    const {buyer} = await begins();
    await buyer.button('Not you?').click();
    await buyer.reads(/removes the purchase from this device/);
    await buyer.button('Remove it').click();
    await buyer.sees('Buy crypto');
    await buyer.page.reload();
    await buyer.sees('Buy crypto');
    const stored = await buyer.page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    );
    assert.doesNotMatch(stored, /resume/);
    await buyer.confirmsAmount();
    await buyer.sees('Your details');
    await buyer.leave();
  });

  it('begins a purchase of their own in every open tab, and no tab stores the other buyer’s again', async () => {
    const {buyer} = await begins();
    const second = await buyer.duplicatesTab();
    await second.sees('Open in another tab');
    await buyer.button('Not you?').click();
    await buyer.button('Remove it').click();
    await second.sees('Buy crypto');
    await buyer.sees('Buy crypto');
    for (const {page} of [buyer, second]) {
      await page.reload();
      await page.locator('cryptopocket-buy').getByText('You receive').waitFor();
      const stored = await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
      );
      assert.doesNotMatch(stored, /resume/);
    }
    await buyer.leave();
  });
});
