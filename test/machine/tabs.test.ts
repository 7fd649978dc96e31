import assert from 'node:assert/strict';
import {test} from 'node:test';
import {serialize, deserialize} from '../../src/machine/persistence.js';
import type {BuyState} from '../../src/machine/state.js';
import {isActiveInOtherTab, purchaseKeyOf} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, answered, asked, asks, everywhere} from './examples.js';

test('a tab that lost the purchase asks nothing and waits for nothing, wherever it was', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    if (state.step === 'amount') continue;
    const lost = after(state, {type: 'leadershipLost'});
    assert.equal(asks(lost), undefined, name);
    assert.equal(lost.step === 'resuming' && lost.activeInOtherTab, true, name);
    assert.equal(lost.step === 'resuming' && lost.purchase.key, state.purchase.key, name);
  }
});

test('the first step of a new purchase belongs to every tab', () => {
  assert.equal(after(at.quoted, {type: 'leadershipLost'}), at.quoted);
});

/** Back at the amount, which has a price. */
const aside = answered(after(at.priced, {type: 'amountEditRequested'}), 'quoteArrived', {quote: at.quote});
const confirm = {type: 'confirmed', key: 'key-2', now: at.now, draft: at.draft} as const;
const known = {...at.session, identified: 'customer'} as const;

test('a tab that is back at the amount has its purchase still, and takes it over again by confirming', () => {
  assert.ok(aside.step === 'amount');
  assert.equal(purchaseKeyOf(aside), 'key-1');
  const confirmed = after(aside, confirm);
  for (const [state, moved] of [[aside, 0] as const, [confirmed, 1] as const]) {
    const lost = after(state, {type: 'leadershipLost'});
    assert.ok(lost.step === 'amount' && lost.activeInOtherTab === true && lost.confirmed === undefined);
    assert.deepEqual(lost.order, aside.order);
    assert.equal(lost.revision, state.revision + moved);
    const mine = after(lost, confirm);
    assert.ok(!isActiveInOtherTab(mine) && mine.step === 'amount' && mine.confirmed);
    assert.ok(!isActiveInOtherTab(after(lost, {type: 'leadershipAcquired'})));
  }
});

test('a price that ran out takes nothing over', () => {
  const lost = after(aside, {type: 'leadershipLost'}, {...confirm, now: at.quote.expiresAt});
  assert.ok(isActiveInOtherTab(lost));
});

test('whoever confirms an amount is shown the payment that was made of the purchase in another tab', () => {
  const paid = answered(after(aside, confirm), 'sessionStarted', {session: {...known, payment: 'p-1'}});
  assert.ok(paid.step === 'status' && paid.id === 'p-1');
});

test('where the coins go of a payment that another tab asked for is not taken from what was typed here', () => {
  const walletOf = (state: BuyState) => (state.step === 'status' ? state.purchase.wallet : 'no status');
  const typed = {...at.purchase, wallet: '0xabc'};
  const session = {...known, payment: 'p-1'};
  const resuming = {...at.resuming, purchase: typed};
  assert.equal(walletOf(answered(resuming, 'sessionStarted', {session})), undefined);
  assert.equal(
    walletOf(answered(resuming, 'sessionStarted', {session, shared: {...typed, paymentRequested: true}})),
    '0xabc',
  );
  const asked = {...at.resuming, purchase: {...typed, paymentRequested: true}};
  assert.equal(walletOf(answered(asked, 'sessionStarted', {session})), '0xabc');
  // Nor from what this tab had asked for itself, where another one went on after it.
  const back = after(asked, {type: 'leadershipLost'}, {type: 'leadershipAcquired'});
  assert.equal(walletOf(answered(back, 'sessionStarted', {session})), undefined);
});

test('whoever confirms an amount goes on with what another tab asked for of the purchase', () => {
  const shared = {...at.purchase, paymentRequested: true};
  const going = answered(after(aside, confirm), 'sessionStarted', {session: known, shared});
  assert.deepEqual(going.step === 'kyc' && going.purchase, {...shared, resume: known.resume});
});

test('where another order was asked for under the key, what came of it is shown, or the buyer begins anew', () => {
  const reused = at.failedWith(at.creating, 'idempotency_key_reused');
  assert.equal(asked(reused).effect, 'session');
  const paid = answered(reused, 'sessionStarted', {session: {...known, payment: 'p-1'}});
  assert.ok(paid.step === 'status' && paid.id === 'p-1');
  const shared = {...at.purchase, paymentRequested: true};
  const going = answered(reused, 'sessionStarted', {session: known, shared});
  assert.deepEqual(going.step === 'kyc' && going.purchase.paymentRequested, true);
  const anew = answered(reused, 'sessionStarted', {session: known});
  assert.ok(anew.step === 'amount' && anew.suspended === undefined);
  assert.equal(anew.problem?.code, 'idempotency_key_reused');
});

test('a tab that takes the purchase over goes on where the adapter says that it is', () => {
  const back = after(at.priced, {type: 'leadershipLost'}, {type: 'leadershipAcquired'});
  assert.equal(asked(back).effect, 'session');
  const going = answered(back, 'sessionStarted', {session: {...at.session, identified: 'customer', payment: 'p-1'}});
  assert.equal(going.step, 'status');
});

test('what a guest typed is there when their tab takes the purchase over again', () => {
  const back = after(at.customer, {type: 'leadershipLost'}, {type: 'leadershipAcquired'});
  const going = answered(back, 'sessionStarted', {session: at.session});
  assert.deepEqual(going.step === 'customer' && going.draft, at.draft);
});

test('what the other tab asked for is what this one goes on with, in the same words', () => {
  const back = after(at.direct, {type: 'leadershipLost'}, {type: 'leadershipAcquired'});
  assert.ok(back.step === 'resuming');
  const session = {...at.session, identified: 'customer' as const};
  const {purchase} = back;
  const shared = {...purchase, wallet: '0xabc', paymentRequested: true};
  const going = answered(back, 'sessionStarted', {session, shared});
  assert.deepEqual(going.step === 'kyc' && going.purchase, {...shared, resume: session.resume});
  for (const difference of [{key: 'another purchase'}, {paymentRequested: undefined}]) {
    const alone: BuyState = answered(back, 'sessionStarted', {session, shared: {...shared, ...difference}});
    assert.deepEqual(alone.step === 'kyc' && alone.purchase, {...purchase, resume: session.resume});
  }
});

test('nothing is taken over from nobody', () => {
  assert.equal(after(at.priced, {type: 'leadershipAcquired'}), at.priced);
});

test('a tab that lost the purchase stores nothing where the other one does', () => {
  const kept = serialize(after(at.priced, {type: 'leadershipLost'}), '', at.now);
  assert.equal(kept.persistent, undefined);
  assert.equal(deserialize(kept.session, '', at.now)?.step, 'resuming');
});
