import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {newEmail} from '../support/buyer.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

describe('a purchase', () => {
  it('takes a new buyer from an amount to coins sent', async () => {
    const buyer = await stage().arrive();
    const email = newEmail();
    await buyer.isAccessible();
    await buyer.identifies(email);
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    await buyer.sees('Review and pay');
    await buyer.reads('€100.00');
    await buyer.reads(/price is good until/);
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await buyer.isAccessible();

    const link = buyer.page.getByRole('link', {name: /blockchain/});
    assert.match((await link.getAttribute('href')) ?? '', /^https:\/\/polygonscan\.com\/tx\/0x[0-9a-f]{64}$/);
    const {payments} = await stage().demo.state();
    assert.deepEqual(
      payments.map(({status}) => status),
      ['coins_sent'],
    );
    const events = await buyer.page.locator('#events b').allTextContents();
    for (const name of ['customer-ready', 'kyc-required', 'payment-created', 'payment-required', 'complete']) {
      assert.ok(events.includes(`cryptopocket-${name}`), name);
    }
    await buyer.leave();
  });

  it('takes a returning approved buyer past the identity check', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('waits with a buyer who pays by transfer', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    await stage().demo.control('settle', {ms: 5000});
    const gateway = await buyer.opens('Go to payment');
    await gateway.getByLabel(/wallet/i).fill('0x1111111111111111111111111111111111111111');
    await gateway.getByLabel(/transfer/i).check();
    await gateway.getByRole('button', {name: /^pay/i}).click();
    await gateway.getByRole('button', {name: /sent it/i}).click();
    await buyer.reads('Bank transfer on its way');
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('ends kindly for a buyer whose identity check is rejected', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies(newEmail('reject'));
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    await buyer.sees('Your identity could not be verified');
    await buyer.isAccessible();
    assert.equal((await stage().demo.state()).payments.length, 0);
    await buyer.leave();
  });

  it('waits for an identity check in review, and goes on when it is approved', async () => {
    const buyer = await stage().arrive();
    const email = newEmail('review');
    await stage().demo.control('settle', {ms: 60_000});
    await buyer.identifies(email);
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    await buyer.sees('Your identity is being checked');
    await buyer.isAccessible();
    const {customers} = await stage().demo.state();
    const customer = customers.find(candidate => candidate.email === email);
    await stage().demo.control(`customers/${customer?.id ?? ''}`, {kyc: 'valid'});
    await buyer.sees('Review and pay');
    await buyer.leave();
  });

  it('offers a link where the browser blocks the window', async () => {
    const buyer = await stage().arrive();
    await buyer.page.evaluate(() => {
      window.open = () => null;
    });
    await buyer.identifies(newEmail());
    await buyer.sees('Verify your identity');
    await buyer.button('Start verification').click();
    const [check] = await Promise.all([
      buyer.page.waitForEvent('popup'),
      buyer.page.getByRole('link', {name: /Start verification/}).click(),
    ]);
    await buyer.passesIdentityCheck(check);
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await buyer.button('Go to payment').click();
    await buyer.reads(/did not let the window open/);
    await buyer.isAccessible();
    const [gateway] = await Promise.all([
      buyer.page.waitForEvent('popup'),
      buyer.page.getByRole('link', {name: /Open payment page/}).click(),
    ]);
    await buyer.paysByCard(gateway);
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('says it when the payment is rejected, and lets the buyer start over', async () => {
    const buyer = await stage().arrive('?amount=500.04');
    await buyer.identifies('returning@example.org');
    const gateway = await buyer.opens('Go to payment');
    await gateway.getByLabel(/wallet/i).fill('0x1111111111111111111111111111111111111111');
    await gateway.getByRole('button', {name: /^pay/i}).click();
    await buyer.sees('The payment was refused');
    await buyer.isAccessible();
    await gateway.close();
    await buyer.button('Start over').click();
    await buyer.sees('Buy crypto');
    await buyer.leave();
  });

  it('keeps watching a payment whose status it does not know', async () => {
    const buyer = await stage().arrive('?amount=500.05');
    await buyer.identifies('returning@example.org');
    await stage().demo.control('settle', {ms: 1500});
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.reads(/being looked at/);
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });
});

describe('a refusal', () => {
  /** Amount, the heading under which the buyer reads it, and what they read. */
  const refusals: readonly [amount: string, heading: string, words: RegExp][] = [
    ['400.02', 'Buy crypto', /Your details were not found/],
    ['400.03', 'Buy crypto', /Your details were not found/],
    ['400.04', 'Review and pay', /not available to you/],
    ['400.05', 'Verify your identity', /The law asks for it once/],
    ['400.06', 'A few more questions', /where the money comes from/],
    ['400.07', 'Buy crypto', /not set up right/],
    ['400.08', 'Buy crypto', /card limit for the quarter/],
    ['400.09', 'Buy crypto', /cannot be bought on this network/],
    ['400.10', 'Buy crypto', /smallest amount is €/],
    ['400.11', 'Review and pay', /way of paying is not available/],
    ['400.12', 'Review and pay', /provider did not answer/],
    ['400.13', 'Review and pay', /could not be created/],
    ['500.07', 'Review and pay', /another amount/],
  ];
  for (const [amount, heading, words] of refusals) {
    it(`of a payment of €${amount} is explained at “${heading}”`, async () => {
      const buyer = await stage().arrive(`?amount=${amount}`);
      await buyer.identifies('returning@example.org');
      await buyer.sees('Review and pay');
      await buyer.reads(/price is good until/);
      const [popup] = await Promise.all([buyer.page.waitForEvent('popup'), buyer.button('Go to payment').click()]);
      await buyer.sees(heading);
      await buyer.reads(words);
      // The window that was to show the gateway is closed again.
      if (!popup.isClosed()) await popup.waitForEvent('close');
      await buyer.isAccessible();
      await buyer.leave();
    });
  }

  it('for want of identity is over once the check is done again', async () => {
    const buyer = await stage().arrive('?amount=400.05');
    await buyer.identifies('returning@example.org');
    await buyer.reads(/price is good until/);
    await buyer.button('Go to payment').click();
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    await buyer.sees('Review and pay');
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('for want of enhanced verification is over once the questions are answered', async () => {
    const buyer = await stage().arrive('?amount=400.06');
    await buyer.identifies('returning@example.org');
    await buyer.reads(/price is good until/);
    await buyer.button('Go to payment').click();
    await buyer.sees('A few more questions');
    const form = await buyer.opens('Answer the questions');
    await form.getByRole('radio', {name: 'Salary'}).check();
    await form.getByRole('button', {name: 'Send the declaration'}).click();
    await form.getByRole('radio').first().waitFor({state: 'detached'});
    await form.close();
    await buyer.button('I have answered them').click();
    await buyer.sees('Review and pay');
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('of the token is none to the buyer', async () => {
    const buyer = await stage().arrive('?amount=400.01');
    await buyer.identifies('returning@example.org');
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await buyer.leave();
  });

  it('of a disposable e-mail is said beside the field, with what was typed still there', async () => {
    const buyer = await stage().arrive();
    await buyer.confirmsAmount();
    const email = 'ada@disposable.example';
    await buyer.introduces(email);
    await buyer.provesMailbox(email);
    await buyer.reads(/Disposable e-mail/);
    await buyer.button('Use another e-mail').click();
    assert.equal(await buyer.page.getByLabel('Full name').inputValue(), 'Ada Byron');
    await buyer.leave();
  });
});
