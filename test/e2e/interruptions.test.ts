import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {newEmail} from '../support/buyer.js';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

/** Nobody is left with more than one payment. */
async function hasOnePayment(): Promise<void> {
  assert.equal((await stage().demo.state()).payments.length, 1);
}

describe('a reload', () => {
  it('at every step leaves the buyer where they were, with what they typed', async () => {
    const buyer = await stage().arrive();
    const {page} = buyer;
    const email = newEmail();

    await buyer.chooses('75,50');
    await buyer.reads(/price good until/);
    await page.reload();
    await buyer.reads(/price good until/);
    assert.equal(await page.getByLabel('You pay', {exact: true}).inputValue(), '75.50');

    await buyer.confirmsAmount();
    await buyer.sees('Your details');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Full name').fill('Ada Byron');
    await page.reload();
    await buyer.sees('Your details');
    assert.equal(await page.getByLabel('E-mail').inputValue(), email);
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Ada Byron');

    await buyer.button('Continue').click();
    await buyer.sees('Check your e-mail');
    await page.reload();
    await buyer.sees('Check your e-mail');
    await buyer.reads(email);
    await buyer.provesMailbox(email);

    await buyer.sees('Verify your identity');
    await page.reload();
    await buyer.sees('Verify your identity');
    const check = await buyer.opens('Start verification');
    await page.reload();
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(check);

    await buyer.sees('Review and pay');
    await page.reload();
    await buyer.sees('Review and pay');
    await buyer.reads('€75.50');
    await buyer.reads(/price is good until/);

    const gateway = await buyer.opens('Go to payment');
    await buyer.sees('Finish your payment');
    await page.reload();
    await buyer.sees('Finish your payment');
    await gateway.close();
    const reopened = await buyer.opens('Open payment page');
    await stage().demo.control('settle', {ms: 2000});
    await buyer.paysByCard(reopened);
    await buyer.sees('Your purchase is under way');
    await page.reload();
    await buyer.sees('Your purchase is under way');
    await buyer.sees('Your coins were sent');
    await page.reload();
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });

  it('while the payment is being created makes one payment, not two', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await stage().demo.control('faults', {operation: 'createGuidedPayment', kind: 'delay', ms: 1500});
    await buyer.button('Go to payment').click();
    await buyer.reads('Preparing your payment…');
    await buyer.page.reload();
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    // Another amount would be another payment, and the first may exist.
    assert.equal(await buyer.button('Change amount').count(), 0);
    await buyer.button('Go to payment').click();
    await buyer.sees('Finish your payment');
    await hasOnePayment();
    await buyer.leave();
  });

  it('never shows one order of the shop the purchase of another', async () => {
    const buyer = await stage().arrive('?external-id=order-a&amount=500.03');
    const {shop} = stage().demo;
    await buyer.identifies('returning@example.org');
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your purchase is under way');
    await buyer.page.goto(`${shop}/?external-id=order-b&amount=120`);
    await buyer.reads(/price good until/);
    assert.equal(await buyer.page.getByLabel('You pay', {exact: true}).inputValue(), '120');
    await buyer.page.goto(`${shop}/?external-id=order-a&amount=500.03`);
    await buyer.sees('Your purchase is under way');
    await hasOnePayment();
    await buyer.leave();
  });

  it('never sells a page that locks one network the coin on another', async () => {
    const buyer = await stage().arrive('?asset=USDC&chain=polygon&lock=asset');
    const {shop} = stage().demo;
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.page.goto(`${shop}/?asset=USDC&chain=ethereum&lock=asset`);
    await buyer.sees('Buy crypto');
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.reads('Ethereum');
    await buyer.leave();
  });

  it('never sells another amount than the page locks, also where it changes on the way', async () => {
    const buyer = await stage().arrive('?amount=100&lock=amount');
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.page.locator('cryptopocket-buy').evaluate(element => {
      element.setAttribute('amount', '250');
    });
    await buyer.sees('Buy crypto');
    await buyer.confirmsAmount();
    await buyer.sees('Review and pay');
    await buyer.reads('€250.00');
    await buyer.leave();
  });

  it('keeps neither name nor e-mail where other visits could read them', async () => {
    const buyer = await stage().arrive();
    const email = newEmail();
    await buyer.identifies(email);
    await buyer.sees('Verify your identity');
    const stored = await buyer.page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    );
    assert.match(stored, /resume/);
    assert.doesNotMatch(stored, new RegExp(`${email.replace('+', '\\+')}|Byron`));
    await buyer.leave();
  });
});

