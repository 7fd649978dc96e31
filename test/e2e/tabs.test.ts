import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Buyer} from '../support/buyer.js';
import {newEmail} from '../support/buyer.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

/** Nobody is left with more than one payment. */
async function hasOnePayment(): Promise<void> {
  assert.equal((await stage().demo.state()).payments.length, 1);
}

/** A buyer who has yet to pay. */
async function reviews(query = ''): Promise<Buyer> {
  const buyer = await stage().arrive(query);
  await buyer.identifies('returning@example.org');
  await buyer.sees('Review and pay');
  await buyer.reads(/price is good until/);
  return buyer;
}

/** The buyer wants to pay, and the vendor takes `ms` milliseconds to make the payment. */
async function beginsToPay(buyer: Buyer, ms: number): Promise<void> {
  await stage().demo.control('faults', {operation: 'createGuidedPayment', kind: 'delay', ms});
  await buyer.button('Go to payment').click();
  await buyer.reads('Preparing your payment…');
}

async function paysToTheEnd(buyer: Buyer): Promise<void> {
  await buyer.paysByCard(await buyer.opens('Go to payment'));
  await buyer.sees('Your coins were sent');
}

/** Two tabs of a buyer who has yet to pay, in a browser without locks, so that both act. */
async function bothReview(): Promise<{first: Buyer; second: Buyer}> {
  const first = await stage().arrive();
  await first.context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'locks');
  });
  await first.page.reload();
  await first.identifies('returning@example.org');
  await first.reads(/price is good until/);
  const second = await first.duplicatesTab();
  await second.sees('Review and pay');
  await second.reads(/price is good until/);
  return {first, second};
}

describe('a second tab with the same purchase', () => {
  it('leaves it to the first, and takes it over when the buyer wants it, and gives it back', async () => {
    const first = await reviews();
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await second.isAccessible();
    assert.equal(await first.heading('Review and pay').count(), 1);

    await second.button('Go on here').click();
    await second.sees('Review and pay');
    await first.sees('Open in another tab');
    await second.reads(/price is good until/);

    await first.button('Go on here').click();
    await first.sees('Review and pay');
    await second.sees('Open in another tab');
    await first.leave();
  });

  it('has what a guest typed in the first', async () => {
    const first = await stage().arrive();
    const email = newEmail();
    await first.confirmsAmount();
    await first.sees('Your details');
    await first.page.getByLabel('E-mail').fill(email);
    await first.page.getByLabel('Full name').fill('Ada Byron');
    const second = await first.duplicatesTab();
    await second.button('Go on here').click();
    await second.sees('Your details');
    assert.equal(await second.page.getByLabel('E-mail').inputValue(), email);
    assert.equal(await second.page.getByLabel('Full name').inputValue(), 'Ada Byron');
    await first.sees('Open in another tab');
    await second.button('Continue').click();
    await second.provesMailbox(email);
    await second.sees('Verify your identity');
    await first.leave();
  });

  it('goes on by itself when the first is closed', async () => {
    const first = await reviews();
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await first.page.close();
    await second.sees('Review and pay');
    await paysToTheEnd(second);
    await hasOnePayment();
    await second.leave();
  });

  it('shows the payment that was made in the first', async () => {
    const first = await reviews('?amount=500.03');
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await first.paysByCard(await first.opens('Go to payment'));
    await first.sees('Your purchase is under way');
    await second.button('Go on here').click();
    await second.sees('Your purchase is under way');
    await first.sees('Open in another tab');
    await hasOnePayment();
    await first.leave();
  });

  it('that takes over while the first is paying makes no second payment', async () => {
    const first = await reviews();
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await beginsToPay(first, 2000);
    await second.button('Go on here').click();
    await first.sees('Open in another tab');
    await second.sees('Review and pay');
    await second.reads(/price is good until/);
    // Another amount would be another payment, and the first tab's may exist.
    assert.equal(await second.button('Change amount').count(), 0);
    await paysToTheEnd(second);
    await hasOnePayment();
    await first.leave();
  });

  it('that was loaded again meanwhile still knows what the first asked for', async () => {
    const first = await reviews();
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await beginsToPay(first, 3000);
    await second.page.reload();
    await second.sees('Open in another tab');
    await second.button('Go on here').click();
    await second.sees('Review and pay');
    await second.reads(/price is good until/);
    assert.equal(await second.button('Change amount').count(), 0);
    await paysToTheEnd(second);
    await hasOnePayment();
    await first.leave();
  });

  it('that acts at the same time, in a browser without locks, makes no second payment', async () => {
    const {first, second} = await bothReview();
    await beginsToPay(first, 1500);
    await second.button('Go to payment').click();
    await Promise.all([first.sees('Finish your payment'), second.sees('Finish your payment')]);
    await hasOnePayment();
    await first.leave();
  });
});

describe('a purchase whose buyer went back to the amount in one of two tabs', () => {
  /** Two tabs of one buyer; the first is back at the amount, and there it is another one now. */
  async function withAnotherAmount(): Promise<{first: Buyer; second: Buyer}> {
    const first = await reviews();
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await first.button('Change amount').click();
    await first.sees('Buy crypto');
    await first.chooses('200');
    await first.reads(/price good until/);
    return {first, second};
  }

  it('stays with that tab', async () => {
    const {first, second} = await withAnotherAmount();
    await first.button('Continue').click();
    await first.sees('Review and pay');
    await second.sees('Open in another tab');
    await first.reads(/price is good until/);
    await paysToTheEnd(first);
    await hasOnePayment();
    await first.leave();
  });

  it('and paid in the other is paid once, and shown in the first', async () => {
    const {first, second} = await withAnotherAmount();
    await second.button('Go on here').click();
    await second.sees('Review and pay');
    await second.reads(/price is good until/);
    await paysToTheEnd(second);
    await first.button('Continue').click();
    await first.sees('Your coins were sent');
    await second.sees('Open in another tab');
    await hasOnePayment();
    await first.leave();
  });

  it('and paid in both, in a browser without locks, is paid once', async () => {
    const {first, second} = await bothReview();
    await first.button('Change amount').click();
    await first.chooses('200');
    await first.confirmsAmount();
    await first.sees('Review and pay');
    await first.reads(/price is good until/);
    await beginsToPay(second, 1500);
    await first.button('Go to payment').click();
    await Promise.all([first.sees('Finish your payment'), second.sees('Finish your payment')]);
    await hasOnePayment();
    await first.leave();
  });

  it('and refused after the other tab had asked for it goes on with what the buyer chooses then', async () => {
    const first = await stage().arrive();
    await first.chooses('400.08');
    await first.identifies('returning@example.org');
    await first.sees('Review and pay');
    await first.reads(/price is good until/);
    const second = await first.duplicatesTab();
    await second.sees('Open in another tab');
    await beginsToPay(first, 2000);
    await second.button('Go on here').click();
    await second.sees('Review and pay');
    await second.reads(/price is good until/);
    await second.button('Go to payment').click();
    await second.sees('Buy crypto');
    await second.chooses('50');
    await second.confirmsAmount();
    await second.sees('Review and pay');
    await second.reads('€50.00');
    await second.reads(/price is good until/);
    await paysToTheEnd(second);
    await hasOnePayment();
    await first.leave();
  });
});
