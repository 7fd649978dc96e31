import assert from 'node:assert/strict';
import {test} from 'node:test';
import {amount} from '../../src/machine/steps/amount.js';
import {stepOf} from '../../src/machine/step.js';
import {serialize, deserialize} from '../../src/machine/persistence.js';
import {steps} from '../../src/machine/steps/index.js';
import {transition, pendingEffect} from '../../src/machine/reducer.js';
import type {BuyState, PaymentState, Step} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, answered, asked, asks, data, deeds, everywhere} from './examples.js';

/** To the amount from every situation but those of the steps `but`, and from those of `also` after all. */
function withoutPayment(but: readonly string[], also: readonly string[] = []): Partial<Record<string, Step>> {
  const names = Object.entries(everywhere).filter(
    ([name, {step}]) => also.includes(name) || (!but.includes(step) && !but.includes(name)),
  );
  return Object.fromEntries(names.map(([name]) => [name, 'amount']));
}

/** Where each deed leads from each step; elsewhere it leaves the step as it is. */
const leads: Record<string, Partial<Record<string, Step>>> = {
  amountEditRequested: {
    resuming: 'amount',
    'resuming what was asked for otherwise': 'amount',
    'resuming a guest': 'amount',
    elsewhere: 'amount',
    customer: 'amount',
    sending: 'amount',
    'a proven mailbox': 'amount',
    code: 'amount',
    checking: 'amount',
    resending: 'amount',
    kyc: 'amount',
    kycRequired: 'amount',
    inReview: 'amount',
    rejected: 'amount',
    demanded: 'amount',
    'demanded and opened': 'amount',
    'demanded without a link': 'amount',
    enhanced: 'amount',
    'enhanced and opened': 'amount',
    review: 'amount',
    priced: 'amount',
    'an expired price': 'amount',
    direct: 'amount',
  },
  lockedOrderChanged: withoutPayment(['amount', 'resuming', 'status', 'creating']),
  restarted: withoutPayment(['amount', 'resuming', 'status', 'creating'], ['completed', 'failed', 'paid']),
  buyerChanged: withoutPayment(['amount', 'resuming', 'status', 'creating'], ['completed', 'failed']),
  leaveConfirmed: {'unpaid and about to be left': 'amount'},
  emailReopened: {code: 'customer', checking: 'customer', resending: 'customer'},
  leadershipLost: Object.fromEntries(
    Object.entries(everywhere).flatMap(([name, {step}]) => (step === 'amount' ? [] : [[name, 'resuming']])),
  ),
  enhancedVerificationDone: {enhanced: 'payment', 'enhanced and opened': 'payment'},
};

for (const deed of deeds) {
  test(`${deed.type} leads where it should from every step`, () => {
    for (const [name, state] of Object.entries(everywhere)) {
      const expected = leads[deed.type]?.[name] ?? state.step;
      assert.equal(after(state, deed).step, expected, name);
    }
  });
}

/** What each step asks of whom. A step that asks nothing waits for the buyer. */
const questions: Record<string, string | undefined> = {
  amount: 'quote',
  quoted: 'expiry',
  'an expired quote': 'quote',
  'pressed before the price': 'quote',
  confirmed: 'session',
  'confirmed again': 'session',
  resuming: 'session',
  'resuming what was asked for otherwise': 'session',
  'resuming a guest': 'session',
  sending: 'customer',
  checking: 'verification',
  resending: 'customer',
  kyc: 'kyc',
  kycRequired: 'kyc',
  inReview: 'kyc',
  'demanded and opened': 'kyc',
  'demanded without a link': 'kyc',
  review: 'quote',
  priced: 'expiry',
  'an expired price': 'quote',
  creating: 'payment',
  direct: 'expiry',
  looking: 'status',
  unpaid: 'status',
  'unpaid and about to be left': 'status',
  paid: 'status',
  unknown: 'status',
};

test('every step asks what it has to know, and no more', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    assert.equal(asks(state)?.effect, questions[name], name);
  }
});

