import assert from 'node:assert/strict';
import {test} from 'node:test';
import {serialize as keepFor, deserialize as restoreFor, type Snapshot} from '../../src/machine/persistence.js';
import type {BuyState} from '../../src/machine/state.js';
import {isFinal} from '../../src/contract/payment.js';
import * as at from './examples.js';
import {data, everywhere} from './examples.js';

/** What the page asks for, in these tests. */
const wish = 'this';

const keep = (state: BuyState, now: number): Snapshot => keepFor(state, wish, now);
const restore = (stored: string, now: number) => restoreFor(stored, wish, now);

const day = 24 * 60 * 60 * 1000;

for (const [name, state] of Object.entries(everywhere)) {
  test(`a reload at “${name}” goes on where the buyer was`, () => {
    const {session} = keep(state, at.now);
    const restored = restore(session, at.now);
    if (state.step === 'amount') {
      assert.ok(restored);
      assert.deepEqual(
        data(restored),
        data({...at.amount, order: state.order, suspended: state.suspended, draft: state.draft, wallet: state.wallet}),
      );
      return;
    }
    const draft = 'draft' in state ? state.draft : undefined;
    assert.ok(restored);
    assert.deepEqual(data(restored), data({...at.resuming, purchase: state.purchase, draft}));
  });
}

test('the device keeps a purchase from when the buyer is known until it is over; what is taken up, once the adapter has answered', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    const over = state.step === 'status' && state.payment !== undefined && isFinal(state.payment.status);
    const unknownBuyer = ['amount', 'customer', 'code', 'resuming'].includes(state.step);
    const {session, persistent} = keep(state, at.now);
    assert.equal(persistent, over || unknownBuyer ? undefined : session, name);
  }
});

test('the device never keeps a name or an e-mail', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    const typed = {...state, draft: at.draft, email: at.draft.email, name: at.draft.name};
    for (const kept of [keep(state, at.now).persistent, keep(typed, at.now).persistent]) {
      assert.ok(!kept?.includes(at.draft.name) && !kept?.includes(at.draft.email), name);
    }
  }
});

test('no session token, payment page or identity check is kept anywhere', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    assert.doesNotMatch(JSON.stringify(keep(state, at.now)), /https:|"token"|123456/, name);
  }
});

const kept = [keep(at.amount, at.now).session, keep(at.kycRequired, at.now).session, keep(at.code, at.now).session];
const take = (stored: string, now = at.now) => restore(stored, now);

test('a page that asks for something else is not answered with what was typed before', () => {
  assert.equal(restoreFor(keep(at.amount, at.now).session, 'another order', at.now), undefined);
});

test('a record is good for a day, as its token is', () => {
  for (const record of kept) {
    assert.ok(take(record, at.now + day));
    assert.equal(take(record, at.now + day + 1), undefined);
  }
});

test('a clock that is set right loses no purchase: a record from the future is as good as one of now', () => {
  for (const record of kept) {
    assert.ok(take(record, at.now - 60_001));
    assert.ok(take(record, at.now - 365 * day));
  }
});

for (const garbage of [
  '',
  'undefined',
  'null',
  'true',
  '0',
  '"text"',
  '[]',
  '{}',
  '{',
  '{"savedAt":"now"}',
  `{"savedAt":${at.now}}`,
  `{"savedAt":${at.now},"order":null,"purchase":null}`,
  `{"savedAt":${at.now},"order":{"amount":100,"asset":"USDC","chain":"polygon","paymentType":"card"}}`,
  `{"savedAt":${at.now},"order":{"amount":"100"}}`,
  `{"savedAt":-1,"order":{"amount":"100","asset":"USDC","chain":"polygon","paymentType":"card"}}`,
  `{"savedAt":1e999,"order":{"amount":"100","asset":"USDC","chain":"polygon","paymentType":"card"}}`,
  `{"version":3,"cart":[{"sku":"1"}]}`,
]) {
  test(`${garbage || 'nothing'} in storage is no purchase`, () => {
    assert.equal(restore(garbage, at.now), undefined);
  });
}

test('what was typed is still there after a reload at the first step, where the buyer went back to change the amount', () => {
  const typed = at.after({...at.customer, purchase: {...at.purchase, wallet: '0xabc'}}, {type: 'amountEditRequested'});
  const restored = restore(keep(typed, at.now).session, at.now);
  assert.ok(restored?.step === 'amount');
  assert.deepEqual([restored.draft, restored.wallet], [at.draft, '0xabc']);
});

/** A kept purchase in which one thing is otherwise. */
function altered(change: (purchase: Record<string, unknown>) => void): string {
  const record = JSON.parse(keep(at.kycRequired, at.now).session) as {purchase: Record<string, unknown>};
  change(record.purchase);
  return JSON.stringify(record);
}

