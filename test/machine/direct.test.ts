import assert from 'node:assert/strict';
import {test} from 'node:test';
import {serialize, deserialize} from '../../src/machine/persistence.js';
import type {Payment} from '../../src/contract/payment.js';
import * as at from './examples.js';
import {after, answered, asked, data, failedWith} from './examples.js';

const wallet = '0x52908400098527886E0F7030069857D2E4169EE7';
const typed = after(at.direct, {type: 'walletChanged', wallet});
const paying = after(typed, {type: 'paymentConfirmed', opened: 'opened', now: at.now});
const transfer = {iban: 'ES9121000418450200051332', bic: 'EXMPESMMXXX', recipient: 'Example S.L.', reference: '430021'};
/** A payment that is paid on no page. */
const bare: Payment = {id: 'p-1', status: 'created', amount: '100.00', asset: 'USDC'};
const owed = {...bare, transfer};

test('a page that lets the buyer choose wallet and method gets a purchase that asks for both', () => {
  const confirmed = after(at.quoted, {type: 'confirmed', key: 'key-1', now: at.now, draft: at.draft, wallet: ''});
  const known = answered(confirmed, 'sessionStarted', {session: at.session});
  assert.equal(known.step === 'customer' && known.purchase.wallet, '');
  const guided = after(at.quoted, {type: 'confirmed', key: 'key-1', now: at.now, draft: at.draft});
  const other = answered(guided, 'sessionStarted', {session: at.session});
  assert.equal(other.step === 'customer' && other.purchase.wallet, undefined);
});

test('where the coins go is part of what is asked for', () => {
  const question = asked(paying);
  assert.deepEqual(question.effect === 'payment' && question.request, {
    ...at.order,
    receives: at.quote.receives,
    externalId: 'order-7',
    wallet,
  });
});

test('another way of paying has another price, and the buyer agrees to that one', () => {
  const chosen = after(typed, {type: 'methodChosen', paymentType: 'transfer'});
  assert.equal(chosen.step === 'payment' && chosen.quote, undefined);
  const question = asked(chosen);
  assert.equal(question.effect === 'quote' && question.order.paymentType, 'transfer');
  assert.equal(after(chosen, {type: 'paymentConfirmed', opened: 'none', now: at.now}), chosen);
});

test('neither wallet nor method is changed once the payment may exist', () => {
  for (const deed of [
    {type: 'walletChanged', wallet: 'another'},
    {type: 'walletInvalid'},
    {type: 'methodChosen', paymentType: 'psd2'},
  ] as const) {
    assert.equal(after(paying, deed), paying, deed.type);
  }
});

test('a guided purchase has neither', () => {
  assert.equal(after(at.priced, {type: 'walletChanged', wallet}), at.priced);
  assert.equal(after(at.priced, {type: 'methodChosen', paymentType: 'psd2'}), at.priced);
});

for (const code of ['wallet_invalid', 'wallet_wrong_network', 'payment_method_not_allowed'] as const) {
  test(`after ${code} the buyer mends it with what they typed before them, and is free to pay again`, () => {
    const refused = failedWith(paying, code);
    assert.equal(refused.problem?.code, code);
    assert.equal(refused.step === 'payment' && refused.purchase.wallet, wallet);
    const mended = after(
      refused,
      {type: 'walletChanged', wallet: 'bc1'},
      {type: 'paymentConfirmed', opened: 'opened', now: at.now},
    );
    const question = asked(mended);
    assert.equal(question.effect === 'payment' && question.request.wallet, 'bc1');
  });
}

test('where the coins go is still there when the buyer comes back from another amount', () => {
  const reopened = after(typed, {type: 'amountEditRequested'});
  const quoted = answered(reopened, 'quoteArrived', {quote: at.quote});
  const confirmed = after(quoted, {type: 'confirmed', key: 'key-2', now: at.now, draft: at.draft, wallet: ''});
  const taken = answered(confirmed, 'sessionStarted', {session: {...at.session, identified: 'customer'}});
  assert.equal(taken.step === 'kyc' && taken.purchase.wallet, wallet);
});

test('bank details that were given once are kept while the transfer is to be made', () => {
  const created = answered(paying, 'paymentCreated', {created: {payment: owed, resume: 'resume-3'}});
  assert.deepEqual(created.step === 'status' && created.payment?.transfer, transfer);
  const later = answered(created, 'paymentArrived', {payment: bare});
  assert.deepEqual(later.step === 'status' && later.payment?.transfer, transfer);
  const received = answered(later, 'paymentArrived', {
    payment: {...bare, status: 'payment_received'},
  });
  assert.equal(received.step === 'status' && received.payment?.transfer, undefined);
});

test('a reload keeps the wallet in the tab, and the device learns it only with a payment that is being made', () => {
  const kept = serialize(typed, '', at.now);
  const restored = deserialize(kept.session, '', at.now);
  assert.equal(restored?.step === 'resuming' && restored.purchase.wallet, wallet);
  assert.ok(!kept.persistent?.includes(wallet));
  const elsewhere = deserialize(kept.persistent ?? '', '', at.now);
  assert.equal(elsewhere?.step === 'resuming' && elsewhere.purchase.wallet, '');
  const making = deserialize(serialize(paying, '', at.now).persistent ?? '', '', at.now);
  assert.equal(making?.step === 'resuming' && making.purchase.wallet, wallet);
  assert.deepEqual(data(restored ?? at.amount), data({...at.resuming, purchase: {...at.purchase, wallet}}));
});

test('a guided purchase whose way to pay is refused is gone on with by another, at its own price', () => {
  const refused = at.failedWith(at.creating, 'payment_method_not_allowed');
  const chosen = after(refused, {type: 'methodChosen', paymentType: 'transfer'});
  assert.ok(chosen.step === 'payment' && chosen.quote === undefined && chosen.problem === undefined);
  assert.deepEqual(at.asks(chosen), {
    effect: 'quote',
    order: {...at.order, paymentType: 'transfer'},
    revision: chosen.revision,
    pause: 0,
  });
});