test('the buyer waits only where an answer is on its way', () => {
  const busy = Object.entries(everywhere).flatMap(([name, state]) =>
    stepOf(steps, state)?.isBusy(state) ? [name] : [],
  );
  assert.deepEqual(busy, [
    'confirmed',
    'confirmed again',
    'resuming what was asked for otherwise',
    'resuming',
    'resuming a guest',
    'sending',
    'checking',
    'resending',
    'kyc',
    'creating',
    'looking',
  ]);
});

test('the first step behaves the same before the other steps are loaded', () => {
  for (const state of Object.values(everywhere)) {
    if (state.step !== 'amount') {
      assert.equal(pendingEffect({amount}, state), undefined);
      for (const deed of deeds) assert.equal(transition({amount}, state, deed), state);
      continue;
    }
    assert.deepEqual(pendingEffect({amount}, state), asks(state));
    for (const deed of deeds) {
      assert.deepEqual(transition({amount}, state, deed), after(state, deed));
    }
  }
});

// The first step

test('a quote is asked for once the order is complete, and again after each change', () => {
  assert.deepEqual(asks(at.amount), {effect: 'quote', order: at.order, revision: 0, pause: 0});
  const order = {...at.order, amount: '50.00'};
  const changed = after(at.quoted, {type: 'orderChanged', order});
  assert.deepEqual(asks(changed), {effect: 'quote', order, revision: 2, pause: 250});
  assert.ok(!('quote' in changed && changed.quote), 'the price of another order is on screen');
});

for (const [what, order] of [
  ['no amount', {...at.order, amount: ''}],
  ['an amount of nothing', {...at.order, amount: '0.00'}],
  ['a fraction of a cent', {...at.order, amount: '1.005'}],
  ['no coin', {...at.order, asset: '', chain: ''}],
] as const) {
  test(`${what} asks for no quote`, () => {
    assert.equal(asks(after(at.amount, {type: 'orderChanged', order})), undefined);
  });
}

test('an order that is set again as it was keeps its price and what is said about it', () => {
  const state = {...at.quoted, problem: {code: 'amount_too_low'} as const};
  const same = after(state, {type: 'orderChanged', order: {...at.order}});
  assert.ok(same.step === 'amount');
  assert.equal(same.quote, at.quote);
  assert.deepEqual(same.problem, {code: 'amount_too_low'});
});

test('a quote that expires is replaced, and stays on screen as an old one meanwhile', () => {
  const expired = answered(at.quoted, 'quoteExpired', {});
  assert.ok(expired.step === 'amount' && expired.expired && expired.quote);
  assert.equal(asks(expired)?.effect, 'quote');
  const replaced = answered(expired, 'quoteArrived', {quote: {...at.quote, receives: '107.6'}});
  assert.ok(replaced.step === 'amount' && !replaced.expired);
  assert.equal(replaced.quote?.receives, '107.6');
});

for (const [how, state] of [
  ['whose time is up by the clock of the click', {...at.quoted, quote: at.stale}],
  ['that ends at this very moment', {...at.quoted, quote: {...at.quote, expiresAt: at.now}}],
  ['that is being replaced', {...at.quoted, expired: true}],
] as const) {
  test(`a quote ${how} cannot be confirmed`, () => {
    const tried = after(state, {type: 'confirmed', key: 'k', now: at.now, draft: at.draft});
    assert.ok(tried.step === 'amount');
    assert.equal(tried.confirmed, undefined);
    assert.equal(asks(tried)?.effect, 'quote');
  });
}

test('nothing is confirmed without an amount, nor a price that was refused since', () => {
  const event = {type: 'confirmed', key: 'k', now: at.now, draft: at.draft} as const;
  const incomplete = at.everywhere['an incomplete order'];
  assert.ok(incomplete);
  assert.equal(after(incomplete, event), incomplete);
  const refused = at.everywhere['a refused order'];
  assert.ok(refused?.step === 'amount');
  const old = {...refused, quote: at.quote, expired: true};
  assert.equal(after(old, event), old);
});

