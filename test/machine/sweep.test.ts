import assert from 'node:assert/strict';
import {test} from 'node:test';
import {refusals, silences} from '../../src/contract/problem.js';
import {isFinal, paymentStatuses} from '../../src/contract/payment.js';
import {kycStatuses} from '../../src/contract/kyc.js';
import {identifications} from '../../src/contract/api.js';
import type {EffectResult, BuyEvent} from '../../src/machine/events.js';
import type {EffectRequest} from '../../src/machine/effects.js';
import {isPayable} from '../../src/machine/leave.js';
import type {BuyState} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, asks, data, deeds} from './examples.js';

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Pick = <T>(from: readonly T[]) => T;

function picking(random: () => number): Pick {
  return from => {
    const picked = from[Math.floor(random() * from.length)];
    // Every list here has something in it.
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
}

/** Anything that an adapter might answer to `asked`. */
function answerTo(request: EffectRequest, pick: Pick): EffectResult {
  const session = {
    ...at.session,
    resume: `resume-${pick([2, 3, 4])}`,
    identified: pick(identifications),
    ...(pick([true, ...Array<boolean>(11).fill(false)]) ? {payment: 'p-1'} : {}),
  };
  const payment = {...at.payment, status: pick(paymentStatuses)};
  const url = pick([{}, {details: {url: 'https://vendor.test/more'}}]);
  // What sends a buyer to other steps comes up more often than it would by chance.
  const sent = pick(['kyc_required', 'enhanced_verification_required', 'quote_changed', 'limit_exceeded'] as const);
  const refusal = request.effect === 'payment' ? pick([sent, pick(refusals)]) : pick(refusals);
  const problem = {code: pick([pick(silences), refusal, refusal]), ...url};
  // Only the clock cannot fail.
  const fails = pick(request.effect === 'payment' ? [false, true] : [false, false, false, true]);
  if (request.effect !== 'expiry' && fails) return {type: 'callFailed', request, problem};
  switch (request.effect) {
    case 'quote':
      return {type: 'quoteArrived', request, quote: pick([at.quote, at.stale])};
    case 'expiry':
      return {type: 'quoteExpired', request};
    case 'customer':
      return pick<EffectResult>([
        {type: 'codeSent', request},
        {type: 'sessionStarted', request, session},
      ]);
    case 'session':
    case 'verification':
      return {type: 'sessionStarted', request, session};
    case 'kyc':
      return {
        type: 'kycArrived',
        request,
        customer: {kyc: pick(kycStatuses), ...pick([{}, {kycUrl: 'https://kyc.test/1'}])},
      };
    case 'payment':
      return {type: 'paymentCreated', request, created: {payment, resume: 'resume-5'}};
    case 'status':
      return {type: 'paymentArrived', request, payment};
  }
}

/** What has to hold of every move. */
function check(before: BuyState, event: BuyEvent, now: BuyState): void {
  const again = after(data(before) as BuyState, event);
  assert.deepEqual(data(again), data(now), 'the same move ends elsewhere');
  assert.equal(JSON.stringify(asks(data(now) as BuyState)), JSON.stringify(asks(now)), 'asked otherwise after JSON');
  assert.ok(Number.isFinite(now.pause) && now.pause >= 0 && now.revision >= 0);
  assert.ok(at.orderOf(now).amount !== '');

  // The controller asks only what differs from what it asked, so an answer has to change the question.
  if ('request' in event && now !== before) {
    assert.notEqual(JSON.stringify(asks(now)), JSON.stringify(event.request), 'the answered question stands for ever');
  }
  if (now.step === 'payment' && now.creating && !(before.step === 'payment' && before.creating)) {
    assert.equal(event.type, 'paymentConfirmed');
    assert.ok(now.quote && now.quote.expiresAt > at.now, 'an expired price was paid');
    assert.deepEqual(now.purchase.acceptedQuote, now.quote);
  }
  if (before.step !== 'amount' && now.step !== 'amount') {
    assert.equal(now.purchase.key, before.purchase.key, 'another key within one purchase');
  }
  if (before.step === 'status') {
    assert.ok(
      now.step === 'status' || ['restarted', 'buyerChanged', 'leaveConfirmed', 'leadershipLost'].includes(event.type),
      `a payment was left by ${event.type}`,
    );
    if (now.step === 'amount' && isPayable(before)) assert.ok(before.leaving, 'a payment was left without a question');
    const status = before.payment?.status;
    if (now.step === 'status') {
      assert.equal(now.id, before.id);
      if (status && isFinal(status)) {
        assert.deepEqual(now.payment, before.payment, 'a payment that is over changed');
        assert.equal(asks(now), undefined);
      }
    }
  }
  if (event.type === 'callFailed' && (silences as readonly string[]).includes(event.problem.code)) {
    assert.equal(now.step, before.step, 'a silence ended a step');
  }
}

/** What leads on; comes up twice as often as all the rest together, so that all steps are reached. */
const onward = deeds.filter(({type}) =>
  ['confirmed', 'customerEntered', 'codeEntered', 'paymentConfirmed', 'leadershipAcquired'].includes(type),
);

test('whatever buyers do and adapters answer, in whatever order, a purchase keeps its promises', () => {
  const reached = new Set<string>();
  for (let seed = 1; seed <= 100; seed++) {
    const random = numbers(seed);
    const pick = picking(random);
    let state: BuyState = at.amount;
    const request: EffectRequest[] = [];
    for (let step = 0; step < 300; step++) {
      const question = asks(state);
      if (question) request.push(question);
      const deed = pick(pick([deeds, onward, onward]));
      const answered = question && random() < (question.effect === 'expiry' ? 0.1 : 0.7);
      const late = request.length > 0 && random() < 0.1;
      const event = answered ? answerTo(question, pick) : late ? answerTo(pick(request), pick) : deed;
      const now = after(state, event);
      try {
        check(state, event, now);
      } catch (cause) {
        throw new Error(`seed ${seed}, step ${step}: ${event.type} at ${JSON.stringify(state)}`, {cause});
      }
      state = now;
      reached.add(state.step);
      if (state.step === 'status' && state.payment) reached.add(state.payment.status);
    }
  }
  const all = ['amount', 'resuming', 'customer', 'code', 'kyc', 'enhanced', 'payment', 'status', ...paymentStatuses];
  assert.deepEqual([...reached].sort(), all.sort());
});
