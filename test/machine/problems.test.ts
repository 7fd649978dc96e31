import assert from 'node:assert/strict';
import {test} from 'node:test';
import {refusals, silences, type ProblemCode, type Refusal} from '../../src/contract/problem.js';
import {steps} from '../../src/machine/steps/index.js';
import {stepOf} from '../../src/machine/step.js';
import type {BuyState, Step} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, answered, asked, asks, everywhere, failedWith, orderOf} from './examples.js';

const asking = Object.entries(everywhere).filter(([, state]) => asks(state));

// Silences

for (const code of silences) {
  test(`${code} never ends a step nor a purchase`, () => {
    for (const [name, state] of asking) {
      const before = asked(state);
      const missed = failedWith(state, code);
      assert.deepEqual(
        missed,
        {...state, revision: state.revision + 1, failures: 1, pause: 1000, problem: missed.problem},
        name,
      );
      assert.equal(missed.problem?.code, code);
      assert.deepEqual(asks(missed), {...before, revision: before.revision + 1, pause: 1000}, name);
    }
  });
}

test('a buyer who reads why a payment cannot be looked at is not told to wait: nothing is on its way', () => {
  const refused = failedWith(at.looking, 'not_found');
  assert.equal(asks(refused), undefined);
  assert.equal(stepOf(steps, refused)?.isBusy(refused), false);
});

test('silences are asked again later and later, but never later than after fifteen seconds', () => {
  for (const [name, first] of asking) {
    let state = first;
    const pauses: number[] = [];
    for (let tries = 0; tries < 7; tries++) {
      state = failedWith(state, 'offline');
      pauses.push(asked(state).pause);
    }
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000], name);
    for (let tries = 0; tries < 2000; tries++) state = failedWith(state, 'busy');
    assert.equal(asked(state).pause, 15_000, name);
  }
});

test('whoever asks for patience gets it', () => {
  assert.equal(asked(failedWith(at.unpaid, 'rate_limited', {retryAfter: 60})).pause, 60_000);
  assert.equal(asked(failedWith(at.unpaid, 'busy', {retryAfter: 0})).pause, 1000);
});

test('coming back asks at once what a silence made wait, at every step', () => {
  for (const [name, state] of asking) {
    const missed = failedWith(state, 'offline');
    const back = asked(after(missed, {type: 'returned'}));
    const typing = state.step === 'amount' && back.effect === 'quote' ? 250 : 0;
    assert.equal(back.pause, typing, name);
    assert.notDeepEqual(back, asks(missed), name);
  }
});

test('an answer after silences leaves nothing of them', () => {
  const missed = failedWith(failedWith(at.unpaid, 'offline'), 'offline');
  const event = {type: 'paymentArrived', request: asked(missed), payment: at.payment} as const;
  const answered = after(missed, event);
  assert.deepEqual([answered.failures, answered.problem], [0, undefined]);
});

test('a buyer whose code or details met silence can send others', () => {
  const other = after(failedWith(at.checking, 'offline'), {type: 'codeEntered', code: '111111'});
  assert.ok(other.step === 'code');
  assert.equal(other.code, '111111');
  const instead = after(failedWith(at.checking, 'offline'), {type: 'codeRequested'});
  assert.ok(instead.step === 'code');
  assert.deepEqual([instead.code, instead.resend], [undefined, 'asked']);
  const event = {type: 'customerEntered', email: 'grace@example.org', name: 'Grace'} as const;
  const details = asked(after(failedWith(at.sending, 'timeout'), event));
  assert.ok(details.effect === 'customer');
  assert.equal(details.email, 'grace@example.org');
});

test('a mistyped correction during an outage is not sent', () => {
  const event = {type: 'customerInvalid', email: 'grace', name: 'Grace', code: 'email_invalid'} as const;
  assert.equal(asks(after(failedWith(at.sending, 'timeout'), event)), undefined);
});

// Refusals

/** Deeds by which a buyer gets on from a state that asks nothing: those that the step on screen offers. */
function canAct(state: BuyState): boolean {
  switch (state.step) {
    case 'amount':
      return true;
    case 'customer':
      return !state.sending;
    case 'code':
      return state.code === undefined;
    case 'kyc':
      return state.customer?.kyc === 'rejected' || state.customer?.kycUrl !== undefined;
    case 'enhanced':
      return true;
    case 'payment':
      return state.quote !== undefined && !state.creating && !state.expired;
    case 'status':
      return true;
    case 'resuming':
      return false;
  }
}