test('a confirmation starts a session, once, however often the buyer presses', () => {
  const event = {type: 'confirmed', key: 'key-1', now: at.now, externalId: 'order-7', draft: at.draft} as const;
  const once = after(at.quoted, event);
  assert.deepEqual(data(once), data(at.confirmed));
  assert.equal(after(once, {...event, key: 'key-2'}), once);
  assert.equal(after(once, {type: 'orderChanged', order: {...at.order, amount: '5.00'}}), once);
  assert.equal(after(once, {type: 'quoteOutdated'}), once);
});

test('what was agreed to, its key and the merchant’s reference go with the purchase', () => {
  const begun = answered(at.confirmed, 'sessionStarted', {session: at.session});
  assert.deepEqual(begun, {
    ...at.customer,
    purchase: {order: at.order, acceptedQuote: at.quote, key: 'key-1', externalId: 'order-7', resume: 'resume-2'},
  });
});

test('a page that wants a newer price gets one, also after a refusal', () => {
  for (const name of ['amount', 'quoted', 'a refused order', 'priced']) {
    const state = everywhere[name];
    assert.ok(state);
    const outdated = after(state, {type: 'quoteOutdated'});
    assert.equal(asks(outdated)?.effect, 'quote', name);
    assert.notDeepEqual(asks(outdated), asks(state), name);
  }
});

// Who the buyer is

for (const from of [at.confirmed, at.resuming]) {
  const sessions: [string, Partial<typeof at.session>, Step][] = [
    ['nobody', {identified: 'no'}, 'customer'],
    ['a proven mailbox', {identified: 'email'}, 'customer'],
    ['a customer', {identified: 'customer'}, 'kyc'],
    ['a customer with a payment', {identified: 'customer', payment: 'p-1'}, 'status'],
  ];
  for (const [who, session, step] of sessions) {
    test(`from ${from.step}, a session of ${who} goes on at ${step}`, () => {
      const entered = answered(from, 'sessionStarted', {session: {...at.session, ...session}});
      assert.equal(entered.step, step);
      assert.ok(entered.step !== 'amount');
      assert.equal(entered.purchase.resume, 'resume-2');
      assert.equal(entered.purchase.key, 'key-1');
      if (entered.step === 'customer') assert.equal(entered.emailProven, session.identified === 'email');
      if (entered.step === 'status') assert.deepEqual([entered.id, entered.payment], ['p-1', undefined]);
    });
  }
}

test('a guest who reloads with a code in the mailbox is asked for the code, with what they typed', () => {
  const guest = {...at.resuming, draft: {...at.draft, codeSent: true}};
  const entered = answered(guest, 'sessionStarted', {session: at.session});
  assert.deepEqual(entered, {...at.code, purchase: {...at.purchase, resume: 'resume-2'}});
  const proven = answered(guest, 'sessionStarted', {session: {...at.session, identified: 'email'}});
  assert.equal(proven.step, 'customer');
});

test('a guest’s details are sent, and lead to the code', () => {
  const typed = after(at.customer, {type: 'customerEntered', email: 'ada@example.org', name: 'Ada Lovelace'});
  assert.deepEqual(asks(typed), {
    effect: 'customer',
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    revision: 1,
    pause: 0,
  });
  assert.deepEqual(answered(typed, 'codeSent', {}), at.code);
});

test('where the merchant vouches for the mailbox, only the name is sent', () => {
  const state = {...at.sending, emailProven: true};
  assert.deepEqual(asks(state), {effect: 'customer', name: 'Ada Lovelace', revision: 1, pause: 0});
});

test('details are not sent twice while the answer is on its way', () => {
  const event = {type: 'customerEntered', email: 'grace@example.org', name: 'Grace'} as const;
  assert.equal(after(at.sending, event), at.sending);
});

test('a guest who corrects their details during an outage does not send half of the correction', () => {
  const unanswered = at.failedWith(at.sending, 'offline');
  const corrected = after(unanswered, {type: 'draftChanged', email: 'ada@example.com', name: 'Ada'});
  assert.equal(asks(corrected), undefined);
  const sent = after(corrected, {type: 'customerEntered', email: 'ada@example.com', name: 'Ada'});
  assert.deepEqual(asks(sent), {
    effect: 'customer',
    email: 'ada@example.com',
    name: 'Ada',
    revision: sent.revision,
    pause: 0,
  });
});

