import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Backend} from '../../src/contract/backend.js';
import {runEffect} from '../../src/machine/run-effect.js';
import * as at from './examples.js';

const {signal} = new AbortController();

/** A backend that writes down how it is called. */
function backend() {
  const calls: unknown[][] = [];
  const answering =
    <T>(name: string, answer: T) =>
    (...given: unknown[]) => {
      calls.push([name, ...given]);
      return Promise.resolve(answer);
    };
  const all: Backend = {
    session: answering('session', at.session),
    customer: answering('customer', {verification: 'sent'} as const),
    verify: answering('verify', at.session),
    kyc: answering('kyc', {kyc: 'approved'} as const),
    pay: answering('pay', {payment: at.payment, resume: 'r'}),
    payment: answering('payment', at.payment),
    handOver: answering('handOver', {code: 'c', expiresIn: 300}),
  };
  return {all, calls};
}

for (const [name, state, call, answer] of [
  ['a session', at.resuming, ['session', 'resume-1', signal], {type: 'sessionStarted', session: at.session}],
  [
    'a code to be sent',
    at.sending,
    ['customer', {name: at.draft.name, email: at.draft.email}, signal],
    {type: 'codeSent'},
  ],
  [
    'a name alone where the mailbox is proven',
    {...at.sending, emailProven: true},
    ['customer', {name: at.draft.name}, signal],
    {type: 'codeSent'},
  ],
  ['a code', at.checking, ['verify', at.draft.email, '123456', signal], {type: 'sessionStarted', session: at.session}],
  [
    'the identity check',
    at.inReview,
    ['kyc', {known: 'in_review', eager: undefined}, signal],
    {type: 'kycArrived', customer: {kyc: 'approved'}},
  ],
  [
    'a payment',
    at.creating,
    ['pay', {...at.order, receives: '107.5', externalId: 'order-7'}, 'key-1', signal],
    {type: 'paymentCreated', created: {payment: at.payment, resume: 'r'}},
  ],
  [
    'its status',
    at.unpaid,
    ['payment', 'p-1', {known: 'created', eager: undefined}, signal],
    {type: 'paymentArrived', payment: at.payment},
  ],
] as const) {
  test(`${name} is asked of the backend, and the answer carries its question`, async () => {
    const {all, calls} = backend();
    const question = at.asked(state);
    assert.ok(question.effect !== 'quote' && question.effect !== 'expiry');
    assert.deepEqual(await runEffect(all, question, signal), {...answer, request: question});
    assert.deepEqual(calls, [call]);
  });
}

test('a customer who needs no code goes on with their session', async () => {
  const {all} = backend();
  const question = at.asked(at.sending);
  assert.ok(question.effect === 'customer');
  const answer = await runEffect({...all, customer: () => Promise.resolve(at.session)}, question, signal);
  assert.deepEqual(answer, {type: 'sessionStarted', request: question, session: at.session});
});

test('what the backend refuses reaches whoever asked', async () => {
  const {all} = backend();
  const question = at.asked(at.unpaid);
  assert.ok(question.effect === 'status');
  const refusing = {...all, payment: () => Promise.reject(new Error('no'))};
  await assert.rejects(runEffect(refusing, question, signal), /no/);
});
