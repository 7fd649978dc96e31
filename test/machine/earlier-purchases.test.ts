import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {EarlierPurchases} from '../../src/components/buy/earlier-purchases.js';
import type {PaymentStatus} from '../../src/contract/payment.js';
import {serializeEarlier, deserializeEarlier} from '../../src/machine/persistence.js';
import {earlierPurchaseOf} from '../../src/machine/leave.js';
import * as at from './examples.js';
import {FakeAdapter, settled} from './world.js';

const left = earlierPurchaseOf(at.unpaid);
assert.ok(left);
const day = 24 * 60 * 60 * 1000;

interface Watched {
  earlier: EarlierPurchases;
  /** What the device keeps. */
  device: () => string | undefined;
  /** Calls so far. */
  calls: string[];
  moved: string[];
  /** What the adapter answers next. */
  now: {status: PaymentStatus; payment: string | undefined; refusal?: string; visible: boolean};
}

function watch(context: TestContext, stored?: string): Watched {
  context.mock.timers.enable({apis: ['setTimeout', 'Date'], now: at.now});
  let device = stored;
  const calls: string[] = [];
  const moved: string[] = [];
  const now: Watched['now'] = {status: 'created', payment: 'p-1', visible: true};
  const service = new FakeAdapter(
    () => at.now,
    () => undefined,
  ).service();
  const earlier = new EarlierPurchases({
    storage: {load: () => device, save: text => (device = text)},
    isVisible: () => now.visible,
    onChange: payment => {
      if (payment) moved.push(`${payment.id} ${payment.status}`);
    },
    connect: () => ({
      ...service,
      session: resume => {
        calls.push(`session ${resume}`);
        if (now.refusal !== undefined) return Promise.reject(Object.assign(new Error(), {code: now.refusal}));
        const {payment} = now;
        const known = payment === undefined ? {} : {payment};
        return Promise.resolve({...at.session, identified: 'customer', resume: 'resume-9', ...known});
      },
      payment: id => {
        calls.push(`payment ${id}`);
        return Promise.resolve({...at.payment, status: now.status});
      },
    }),
  });
  earlier.start();
  return {earlier, device: () => device, calls, moved, now};
}

const statuses = ({earlier}: Watched) => earlier.shown.map(({payment}) => payment?.status);

test('a payment that was left is followed in a session of its own, ever more slowly, until it is over', async context => {
  const watched = watch(context);
  const {earlier, calls, now, moved} = watched;
  earlier.add(left);
  await settled();
  assert.deepEqual(calls, ['session resume-1', 'payment p-1']);
  assert.deepEqual(statuses(watched), ['created']);
  const pauses: number[] = [];
  for (let look = 0; look < 6; look++) {
    calls.length = 0;
    let waited = 0;
    for (; calls.length === 0; waited += 15_000) {
      context.mock.timers.tick(15_000);
      await settled();
    }
    pauses.push(waited / 1000);
  }
  assert.deepEqual(pauses.slice(1), [60, 120, 240, 300, 300]);
  now.status = 'completed';
  earlier.look();
  await settled();
  assert.deepEqual(statuses(watched), ['completed']);
  assert.deepEqual(moved, ['p-1 completed']);
  calls.length = 0;
  context.mock.timers.tick(day);
  await settled();
  assert.deepEqual(calls, []);
});

test('a payment that was left is found and followed again after a reload', async context => {
  const watched = watch(context, serializeEarlier([left], at.now));
  assert.deepEqual(statuses(watched), ['created']);
  watched.now.status = 'payment_received';
  await settled();
  assert.deepEqual(statuses(watched), ['payment_received']);
  assert.match(watched.device() ?? '', /"resume":"resume-9".*payment_received/);
});

test('a purchase whose payment may exist is shown once the adapter knows it, and not before', async context => {
  const asked = {purchase: {...at.purchase, paymentRequested: true}};
  const watched = watch(context);
  watched.now.payment = undefined;
  watched.earlier.add(asked);
  await settled();
  assert.deepEqual(statuses(watched), []);
  assert.ok(watched.earlier.find('key-1'));
});