test('a mistyped field is told without asking anybody', () => {
  const event = {type: 'customerInvalid', email: 'ada', name: 'Ada', code: 'email_invalid'} as const;
  const mistyped = after(at.customer, event);
  assert.ok(mistyped.step === 'customer');
  assert.deepEqual(mistyped.problem, {code: 'email_invalid'});
  assert.deepEqual(mistyped.draft, {email: 'ada', name: 'Ada', codeSent: false});
  assert.equal(asks(mistyped), undefined);
});

test('a code is compared once, and proves the customer', () => {
  const entered = after(at.code, {type: 'codeEntered', code: '123456'});
  const question = {effect: 'verification', email: 'ada@example.org', code: '123456', revision: 1, pause: 0};
  assert.deepEqual(asks(entered), question);
  assert.equal(after(entered, {type: 'codeEntered', code: '111111'}), entered);
  const known = answered(entered, 'sessionStarted', {session: {...at.session, identified: 'customer'}});
  assert.equal(known.step, 'kyc');
});

test('a mailbox that is proven without a customer goes back to the details, as they were typed', () => {
  for (const identified of ['no', 'email'] as const) {
    const back = answered(at.checking, 'sessionStarted', {session: {...at.session, identified}});
    assert.ok(back.step === 'customer');
    assert.deepEqual(back.draft, at.draft);
  }
});

test('a new code is sent to the same mailbox, and said to be on its way', () => {
  const resent = answered(after(at.code, {type: 'codeRequested'}), 'codeSent', {});
  assert.ok(resent.step === 'code');
  assert.deepEqual([resent.resend, resent.code], ['done', undefined]);
});

test('another e-mail can be typed, beginning with the one before', () => {
  const reopened = after(at.code, {type: 'emailReopened'});
  assert.ok(reopened.step === 'customer');
  assert.deepEqual(reopened.draft, at.draft);
  assert.equal(asks(reopened), undefined);
});

// The identity check

test('an approved customer goes on to the payment', () => {
  for (const state of [at.kyc, at.kycRequired, at.inReview]) {
    const paying = answered(state, 'kycArrived', {customer: {kyc: 'approved'}});
    assert.deepEqual(paying, at.review);
  }
});

test('the identity check is watched for as long as it takes', () => {
  for (const status of ['required', 'in_review'] as const) {
    const state = answered(at.kyc, 'kycArrived', {customer: {kyc: status}});
    assert.deepEqual(asks(state), {effect: 'kyc', known: status, revision: 1, pause: 0});
    // An adapter that does not hold the call is not asked without end.
    const again = answered(state, 'kycArrived', {customer: {kyc: status}});
    assert.deepEqual(asks(again), {effect: 'kyc', known: status, revision: 2, pause: 1000});
  }
});

test('a rejected identity check is not asked about again', () => {
  const state = answered(at.inReview, 'kycArrived', {customer: {kyc: 'rejected'}});
  assert.equal(state.step, 'kyc');
  assert.equal(asks(state), undefined);
});

test('a link that the vendor gave once is kept when a later answer leaves it out', () => {
  const state = answered(at.kycRequired, 'kycArrived', {customer: {kyc: 'required'}});
  assert.deepEqual(state.step === 'kyc' && state.customer, at.kycRequired.customer);
});

test('a demanded identity check does not take “approved” for an answer before its page was opened', () => {
  assert.equal(asks(at.demanded), undefined);
  const late = {type: 'kycArrived', request: asked(at.kycRequired), customer: {kyc: 'approved'}} as const;
  assert.equal(after(at.demanded, late), at.demanded);
  const opened = after(at.demanded, {type: 'hostedPageOpened', opened: 'opened'});
  assert.equal(answered(opened, 'kycArrived', {customer: {kyc: 'approved'}}).step, 'payment');
});

