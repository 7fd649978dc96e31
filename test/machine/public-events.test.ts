import assert from 'node:assert/strict';
import {test} from 'node:test';
import {announcementsOf} from '../../src/components/buy/public-events.js';
import {purchaseAnnouncementsOf} from '../../src/components/buy/purchase-events.js';
import type {BuyState} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, answered, everywhere, failedWith} from './examples.js';

function told(before: BuyState, now: BuyState) {
  return [...announcementsOf(before, now), ...purchaseAnnouncementsOf(before, now)].map(({type, detail}) => [
    type.replace('cryptopocket-', ''),
    detail,
  ]);
}

const paymentId = 'p-1';
const price = {amount: '100.00', asset: 'USDC', chain: 'polygon', receives: '107.5'};
const step = (previous: string, step: string) => ['step-change', {step, previous}];

for (const [what, before, now, expected] of [
  ['a price', at.amount, answered(at.amount, 'quoteArrived', {quote: at.quote}), [['quote-update', price]]],
  ['a confirmation', at.quoted, at.confirmed, []],
  ['a refusal', at.amount, failedWith(at.amount, 'amount_too_low'), [['problem', {code: 'amount_too_low'}]]],
  [
    'a refusal whose request the adapter logged',
    at.amount,
    {...at.amount, problem: {code: 'asset_not_supported', requestId: 'request-1'}},
    [['problem', {code: 'asset_not_supported', requestId: 'request-1'}]],
  ],
  ['an outage', at.unpaid, failedWith(at.unpaid, 'offline'), [['problem', {code: 'offline'}]]],
  [
    'an outage that goes on',
    failedWith(at.unpaid, 'offline'),
    failedWith(failedWith(at.unpaid, 'offline'), 'offline'),
    [],
  ],
  ['the code', at.sending, at.code, [step('customer', 'code')]],
  [
    'a known customer',
    at.checking,
    answered(at.checking, 'sessionStarted', {session: {...at.session, identified: 'customer'}}),
    [step('code', 'kyc'), ['customer-ready', undefined]],
  ],
  ['a customer who was known already', at.resuming, at.kyc, [step('resuming', 'kyc')]],
  ['an identity check', at.kyc, at.kycRequired, [['kyc-status-change', {status: 'required'}]]],
  ['its review', at.kycRequired, at.inReview, [['kyc-status-change', {status: 'in_review'}]]],
  ['its approval', at.inReview, at.review, [step('kyc', 'payment'), ['kyc-status-change', {status: 'approved'}]]],
  [
    'one that is demanded',
    at.creating,
    at.demanded,
    [step('payment', 'kyc'), ['kyc-status-change', {status: 'required'}]],
  ],
  [
    'a created payment',
    at.creating,
    answered(at.creating, 'paymentCreated', {created: {payment: at.payment, resume: 'r'}}),
    [
      step('payment', 'status'),
      ['payment-created', {paymentId}],
      ['payment-status-change', {paymentId, status: 'created'}],
    ],
  ],
  [
    'a payment that is looked up again',
    at.resuming,
    at.looking,
    [step('resuming', 'status'), ['kyc-status-change', {status: 'approved'}]],
  ],
  ['received euros', at.unpaid, at.paid, [['payment-status-change', {paymentId, status: 'payment_received'}]]],
  ['the same status again', at.paid, {...at.paid, revision: 9}, []],
  [
    'sent coins',
    at.paid,
    at.completed,
    [
      ['payment-status-change', {paymentId, status: 'completed'}],
      ['complete', {paymentId}],
    ],
  ],
  [
    'a refused payment',
    at.paid,
    at.failed,
    [
      ['payment-status-change', {paymentId, status: 'failed'}],
      ['failed', {paymentId}],
    ],
  ],
  ['a beginning anew', at.completed, at.amount, [step('status', 'amount')]],
] as const) {
  test(`the page hears of ${what}`, () => {
    assert.deepEqual(told(before, now), expected);
  });
}

test('a completed payment is told once', () => {
  assert.deepEqual(told(at.completed, after(at.completed, {type: 'returned'})), []);
  assert.deepEqual(told(at.completed, after(at.completed, {type: 'hostedPageOpened', opened: 'opened'})), []);
});

test('only sent coins are told as complete', () => {
  for (const [name, before] of Object.entries(everywhere)) {
    for (const [to, now] of Object.entries(everywhere)) {
      const complete = told(before, now).some(([type]) => type === 'complete');
      assert.equal(complete, to === 'completed' && name !== 'completed', `${name} → ${to}`);
    }
  }
});

test('no event tells a name, an e-mail, a token, a link or a transaction', () => {
  for (const before of Object.values(everywhere)) {
    for (const now of Object.values(everywhere)) {
      assert.doesNotMatch(JSON.stringify(told(before, now)), /ada|lovelace|resume-\d|key-1|https:|0x1/i);
    }
  }
});