test('a stored purchase that the page is no longer about is followed if it has a payment, and else forgotten', async context => {
  const watched = watch(context);
  watched.earlier.add({purchase: at.purchase});
  await settled();
  assert.deepEqual(statuses(watched), ['created']);
  watched.earlier.forget();
  watched.now.payment = undefined;
  watched.earlier.add({purchase: at.purchase});
  await settled();
  assert.equal(watched.earlier.find('key-1'), undefined);
  assert.equal(watched.device(), undefined);
});

test('an outage forgets no payment; a purchase that nobody may resume any more is forgotten', async context => {
  const watched = watch(context);
  watched.now.refusal = 'busy';
  watched.earlier.add(left);
  await settled();
  assert.deepEqual(statuses(watched), ['created']);
  watched.now.refusal = 'resume_expired';
  watched.earlier.look();
  await settled();
  assert.deepEqual(statuses(watched), []);
  assert.equal(watched.device(), undefined);
});

test('nothing is asked while nobody sees the page', async context => {
  const watched = watch(context);
  watched.now.visible = false;
  watched.earlier.add(left);
  context.mock.timers.tick(day);
  await settled();
  assert.deepEqual(watched.calls, []);
});

test('the purchase that the widget shows is not followed twice, and is over for both at once', async context => {
  const watched = watch(context, serializeEarlier([left], at.now));
  watched.earlier.update(at.unpaid);
  assert.deepEqual(statuses(watched), []);
  watched.earlier.update(at.completed);
  assert.equal(watched.earlier.find('key-1'), undefined);
  await settled();
  assert.deepEqual(
    watched.calls.filter(call => call.startsWith('payment')),
    [],
  );
});

test('when somebody else is here, nothing of an earlier purchase is left on the device', async context => {
  const watched = watch(context, serializeEarlier([left], at.now));
  await settled();
  watched.earlier.forget();
  watched.calls.length = 0;
  context.mock.timers.tick(day);
  await settled();
  assert.deepEqual([watched.device(), watched.earlier.shown.length, watched.calls], [undefined, 0, []]);
});

test('what the device keeps of earlier purchases is at most five, at most a day old, and never where coins go for nothing', () => {
  const many = Array.from({length: 7}, (_, nth) => ({...left, purchase: {...at.purchase, key: `key-${nth}`}}));
  const stored = serializeEarlier(many, at.now);
  assert.deepEqual(
    deserializeEarlier(stored, at.now).map(({purchase}) => purchase.key),
    ['key-2', 'key-3', 'key-4', 'key-5', 'key-6'],
  );
  const over = {...left, purchase: {...at.purchase, key: 'key-over'}, payment: {id: 'p-9', status: 'failed' as const}};
  const live = deserializeEarlier(serializeEarlier([...many.slice(0, 5), over], at.now), at.now);
  assert.ok(!live.some(({purchase}) => purchase.key === 'key-over'), 'what is over took the place of what is not');
  assert.equal(deserializeEarlier(stored, at.now + day).length, 5);
  assert.equal(deserializeEarlier(stored, at.now + day + 1).length, 0);
  assert.ok(!serializeEarlier([{purchase: {...at.purchase, wallet: '0xabc'}}], at.now).includes('0xabc'));
});

test('what else is stored in that place is no purchase', () => {
  for (const garbage of ['', 'null', '{}', '[null]', '[{"savedAt":1}]', '[{"purchase":{}}]', '7']) {
    assert.deepEqual(deserializeEarlier(garbage, at.now), [], garbage);
  }
});

test('a payment that comes about after its purchase was left is found', async context => {
  const watched = watch(context);
  watched.now.payment = undefined;
  watched.earlier.add({purchase: {...at.purchase, paymentRequested: true}});
  await settled();
  assert.deepEqual(statuses(watched), []);
  watched.now.payment = 'p-1';
  watched.earlier.look();
  await settled();
  assert.deepEqual(statuses(watched), ['created']);
});