for (const code of refusals) {
  test(`${code} leaves the buyer a way on at every step, with their order`, () => {
    for (const [name, state] of asking) {
      for (const more of [{}, {url: 'https://vendor.test/more'}]) {
        const refused = failedWith(state, code, more);
        assert.notEqual(refused, state, name);
        assert.deepEqual(orderOf(refused), at.orderOf(state), name);
        assert.ok(asks(refused) ?? canAct(refused), `${name}: stuck at ${refused.step}`);
        assert.equal(refused.failures, 0, name);
      }
    }
  });

  test(`${code} is told to the buyer, or shows as the step it leads to`, () => {
    for (const [name, state] of asking) {
      const refused = failedWith(state, code);
      const shown = refused.problem?.code === code;
      const asKyc = refused.step === 'kyc' && (code === 'kyc_required' || code === 'kyc_rejected');
      const asEnhanced = refused.step === 'enhanced' && code === 'enhanced_verification_required';
      const asNewSession = name === 'confirmed again' && code === 'resume_expired';
      assert.ok(shown || asKyc || asEnhanced || asNewSession, `${name}: ${code} is lost at ${refused.step}`);
    }
  });

  test(`${code} keeps what a guest typed`, () => {
    for (const state of [at.sending, at.checking, at.resending, {...at.resuming, draft: at.draft}]) {
      const refused = failedWith(state, code);
      assert.ok('draft' in refused, `lost at ${refused.step}`);
      assert.deepEqual([refused.draft?.email, refused.draft?.name], [at.draft.email, at.draft.name]);
    }
  });
}

/** Where a refusal leads that does not stay at its step. */
const elsewhere: Partial<Record<Step, Partial<Record<Refusal, Step>>>> = {
  payment: {
    amount_invalid: 'amount',
    amount_too_low: 'amount',
    amount_too_high: 'amount',
    limit_exceeded: 'amount',
    asset_not_supported: 'amount',
    currency_not_supported: 'amount',
    idempotency_key_reused: 'resuming',
    kyc_required: 'kyc',
    kyc_rejected: 'kyc',
    enhanced_verification_required: 'enhanced',
  },
};
const endsPurchase: readonly ProblemCode[] = [
  'resume_expired',
  'customer_required',
  'customer_unknown',
  'origin_not_allowed',
];

for (const state of [at.sending, at.checking, at.creating, at.unpaid]) {
  test(`at ${state.step}, each refusal leads to the step where something can be done about it`, () => {
    for (const code of refusals) {
      const anew = endsPurchase.includes(code) && state.step !== 'status';
      const expected = anew ? 'amount' : (elsewhere[state.step]?.[code] ?? state.step);
      assert.equal(failedWith(state, code).step, expected, code);
    }
  });
}

test('a refused payment can be asked for again, under the same key', () => {
  for (const code of ['payment_refused', 'payment_provider_failed', 'amount_mismatch'] as const) {
    const refused = failedWith(at.creating, code);
    const again = asked(after(refused, {type: 'paymentConfirmed', opened: 'opened', now: at.now}));
    assert.ok(again.effect === 'payment');
    assert.equal(again.key, 'key-1');
  }
});

test('what was created wrongly is left behind with its key by a buyer who changes the amount', () => {
  const reopened = after(failedWith(at.creating, 'amount_mismatch'), {type: 'amountEditRequested'});
  assert.deepEqual(reopened.step === 'amount' && reopened.suspended, {resume: 'resume-1'});
});

test('a refused payment is still told when a fresh price arrives', () => {
  const refused = failedWith(at.creating, 'payment_refused');
  const expired = after(refused, {type: 'quoteExpired', request: asked(refused)});
  const priced = after(expired, {type: 'quoteArrived', request: asked(expired), quote: at.quote});
  assert.equal(priced.problem?.code, 'payment_refused');
});

test('a price that changed while the payment was created is shown anew before paying', () => {
  const changed = failedWith(at.creating, 'quote_changed');
  assert.ok(changed.step === 'payment');
  assert.deepEqual([changed.creating, changed.quote], [undefined, undefined]);
  assert.equal(asked(changed).effect, 'quote');
  assert.equal(after(changed, {type: 'paymentConfirmed', opened: 'opened', now: at.now}), changed);
});

