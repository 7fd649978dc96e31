import assert from 'node:assert/strict';
import {test} from 'node:test';
import {endsIdentity, hasLivePayment, isPayable, earlierPurchaseOf} from '../../src/machine/leave.js';
import {start, type BuyState, type StatusState} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, answered, everywhere} from './examples.js';

/** Reloaded while its payment was being made: nobody knows whether there is one. */
const asked = {...at.purchase, paymentRequested: true};
const bankPending: StatusState = {...at.unpaid, payment: {...at.payment, status: 'bank_pending'}};
const payable: Record<string, BuyState> = {
  unpaid: at.unpaid,
  'being looked up': at.looking,
  'of a status that we do not know': at.unknown,
  'a review whose payment may exist': {...at.priced, purchase: asked},
  'an identity check whose payment may exist': {...at.kycRequired, purchase: asked},
};

for (const [name, state] of Object.entries(payable)) {
  test(`a payment that may still be paid is not left without a question: ${name}`, () => {
    const question = after(state, {type: 'restarted'});
    assert.deepEqual(question, {...state, leaving: 'restart'});
    assert.deepEqual(after(question, {type: 'leaveCancelled'}), {...state, leaving: undefined});
    assert.deepEqual(after(question, {type: 'leaveConfirmed'}), start(at.order));
  });

  test(`a payment that may still be paid is followed on after it was left: ${name}`, () => {
    const left = earlierPurchaseOf(after(state, {type: 'restarted'}));
    assert.equal(left?.purchase.key, 'key-1');
    assert.equal(left.payment?.id, state.step === 'status' ? 'p-1' : undefined);
  });
}

for (const state of [at.paid, bankPending]) {
  const status = state.payment?.status;
  test(`a buyer whose money is on its way begins another purchase at once, and the first is followed: ${status}`, () => {
    assert.deepEqual(after(state, {type: 'restarted'}), start(at.order));
    assert.deepEqual(earlierPurchaseOf(state)?.payment, {id: 'p-1', status});
  });
}

test('what is over, or was never paid for, is left without a question and not followed', () => {
  for (const state of [at.completed, at.failed, at.customer, at.code, at.kycRequired, at.rejected, at.priced]) {
    assert.deepEqual(after(state, {type: 'restarted'}), start(at.order), state.step);
    assert.equal(earlierPurchaseOf(state), undefined, state.step);
  }
});

test('a payment that is being asked for is not left before its answer is there', () => {
  assert.equal(after(at.creating, {type: 'restarted'}), at.creating);
  assert.equal(after(at.creating, {type: 'buyerChanged'}), at.creating);
});

test('a question that nobody was asked is not answered', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    if ('leaving' in state) continue;
    assert.equal(after(state, {type: 'leaveConfirmed'}), state, name);
    assert.equal(after(state, {type: 'leaveCancelled'}), state, name);
  }
});

test('a question about a payment stands while nothing changes, and falls when the payment moves', () => {
  const question = after(at.unpaid, {type: 'restarted'});
  const same = answered(question, 'paymentArrived', {payment: at.payment});
  assert.ok(same.step === 'status' && same.leaving === 'restart');
  const paid = answered(question, 'paymentArrived', {payment: {...at.payment, status: 'payment_received'}});
  assert.ok(paid.step === 'status' && paid.leaving === undefined);
});

test('a buyer who pays after all is no longer asked whether to leave', () => {
  const question = after({...at.priced, purchase: asked}, {type: 'restarted'});
  const paying = after(question, {type: 'paymentConfirmed', opened: 'opened', now: at.now});
  assert.ok(paying.step === 'payment' && paying.creating && paying.leaving === undefined);
});

test('somebody who is not the buyer begins a purchase of their own with nothing of the other’s', () => {
  for (const state of [at.customer, at.kyc, at.kycRequired, at.inReview, at.rejected, at.enhanced, at.priced]) {
    assert.deepEqual(after(state, {type: 'buyerChanged'}), start(at.order), state.step);
  }
});

test('somebody who is not the buyer is told of a payment that is not over, whether it is paid or not', () => {
  for (const state of [...Object.values(payable), at.paid, bankPending]) {
    const question = after(state, {type: 'buyerChanged'});
    assert.deepEqual(question, {...state, leaving: 'identity'});
    assert.deepEqual(after(question, {type: 'leaveConfirmed'}), start(at.order));
  }
});

test('what is known of a buyer goes when somebody else is here, and only then', () => {
  const gone = after(at.kyc, {type: 'buyerChanged'});
  assert.ok(endsIdentity(at.kyc, {type: 'buyerChanged'}, gone));
  const identity = after(at.paid, {type: 'buyerChanged'});
  assert.ok(!endsIdentity(at.paid, {type: 'buyerChanged'}, identity));
  assert.ok(endsIdentity(identity, {type: 'leaveConfirmed'}, start(at.order)));
  const another = after(at.unpaid, {type: 'restarted'});
  assert.ok(!endsIdentity(another, {type: 'leaveConfirmed'}, start(at.order)));
});

test('every payment that may be paid is live', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    if (state.step !== 'amount' && isPayable(state)) assert.ok(hasLivePayment(state), name);
  }
});

const other = {...at.order, amount: '250'};

test('a locked value that the page changes sends the buyer back to the amount, and nothing typed is lost', () => {
  for (const state of [at.customer, at.code, at.kyc, at.inReview, at.enhanced, at.priced]) {
    const back = after(state, {type: 'lockedOrderChanged', order: other});
    assert.ok(back.step === 'amount', state.step);
    assert.deepEqual(back.order, other);
    assert.deepEqual(back.suspended, {resume: 'resume-1', key: 'key-1'});
    if ('draft' in state) assert.deepEqual(back.draft, state.draft);
  }
});

test('a locked value that the page changes while the session is being made has to be confirmed anew', () => {
  const back = after(at.confirmed, {type: 'lockedOrderChanged', order: other});
  assert.ok(back.step === 'amount' && back.confirmed === undefined && back.quote === undefined);
  assert.deepEqual(back.order, other);
});

test('a payment that exists or may exist stays as it is, whatever the page locks then', () => {
  for (const state of [...Object.values(payable), at.creating, at.paid, at.completed, at.resuming, at.elsewhere]) {
    assert.equal(after(state, {type: 'lockedOrderChanged', order: other}), state, state.step);
  }
});
