import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {memoryStore, type Store} from '../../../src/server/index.js';
import {redisStore} from '../../../src/server/store/redis.js';
import {RedisServer} from '../../support/redis.js';
import {createTime, field, hours, minutes, Shop, until} from '../setup.js';

let redis: RedisServer;
before(async () => {
  redis = await RedisServer.start();
});
after(async () => {
  await redis.end();
});

let place = 0;
const stores: Record<string, (clock: () => number) => [Store, Store]> = {
  memory: clock => {
    const store = memoryStore({clock});
    return [store, store];
  },
  Redis: () => {
    const prefix = `one-payment:${++place}:`;
    return [redisStore(redis.url, {prefix}), redisStore(redis.url, {prefix})];
  },
};

const idOf = ({json}: {json: Record<string, unknown>}) => field(json, 'payment')['id'];

for (const [name, create] of Object.entries(stores)) {
  const twoInstances = async (run: (one: Shop, two: Shop, time: ReturnType<typeof createTime>) => Promise<void>) => {
    const time = createTime();
    const [here, there] = create(time.clock);
    const one = new Shop({store: here}, {time});
    const two = new Shop({store: there}, one);
    try {
      await run(one, two, time);
    } finally {
      await Promise.all([one.flow.close(), two.flow.close()]);
      await Promise.all([here.close(), there.close()]);
    }
  };

  test(`with ${name}, thirty keys of one purchase in parallel at two instances make one payment`, () =>
    twoInstances(async (one, two) => {
      const token = await one.buyer();
      const purchase = await one.purchase();
      const answers = await Promise.all(
        Array.from({length: 30}, (_, nth) => (nth % 2 ? one : two).pay(token, `key-${nth}`, purchase)),
      );
      assert.deepEqual([...new Set(answers.map(({status}) => status))], [201]);
      assert.equal(new Set(answers.map(idOf)).size, 1);
      assert.equal((await one.state('payments')).length, 1);
    }));

  test(`with ${name}, another order under a second key of the same purchase is refused at every instance`, () =>
    twoInstances(async (one, two) => {
      const token = await one.buyer();
      const paid = await one.paid(token, 'first');
      for (const shop of [one, two]) {
        const answer = await shop.pay(token, 'second', await shop.purchase('101'));
        assert.deepEqual([answer.status, answer.json['code']], [422, 'idempotency_key_reused']);
        assert.equal(idOf(await shop.pay(token, 'third', await shop.purchase())), paid['id']);
      }
      assert.equal((await one.state('payments')).length, 1);
    }));

  test(`with ${name}, a purchase that the vendor refused is free for another key and another order`, () =>
    twoInstances(async (one, two) => {
      const token = await one.buyer();
      assert.equal((await one.pay(token, 'first', await one.purchase('400.10'))).json['code'], 'amount_too_low');
      assert.equal((await two.pay(token, 'second', await two.purchase('100'))).status, 201);
      assert.equal((await one.state('payments')).length, 1);
    }));
}

test('a second key after a lost answer goes on with the first try, under the same reference', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  await shop.control('faults', {operation: 'createGuidedPayment', kind: 'lost_answer', times: 1});
  assert.notEqual((await shop.pay(token, 'first', purchase)).status, 201);
  assert.equal((await shop.pay(token, 'second', purchase)).status, 201);
  const references = (await shop.state('payments')).map(payment => payment['external_id']);
  assert.equal(new Set(references).size, 1);
});

test('a purchase stays paid after its idempotency key is forgotten', async () => {
  const shop = new Shop();
  const session = await shop.verified('returning@example.org');
  let {token} = session;
  // A tab that does not know of the payment yet.
  const other = await shop.resume(session['resume']);
  await shop.paid(String(token), 'first');
  shop.time.pass(23.9 * hours);
  ({token} = await shop.resume(other['resume']));
  shop.time.pass(0.2 * hours);
  const answer = await shop.pay(String(token), 'second', await shop.purchase());
  assert.notEqual(answer.status, 201);
  assert.equal((await shop.state('payments')).length, 1);
});

test('an instance that was thought dead, and comes back after another one paid, answers the other’s payment', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  let letGo = () => {};
  let asked = false;
  const gate = new Promise<void>(resolve => (letGo = resolve));
  const late: Shop = new Shop(
    {
      store,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const response = await late.sandbox.fetch(request);
        if (request.url.endsWith('/createGuidedPayment')) {
          asked = true;
          await gate;
        }
        // Its own payment would not even pass for the buyer's; it is nobody's, so that is no matter.
        if (/\/payment\/[^/]+$/.test(request.url)) {
          const body = (await response.json()) as {data: object};
          return Response.json({...body, data: {...body.data, fiat_symbol: 'USD'}});
        }
        return response;
      },
    },
    {time},
  );
  const quick = new Shop({store}, late);
  const token = await quick.buyer();
  const purchase = await quick.purchase();
  const answer = late.pay(token, 'key', purchase);
  await until(() => asked);
  // As long as its lease, of which it renews nothing.
  time.pass(16_000);
  const paid = await quick.pay(token, 'key', purchase);
  letGo();
  assert.equal(idOf(await answer), idOf(paid));
  assert.equal(idOf(await late.pay(token, 'key', purchase)), idOf(paid));
});