test('a demanded identity check without a link keeps asking for one', () => {
  const state = {...at.demanded, customer: {kyc: 'required'} as const};
  const still = answered(state, 'kycArrived', {customer: {kyc: 'approved'}});
  assert.equal(still.step, 'kyc');
  assert.equal(asked(still).pause, 15_000);
  const linked = answered(still, 'kycArrived', {customer: {kyc: 'required', kycUrl: 'https://kyc.test/2'}});
  assert.deepEqual(linked.step === 'kyc' && linked.customer, {kyc: 'required', kycUrl: 'https://kyc.test/2'});
  assert.equal(asks(linked), undefined);
});

test('a demanded identity check that is under review counts when it is approved', () => {
  const state: BuyState = {...at.demanded, customer: {kyc: 'in_review'}};
  assert.equal(answered(state, 'kycArrived', {customer: {kyc: 'approved'}}).step, 'payment');
});

test('opening a page of the vendor’s does not interrupt the question about it', () => {
  for (const state of [at.kycRequired, at.unpaid]) {
    const opened = after(state, {type: 'hostedPageOpened', opened: 'blocked'});
    assert.ok('popup' in opened);
    assert.equal(opened.popup, 'blocked');
    assert.deepEqual(asks(opened), asks(state));
  }
});

// Payment

for (const [how, state] of [
  ['whose time is up by the clock of the click', {...at.priced, quote: at.stale}],
  ['that ends at this very moment', {...at.priced, quote: {...at.quote, expiresAt: at.now}}],
  ['that is being replaced', {...at.priced, expired: true}],
] as const) {
  test(`a price ${how} cannot be paid`, () => {
    const tried = after(state, {type: 'paymentConfirmed', opened: 'opened', now: at.now});
    assert.ok(tried.step === 'payment');
    assert.equal(tried.creating, undefined);
    assert.equal(asks(tried)?.effect, 'quote');
  });
}

test('nothing is paid before there is a price', () => {
  assert.equal(after(at.review, {type: 'paymentConfirmed', opened: 'opened', now: at.now}), at.review);
});

test('a worse price is on screen beside what was agreed, and the click agrees to it', () => {
  const worse = {...at.quote, receives: '90'};
  const shown = answered(at.review, 'quoteArrived', {quote: worse});
  assert.ok(shown.step === 'payment');
  assert.deepEqual([shown.quote, shown.purchase.acceptedQuote], [worse, at.acceptedQuote]);
  const paying = after(shown, {type: 'paymentConfirmed', opened: 'opened', now: at.now});
  const question = asked(paying);
  assert.ok(question.effect === 'payment' && paying.step === 'payment');
  assert.equal(question.request.receives, '90');
  assert.deepEqual(paying.purchase.acceptedQuote, worse);
});

test('the payment is asked for under the purchase’s key, with the order and the merchant’s reference', () => {
  const paying = after(at.priced, {type: 'paymentConfirmed', opened: 'opened', now: at.now});
  assert.deepEqual(data(paying), data(at.creating));
  const request = {...at.order, receives: '107.5', externalId: 'order-7'};
  assert.deepEqual(asks(paying), {effect: 'payment', key: 'key-1', request, revision: 2, pause: 0});
  const question = asked({...at.creating, purchase: {...at.purchase, externalId: undefined}});
  assert.ok(question.effect === 'payment' && !('externalId' in question.request));
});

test('a reload while the payment is being made does not open the way to a second one', () => {
  const {session} = serialize(at.creating, '', at.now);
  const resumed = deserialize(session, '', at.now);
  assert.ok(resumed?.step === 'resuming');
  const back: PaymentState = {...at.priced, purchase: resumed.purchase};
  assert.equal(after(back, {type: 'amountEditRequested'}), back);
  const paying = after(back, {type: 'paymentConfirmed', opened: 'opened', now: at.now});
  assert.ok(paying.step === 'payment' && paying.purchase.key === at.purchase.key);
  const refused = at.failedWith(paying, 'payment_provider_failed');
  assert.equal(after(refused, {type: 'amountEditRequested'}).step, 'amount');
});

test('a payment is asked for once, however often the buyer presses', () => {
  assert.equal(after(at.creating, {type: 'paymentConfirmed', opened: 'none', now: at.now}), at.creating);
  assert.equal(after(at.creating, {type: 'quoteOutdated'}), at.creating);
});