describe('the adapter', () => {
  it('may restart in the middle of a purchase', async () => {
    const buyer = await stage().arrive();
    const email = newEmail();
    await buyer.identifies(email);
    await buyer.sees('Verify your identity');
    await stage().demo.stopAdapter();
    const check = await buyer.opens('Start verification');
    await buyer.passesIdentityCheck(check);
    await buyer.reads(/We keep trying/);
    await stage().demo.startAdapter();
    await buyer.sees('Review and pay');
    const gateway = await buyer.opens('Go to payment');
    await stage().demo.stopAdapter();
    await stage().demo.startAdapter();
    await buyer.paysByCard(gateway);
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });

  it('may restart between a reload and the payment page', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    const gateway = await buyer.opens('Go to payment');
    await gateway.close();
    await stage().demo.stopAdapter();
    await stage().demo.startAdapter();
    await buyer.page.reload();
    await buyer.paysByCard(await buyer.opens('Open payment page'));
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });

  it('may be away while the page loads, and the buyer loses nothing', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await stage().demo.stopAdapter();
    await buyer.page.reload();
    await buyer.reads(/not answering|No connection/);
    await stage().demo.startAdapter();
    await buyer.sees('Review and pay');
    await buyer.leave();
  });
});

describe('the vendor', () => {
  it('may be silent for a while at every call without ending a purchase', async () => {
    const buyer = await stage().arrive();
    await buyer.reads(/price good until/);
    await stage().demo.control('faults', {operation: 'customers/list', kind: 'error_500', times: 3});
    await buyer.identifies('returning@example.org');
    await buyer.button('Confirm').waitFor({state: 'detached'});
    await buyer.sees('Review and pay');
    await buyer.reads(/price is good until/);
    await stage().demo.control('faults', {operation: 'createGuidedPayment', kind: 'error_500', times: 1});
    const gateway = await buyer.opens('Go to payment');
    await stage().demo.control('faults', {operation: 'payment', kind: 'garbage', times: 3});
    await buyer.paysByCard(gateway);
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });
});

describe('the back button', () => {
  it('leaves the page, and coming forward finds the purchase where it was', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.page.goto(`${stage().demo.sandbox}/inbox`);
    await buyer.page.goBack();
    await buyer.sees('Review and pay');
    const gateway = await buyer.opens('Go to payment');
    await buyer.page.goto('about:blank');
    await buyer.page.goBack();
    await buyer.sees('Finish your payment');
    await buyer.paysByCard(gateway);
    await buyer.sees('Your coins were sent');
    await hasOnePayment();
    await buyer.leave();
  });
});

describe('a page of the vendor’s in the same tab', () => {
  it('brings the buyer back to the purchase', async () => {
    const buyer = await stage().arrive('?presentation=redirect');
    const email = newEmail();
    await buyer.identifies(email);
    await buyer.sees('Verify your identity');
    await buyer.button('Start verification').click();
    await buyer.page.waitForURL(url => url.origin === stage().demo.sandbox);
    await buyer.page.getByRole('checkbox').check();
    await buyer.page.getByRole('button', {name: /^submit/i}).click();
    await buyer.page.getByRole('link', {name: /back/i}).click();
    await buyer.sees('Review and pay');
    await buyer.leave();
  });
});

describe('a keyboard', () => {
  it('keeps its focus on the rest of the page when a stored purchase is taken up', async () => {
    const buyer = await stage().arrive();
    await buyer.identifies('returning@example.org');
    await buyer.sees('Review and pay');
    await buyer.page.reload();
    await buyer.sees('Review and pay');
    assert.equal(await buyer.page.evaluate(() => document.activeElement?.localName), 'body');
    await buyer.leave();
  });
});

describe('a Spanish page', () => {
  it('speaks Spanish at every step, with Spanish numbers', async () => {
    const buyer = await stage().arrive('?lang=es&amount=99.5');
    const {page} = buyer;
    await buyer.sees('Comprar cripto');
    assert.equal(await page.getByLabel('Pagas', {exact: true}).inputValue(), '99,5');
    await buyer.reads(/precio válido hasta/);
    await buyer.isAccessible();
    await buyer.button('Continuar').click();
    await buyer.sees('Tus datos');
    await page.getByLabel('Correo electrónico').fill('returning@example.org');
    await page.getByLabel('Nombre completo').fill('Ada Byron');
    await buyer.button('Continuar').click();
    await buyer.sees('Revisa tu correo');
    await page.getByLabel('Código').fill(await stage().demo.codeFor('returning@example.org'));
    await buyer.sees('Revisa y paga');
    await buyer.reads('99,50 €');
    await buyer.isAccessible();
    await buyer.leave();
  });
});