test('after the vendor recorded another payment than was asked for, the purchase can be paid under another key', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  assert.equal((await shop.pay(token, 'first', await shop.purchase('500.07'))).json['code'], 'amount_mismatch');
  assert.equal((await shop.pay(token, 'first', await shop.purchase())).json['code'], 'amount_mismatch');
  assert.equal((await shop.pay(token, 'second', await shop.purchase())).status, 201);
});

test('a resumed purchase is told of no other purchase’s payment, though both are the same customer’s', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const added: string[] = [];
  const add: Store['add'] = (key, ...more) => {
    added.push(key);
    return store.add(key, ...more);
  };
  const shop = new Shop({store: {...store, add}}, {time});
  await shop.paid(await shop.buyer(), 'first');
  const second = await shop.paid(await shop.buyer(), 'second');
  const {token} = await shop.resume(second['resume']);
  // As an earlier version left it, which did not note the key of a purchase.
  for (const key of added.filter(key => key.startsWith('purchase-key:'))) await store.delete(key);
  const {json} = await shop.pay(String(token), 'first', await shop.purchase());
  assert.equal(json['code'], 'customer_required');
});

test('a new session of the same customer is another purchase, and may be paid as well', async () => {
  const shop = new Shop();
  const first = await shop.paid(await shop.buyer(), 'first');
  const second = await shop.paid(await shop.buyer(), 'second');
  assert.notEqual(first['id'], second['id']);
});

test('a key whose creation is never answered makes no payments at the vendor without end', async () => {
  const shop = new Shop();
  let session = await shop.verified('returning@example.org');
  const purchase = await shop.purchase();
  const pay = (key: string) => shop.pay(String(session['token']), key, purchase);
  await shop.control('faults', {operation: 'createGuidedPayment', kind: 'lost_answer', times: 1000});
  let code: unknown;
  for (let tries = 0; tries < 60 && code !== 'payment_provider_failed'; tries++) {
    ({code} = (await pay('key')).json);
    // Longer than a vendor that does not answer is left alone.
    shop.time.pass(minutes);
    session = await shop.resume(session['resume']);
  }
  assert.equal(code, 'payment_provider_failed');
  assert.equal(shop.count('POST /createGuidedPayment'), 20);
  const line = shop.log.find(({event}) => event === 'creation_unanswered');
  const [payment] = await shop.state('payments');
  assert.equal(line?.reference, payment?.['external_id']);
  // No payment of it was ever handed out, so the buyer gets through once the vendor answers.
  await shop.control('faults/clear', {});
  shop.time.pass(minutes);
  assert.equal((await shop.pay(String(session['token']), 'another', await shop.purchase())).status, 201);
});

for (const [field_, change] of [
  ['currency', {fiat_symbol: 'USD'}],
  ['asset', {coin_symbol: 'BTC'}],
  ['chain', {coin_chain: 'ethereum'}],
  ['customer', {user_id: 999999}],
  ['reference', {external_id: 'another-order'}],
  ['receives', {coin_amount: '1.5'}],
] as const) {
  test(`a payment that the vendor recorded with another ${field_} is handed to nobody, and names it in the log`, async () => {
    const shop: Shop = new Shop({
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const isLook = /\/payment\/[^/]+$/.test(request.url);
        const response = await shop.sandbox.fetch(request);
        if (!isLook) return response;
        const body = (await response.json()) as {data: object};
        return Response.json({...body, data: {...body.data, ...change}});
      },
    });
    const {status, json} = await shop.pay(await shop.buyer(), 'key', await shop.purchase());
    assert.deepEqual([status, json['code']], [502, 'amount_mismatch']);
    const line = shop.log.find(({event}) => event === 'amount_mismatch');
    assert.deepEqual([line?.level, line?.fields], ['error', [field_]]);
    assert.equal(typeof line?.paymentId, 'string');
  });
}

test('a merchant is told in which fields a payment differs from what was ordered', async () => {
  const mismatches: unknown[] = [];
  let change: object = {};
  const shop: Shop = new Shop({
    onPayment: ({mismatch}) => void mismatches.push(mismatch),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const isLook = /\/payment\/[^/]+$/.test(request.url);
      const response = await shop.sandbox.fetch(request);
      if (!isLook) return response;
      const body = (await response.json()) as {data: object};
      return Response.json({...body, data: {...body.data, ...change}});
    },
  });
  const {id} = await shop.paid(await shop.buyer());
  await shop.control(`payments/${String(id)}`, {status: 'payment_received'});
  shop.time.pass(120_000);
  await shop.flow.reconcile();
  change = {fiat_symbol: 'USD', coin_amount: '1'};
  // A bank transfer takes days.
  shop.time.pass(4 * 24 * hours);
  await shop.control(`payments/${String(id)}`, {status: 'coins_sent'});
  shop.time.pass(120_000);
  await shop.flow.reconcile();
  assert.deepEqual(mismatches, [undefined, ['currency', 'receives']]);
});