test('after a lost answer the payment is asked for again under the same key, also right after coming back', () => {
  let state: BuyState = at.creating;
  const first = asked(state);
  for (let tries = 1; tries <= 20; tries++) {
    state = at.failedWith(state, tries % 2 ? 'timeout' : 'busy');
    const again = asked(state);
    assert.ok(first.effect === 'payment' && again.effect === 'payment');
    assert.deepEqual([again.key, again.request], [first.key, first.request]);
    assert.equal(again.pause, Math.min(1000 * 2 ** (tries - 1), 15_000));
  }
  const back = asked(after(state, {type: 'returned'}));
  assert.ok(first.effect === 'payment' && back.effect === 'payment');
  assert.deepEqual([back.key, back.pause], [first.key, 0]);
});

test('the amount cannot be changed while a payment may exist', () => {
  for (const state of [at.creating, at.failedWith(at.creating, 'timeout'), at.looking, at.unpaid, at.completed]) {
    assert.equal(after(state, {type: 'amountEditRequested'}), state);
  }
});

test('whoever comes back to the amount goes on with the same purchase, and with what they typed', () => {
  const reopened = after(at.customer, {type: 'amountEditRequested'});
  assert.deepEqual(data(reopened), {...at.amount, suspended: {resume: 'resume-1', key: 'key-1'}, draft: at.draft});
  const again = after(
    reopened,
    {type: 'quoteArrived', request: asked(reopened), quote: at.quote},
    {type: 'confirmed', key: 'key-2', now: at.now, draft: {email: '', name: '', codeSent: false}},
  );
  assert.deepEqual(asks(again), {effect: 'session', resume: 'resume-1', revision: 2, pause: 0});
  const entered = answered(again, 'sessionStarted', {session: at.session});
  assert.ok(entered.step === 'customer');
  assert.deepEqual(entered.draft, at.draft);
  assert.equal(entered.purchase.key, 'key-1', 'one purchase could be two payments');
});

test('a purchase that ended meanwhile is begun anew by the same confirmation', () => {
  const again = {...at.confirmed, suspended: {resume: 'resume-1', key: 'key-1'}};
  const anew = at.failedWith(again, 'resume_expired');
  assert.equal(anew.problem, undefined);
  const question = asked(anew);
  assert.ok(question.effect === 'session');
  assert.equal(question.resume, undefined);
});

test('a code that was sent for a purchase that ended is not asked for', () => {
  const again: BuyState = {
    ...at.confirmed,
    suspended: {resume: 'resume-1', key: 'key-1'},
    confirmed: {key: 'k', draft: {...at.draft, codeSent: true}},
  };
  const entered = answered(at.failedWith(again, 'resume_expired'), 'sessionStarted', {session: at.session});
  assert.ok(entered.step === 'customer');
  assert.deepEqual(entered.draft, at.draft);
});

test('an adapter that calls a new purchase expired is not asked without end', () => {
  const state = at.failedWith(at.confirmed, 'resume_expired');
  assert.ok(state.step === 'amount');
  assert.equal(state.confirmed, undefined);
  assert.deepEqual(state.problem?.code, 'resume_expired');
});

test('a created payment is followed with the token that knows it', () => {
  const created = {payment: at.payment, resume: 'resume-3'};
  const state = answered(at.creating, 'paymentCreated', {created});
  assert.ok(state.step === 'status');
  assert.deepEqual([state.id, state.payment, state.popup], ['p-1', at.payment, 'opened']);
  assert.equal(state.purchase.resume, 'resume-3');
  assert.deepEqual(asks(state), {effect: 'status', id: 'p-1', known: 'created', revision: 0, pause: 0});
});

// Status

for (const status of ['created', 'bank_pending', 'payment_received', 'unknown'] as const) {
  test(`a payment that is ${status} is watched on`, () => {
    const state = answered(at.looking, 'paymentArrived', {payment: {...at.payment, status}});
    assert.deepEqual(asks(state), {effect: 'status', id: 'p-1', known: status, revision: 1, pause: 0});
    const again = answered(state, 'paymentArrived', {payment: {...at.payment, status}});
    assert.deepEqual(asks(again), {effect: 'status', id: 'p-1', known: status, revision: 2, pause: 1000});
  });
}