test('a purchase that lacks a part, or has one of another kind, is ignored', () => {
  assert.ok(
    restore(
      altered(() => undefined),
      at.now,
    ),
  );
  for (const part of ['order', 'agreed', 'key', 'resume']) {
    for (const value of [undefined, null, 7, [], {}]) {
      const stored = altered(purchase => (purchase[part] = value));
      assert.equal(restore(stored, at.now), undefined, `${part}: ${JSON.stringify(value)}`);
    }
  }
  for (const part of ['order', 'agreed']) {
    for (const field of ['amount', 'asset', 'chain', 'paymentType']) {
      const stored = altered(purchase => (purchase[part] = {...(purchase[part] as object), [field]: 1}));
      assert.equal(restore(stored, at.now), undefined, `${part}.${field}`);
    }
  }
});

test('a key or token that no call could carry is ignored, as is what it stands beside', () => {
  for (const word of ['', ' ', '€', 'a\nb', 'k'.repeat(9000)]) {
    for (const name of ['key', 'resume']) {
      const stored = altered(purchase => (purchase[name] = word));
      assert.equal(restore(stored, at.now), undefined, `${name}: ${word.slice(0, 10)}`);
    }
    const amount = {savedAt: at.now, wish, order: at.order, aside: {resume: word}};
    assert.equal(restore(JSON.stringify(amount), at.now), undefined, word.slice(0, 10));
  }
});

test('a stored amount that is no decimal text is ignored, since it would be compared', () => {
  for (const amount of ['1e3', '-1', 'NaN', '1,5', '', '<b>']) {
    const agreed = altered(purchase => (purchase['agreed'] = {...at.acceptedQuote, receives: amount}));
    const order = altered(purchase => (purchase['order'] = {...at.order, amount}));
    assert.equal(restore(agreed, at.now), undefined, amount);
    assert.equal(restore(order, at.now), undefined, amount);
    const typed = keep({...at.amount, order: {...at.order, amount}}, at.now).session;
    const restored = restore(typed, at.now);
    assert.equal(restored?.step === 'amount' && restored.order.amount, '');
  }
});

test('what else is stored beside a purchase does not come along', () => {
  const stored = altered(purchase => (purchase['admin'] = true));
  assert.deepEqual(restore(stored, at.now), at.resuming);
});

test('what the version before stored is taken up: in the tab, on the device, and at the first step', () => {
  const order = '"order":{"amount":"100.00","asset":"USDC","chain":"polygon","paymentType":"card"}';
  const agreed = `"agreed":{"amount":"100.00","asset":"USDC","chain":"polygon","paymentType":"card","receives":"110","expiresAt":${at.acceptedQuote.expiresAt}}`;
  const purchase = `"purchase":{${order},${agreed},"key":"key-1","resume":"resume-1","externalId":"order-7"}`;
  const draft = '"draft":{"email":"ada@example.org","name":"Ada Lovelace","codeSent":false}';
  assert.deepEqual(restore(`{"savedAt":${at.now},${purchase}}`, at.now), at.resuming);
  assert.deepEqual(restore(`{"savedAt":${at.now},${purchase},${draft}}`, at.now), {...at.resuming, draft: at.draft});
  const aside = '"aside":{"resume":"resume-1","key":"key-1"}';
  assert.deepEqual(restore(`{"savedAt":${at.now},"wish":"this",${order},${aside}}`, at.now), {
    ...at.amount,
    suspended: {resume: 'resume-1', key: 'key-1'},
  });
});

test('a payment that was requested before a reload is still known to be requested, under the names of version 1', () => {
  const {session, persistent} = keep(at.creating, at.now);
  for (const stored of [session, persistent ?? '']) {
    const {purchase} = JSON.parse(stored) as {purchase: Record<string, unknown>};
    assert.deepEqual([purchase['asked'], purchase['agreed']], [true, at.creating.purchase.acceptedQuote]);
    const restored = restore(stored, at.now);
    assert.equal(restored?.step === 'resuming' && restored.purchase.paymentRequested, true);
  }
  const former = `{"savedAt":${at.now},"purchase":{"order":{"amount":"100.00","asset":"USDC","chain":"polygon","paymentType":"card"},"agreed":{"amount":"100.00","asset":"USDC","chain":"polygon","paymentType":"card","receives":"110","expiresAt":1},"key":"key-1","resume":"resume-1","wallet":"0x1","asked":true}}`;
  const resumed = restore(former, at.now);
  assert.ok(resumed?.step === 'resuming');
  assert.deepEqual([resumed.purchase.paymentRequested, resumed.purchase.wallet], [true, '0x1']);
});

test('a purchase that was stored before snapshots had a version is continued', () => {
  const {session} = keep(at.paid, at.now);
  const {version, ...former} = JSON.parse(session) as Record<string, unknown>;
  assert.equal(version, 1);
  assert.deepEqual(restore(JSON.stringify(former), at.now), restore(session, at.now));
});

test('a purchase in the format of a later version is not continued by this one', () => {
  for (const state of [at.amount, at.paid]) {
    const later = {...(JSON.parse(keep(state, at.now).session) as object), version: 2};
    assert.equal(restore(JSON.stringify(later), at.now), undefined);
  }
});