test('an order that the vendor will not quote any longer is changed, not asked for again and again', () => {
  for (const state of [at.amount, at.review]) {
    const refused = failedWith(state, 'asset_not_supported');
    assert.ok(refused.step === 'amount' && refused.refused);
    assert.equal(asks(refused), undefined);
    const order = {...at.order, asset: 'BTC', chain: 'bitcoin'};
    assert.equal(asked(after(refused, {type: 'orderChanged', order})).effect, 'quote');
  }
});

test('the vendor’s link goes with a demanded check', () => {
  const url = 'https://vendor.test/more';
  assert.deepEqual(failedWith(at.creating, 'kyc_required', {url}), {
    ...at.demanded,
    purchase: {...at.creating.purchase, paymentRequested: undefined},
    customer: {kyc: 'required', kycUrl: url},
  });
  assert.deepEqual(failedWith(at.creating, 'enhanced_verification_required', {url}), {
    ...at.enhanced,
    purchase: {...at.creating.purchase, paymentRequested: undefined},
    url,
  });
});

test('a refusal leaves an order whose session was refused ready to be confirmed again', () => {
  const refused = failedWith(at.confirmed, 'origin_not_allowed');
  const event = {type: 'confirmed', key: 'key-2', now: at.now, draft: at.draft} as const;
  assert.equal(asked(after(refused, event)).effect, 'session');
});

test('an identity that is refused shows as rejected, wherever it comes up', () => {
  for (const state of [at.kyc, at.kycRequired, at.inReview, at.creating]) {
    const refused = failedWith(state, 'kyc_rejected');
    assert.deepEqual(refused.step === 'kyc' && refused.customer, {kyc: 'rejected'});
    assert.equal(asks(refused), undefined);
  }
});

test('a purchase that ended takes its token with it; one that did not keeps it', () => {
  const resumeOf = (state: BuyState) => (state.step === 'amount' ? state.suspended : state.purchase)?.resume;
  assert.equal(resumeOf(failedWith(at.sending, 'resume_expired')), undefined);
  assert.equal(resumeOf(failedWith(at.resuming, 'not_found')), undefined);
  // With it the buyer would be the same customer again, whom the vendor does not know.
  assert.equal(resumeOf(failedWith(at.creating, 'customer_unknown')), undefined);
  assert.equal(resumeOf(failedWith(at.creating, 'limit_exceeded')), 'resume-1');
});

test('a refusal about a payment is no verdict: it is asked about again when the buyer comes back', () => {
  for (const code of refusals) {
    const refused = failedWith(at.paid, code);
    assert.ok(refused.step === 'status');
    assert.equal(refused.payment?.status, 'payment_received');
    assert.equal(asks(refused), undefined);
    const back = after(refused, {type: 'returned'});
    assert.equal(back.problem, undefined);
    assert.equal(asked(back).effect, 'status');
  }
});

test('a least amount that the vendor told is told again where the buyer types less, and not at the end of another purchase', () => {
  const minimum = '30';
  const refused = answered(at.creating, 'callFailed', {problem: {code: 'amount_too_low', details: {minimum}}});
  const little = after(refused, {type: 'orderChanged', order: {...at.order, amount: '29.99'}});
  assert.deepEqual(little.problem, {code: 'amount_too_low', details: {minimum}});
  const quoted = answered(little, 'quoteArrived', {quote: {...at.quote, amount: '29.99'}});
  const confirmed = after(quoted, {type: 'confirmed', key: 'key-2', now: at.now, draft: at.draft});
  assert.equal(confirmed.step === 'amount' && confirmed.confirmed, undefined);
  assert.equal(confirmed.problem?.code, 'amount_too_low');
  const enough = after(confirmed, {type: 'orderChanged', order: {...at.order, amount: '30.00'}});
  assert.equal(enough.problem, undefined);
});

test('a least amount that is no amount keeps nobody from buying', () => {
  const refused = answered(at.creating, 'callFailed', {problem: {code: 'amount_too_low', details: {minimum: 'a lot'}}});
  const changed = after(refused, {type: 'orderChanged', order: {...at.order, amount: '1.00'}});
  assert.equal(changed.problem, undefined);
});