for (const status of ['completed', 'failed'] as const) {
  test(`a payment that is ${status} is asked about no more, and stays so`, () => {
    const state = answered(at.paid, 'paymentArrived', {payment: {...at.payment, status}});
    assert.equal(asks(state), undefined);
    const late = {type: 'paymentArrived', request: asked(at.paid), payment: at.payment} as const;
    assert.equal(after(state, late), state);
    assert.equal(stepOf(steps, state)?.reduce(state, late), state);
    assert.equal(asks(after(state, {type: 'returned'})), undefined);
  });
}

test('the way to the payment page is kept when a later answer leaves it out, while it is of use', () => {
  const {gatewayUrl, ...bare} = at.payment;
  const unpaid = answered(at.unpaid, 'paymentArrived', {payment: bare});
  assert.equal(unpaid.step === 'status' && unpaid.payment?.gatewayUrl, gatewayUrl);
  const paid = answered(at.unpaid, 'paymentArrived', {payment: {...bare, status: 'payment_received'}});
  assert.ok(paid.step === 'status' && paid.payment && !('gatewayUrl' in paid.payment));
});

test('coming back asks at once about what is watched', () => {
  for (const state of [at.kycRequired, at.inReview, at.unpaid, at.paid, at.unknown]) {
    const waiting = {...state, pause: 15_000};
    const back = asked(after(waiting, {type: 'returned'}));
    assert.equal(back.pause, 0);
    assert.notEqual(back.revision, waiting.revision);
    // What was seen a while ago will not do, until somebody has looked.
    assert.equal('eager' in back && back.eager, true);
    const again = asked(at.failedWith(after(waiting, {type: 'returned'}), 'busy'));
    assert.equal('eager' in again && again.eager, true);
  }
});

test('what was looked at since the buyer came back is asked about without haste', () => {
  const back = after(at.unpaid, {type: 'returned'});
  const next = asked(answered(back, 'paymentArrived', {payment: at.payment}));
  assert.ok(!('eager' in next));
});

test('coming back interrupts nothing that is going well', () => {
  for (const state of [at.confirmed, at.resuming, at.sending, at.checking, at.creating]) {
    assert.equal(after(state, {type: 'returned'}), state);
  }
});

test('starting over begins with the same order and nothing else', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    const restarted = after(state, {type: 'restarted'}, {type: 'leaveConfirmed'});
    // What is being taken up, or paid for, is first to be known.
    if (state.step === 'resuming' || name === 'creating') assert.equal(restarted, state, name);
    else assert.deepEqual(restarted, {...at.amount, order: at.orderOf(state)}, name);
  }
});

// Late answers

test('an answer to what is no longer asked changes nothing, at any step', () => {
  const answers = Object.values(everywhere).flatMap(state => {
    const question = asks(state);
    return question ? [question] : [];
  });
  for (const [name, state] of Object.entries(everywhere)) {
    for (const late of answers) {
      if (JSON.stringify(late) === JSON.stringify(asks(state))) continue;
      const events = [
        {type: 'quoteArrived', request: late, quote: at.quote},
        {type: 'quoteExpired', request: late},
        {type: 'sessionStarted', request: late, session: at.session},
        {type: 'codeSent', request: late},
        {type: 'kycArrived', request: late, customer: {kyc: 'approved'}},
        {type: 'paymentCreated', request: late, created: {payment: at.payment, resume: 'r'}},
        {type: 'paymentArrived', request: late, payment: {...at.payment, status: 'completed'}},
        {type: 'callFailed', request: late, problem: {code: 'payment_refused'}},
        {type: 'callFailed', request: late, problem: {code: 'offline'}},
      ] as const;
      for (const event of events) assert.equal(after(state, event), state, `${name}: ${event.type}`);
    }
  }
});

test('the answer of an older turn is no answer to the same question asked anew', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    const question = asks(state);
    if (!question) continue;
    const late = {type: 'callFailed', request: question, problem: {code: 'not_found'}} as const;
    const newer = {...state, revision: state.revision + 1};
    assert.equal(after(newer, late), newer, name);
  }
});
