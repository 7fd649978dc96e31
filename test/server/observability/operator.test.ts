import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBuyFlow, memoryStore, type Store} from '../../../src/server/index.js';
import {createClientIp} from '../../../src/server/http/client-ip.js';
import {createPaymentRecords} from '../../../src/server/payments/payment-record.js';
import {createLock} from '../../../src/server/store/lock.js';
import {apiKey, apiSecret, createTime, evil, idle, order, own, Shop, until} from '../setup.js';

const query = (amount: string) => `GET /quotes?${String(new URLSearchParams({...order, amount}))}`;

test('a merchant whose proxy rewrites Host finds in the log which origin was seen and which may call', async () => {
  const shop = new Shop();
  const {json} = await shop.refused('origin_not_allowed', 'POST /sessions', {origin: evil, json: {}});
  const line = shop.log.find(({event}) => event === 'origin_not_allowed');
  assert.deepEqual(line, {
    level: 'warn',
    event: 'origin_not_allowed',
    code: 'origin_not_allowed',
    requestId: json['requestId'],
    origin: evil,
    host: new URL(own).host,
    allowedOrigins: ['https://app.test'],
  });
});

test('an origin of any length takes up little of the log', async () => {
  const shop = new Shop();
  await shop.refused('origin_not_allowed', 'POST /sessions', {origin: `https://${'x'.repeat(5000)}.test`, json: {}});
  assert.equal(shop.log.find(({event}) => event === 'origin_not_allowed')?.origin?.length, 200);
});

test('a proxy that is not trusted is named once, and a stranger’s address never', async () => {
  const shop = new Shop();
  const headers = {'x-forwarded-for': '203.0.113.7'};
  await shop.ok('GET /assets', {address: '198.51.100.1', headers});
  assert.deepEqual(shop.log, []);
  for (let nth = 0; nth < 3; nth++) await shop.ok('GET /assets', {address: '10.0.0.2', headers});
  await shop.ok('GET /assets', {address: '10.0.0.3', headers});
  assert.deepEqual(shop.log, [{level: 'warn', event: 'proxy_not_trusted', proxy: '10.0.0.2'}]);
});

test('a proxy that is trusted is not complained about', () => {
  const reported: string[] = [];
  const addressOf = createClientIp(['10.0.0.0/8'], proxy => reported.push(proxy));
  const request = new Request('https://shop.test', {headers: {'x-forwarded-for': '203.0.113.7'}});
  assert.equal(addressOf(request, '10.0.0.1'), '203.0.113.7');
  assert.deepEqual(reported, []);
});

test('readiness notices a store that takes no writes', async () => {
  const memory = memoryStore();
  const readOnly = {...memory, set: () => Promise.reject(new Error('READONLY'))};
  assert.deepEqual(await new Shop({store: readOnly}).flow.check(), {store: false, vendor: true});
  const full = memoryStore({mostEntries: 2});
  await full.set('a', '', 60);
  await full.set('b', '', 60);
  assert.equal((await new Shop({store: full}).flow.check()).store, false);
});

test('however often readiness is asked for, the vendor is asked once in ten seconds', async () => {
  let calls = 0;
  const shop = new Shop({
    fetch: () => {
      calls += 1;
      return Promise.resolve(new Response('{}', {status: 400, headers: {'content-type': 'application/json'}}));
    },
  });
  for (let nth = 0; nth < 20; nth++) assert.equal((await shop.flow.check()).vendor, false);
  const first = calls;
  assert.ok(first <= 3, String(first));
  shop.time.pass(10_000);
  await shop.flow.check();
  assert.equal(calls, 2 * first);
});

test('a clock that is set back makes nothing look fresh: payments and prices are asked for anew', async context => {
  const {now} = performance;
  let elapsed = 0;
  context.mock.method(performance, 'now', () => now.call(performance) + elapsed);
  // Without a clock of its own, as a merchant has it.
  const options = {apiKey, apiSecret, baseUrl: 'http://localhost:4175/api', sendCode: () => undefined};
  const {sandbox} = new Shop();
  let looks = 0;
  const flow = createBuyFlow({
    ...options,
    fetch: (input, init) => {
      const request = new Request(input, init);
      if (request.url.includes('/quote?')) looks += 1;
      return sandbox.fetch(request);
    },
  });
  const ask = async () => {
    const response = await flow(new Request(`${own}/cryptopocket/${query('100').slice('GET /'.length)}`));
    return ((await response.json()) as {expiresIn: number}).expiresIn;
  };
  assert.ok((await ask()) >= 59);
  context.mock.timers.enable({apis: ['Date'], now: Date.now() - 60 * 60_000});
  elapsed = 25_000;
  assert.ok((await ask()) >= 59);
  assert.equal(looks, 2);
  await flow.close();
});

test('a merchant’s own limits and assets are enforced for prices and payments', async () => {
  const shop = new Shop({
    limits: {minimum: '20.00', maximum: '500'},
    assets: [{symbol: 'usdc', chain: 'polygon'}],
  });
  const {assets} = await shop.ok('GET /assets');
  assert.deepEqual(assets, [{symbol: 'USDC', chain: 'polygon'}]);
  const low = await shop.refused('amount_too_low', query('19.99'));
  assert.deepEqual([low.status, low.json['details']], [422, {minimum: '20.00'}]);
  const high = await shop.refused('amount_too_high', query('500.01'));
  assert.deepEqual([high.status, high.json['details']], [422, {maximum: '500'}]);
  await shop.ok(query('20'));
  await shop.ok(query('500.00'));
  const token = await shop.buyer();
  for (const [change, code] of [
    [{amount: '19.99'}, 'amount_too_low'],
    [{amount: '501'}, 'amount_too_high'],
    [{chain: 'ethereum'}, 'asset_not_supported'],
    [{asset: 'USDT'}, 'asset_not_supported'],
  ] as const) {
    const json = {...order, receives: '1', ...change};
    await shop.refused(code, 'POST /payments', {token, json, headers: {'idempotency-key': 'key'}});
  }
  assert.equal((await shop.state('payments')).length, 0);
});

test('the least amount that the vendor named to one buyer is told to the next one with the price, at every instance', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const other = new Shop({store}, shop);
  await other.ok(query('9.98'));
  assert.equal((await shop.pay(await shop.buyer(), 'key', await shop.purchase('9.99'))).json['code'], 'amount_too_low');
  for (const instance of [shop, other]) {
    const {json} = await instance.refused('amount_too_low', query('9.50'));
    assert.deepEqual(json['details'], {minimum: '10'});
    await instance.ok(query('10'));
  }
  // The vendor may have changed its mind.
  time.pass(61 * 60_000);
  await shop.ok(query('9.50'));
});

test('strangers who ask for many prices at once keep nobody from paying', async () => {
  let hold = true;
  let held = 0;
  const waiting: (() => void)[] = [];
  const shop: Shop = new Shop({
    limits: {market: 100_000},
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (hold && request.url.includes('/quote?')) {
        held += 1;
        await new Promise<void>(resolve => waiting.push(resolve));
      }
      return shop.sandbox.fetch(request);
    },
  });
  hold = false;
  const token = await shop.buyer();
  const purchase = await shop.purchase('77');
  hold = true;
  const flood = Array.from({length: 60}, (_, nth) => shop.call(query(`${100 + nth}`)));
  await until(() => held === 48);
  await idle();
  assert.equal(held, 48);
  shop.time.pass(30_000);
  const paying = shop.pay(token, 'key', purchase);
  await until(() => held === 49);
  hold = false;
  for (const letGo of waiting) letGo();
  assert.equal((await paying).status, 201);
  const statuses = (await Promise.all(flood)).map(({status}) => status);
  assert.deepEqual(
    [statuses.filter(status => status === 200).length, statuses.filter(status => status === 503).length],
    [48, 12],
  );
});

test('a store that refuses to be listened to is named now and then, and not with every request', async () => {
  const memory = memoryStore();
  const shop = new Shop({store: {...memory, listen: () => Promise.reject(new Error('NOPERM'))}});
  for (let nth = 0; nth < 20; nth++) await shop.ok('GET /assets');
  assert.equal(shop.log.filter(({event}) => event === 'news').length, 1);
});

test('a creation takes no longer than the merchant allows', async context => {
  const shop: Shop = new Shop({
    creationTimeoutMs: 5_000,
    fetch: (input, init) => {
      const request = new Request(input, init);
      return request.url.endsWith('/createGuidedPayment') ? new Promise(() => {}) : shop.sandbox.fetch(request);
    },
  });
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  context.mock.timers.enable({apis: ['setTimeout']});
  let code: unknown;
  const paying = shop.pay(token, 'key', purchase).then(({json}) => (code = json['code']));
  await idle();
  context.mock.timers.tick(4_999);
  await idle();
  assert.equal(code, undefined);
  context.mock.timers.tick(1);
  await paying;
  assert.equal(code, 'timeout');
});

test('an instance whose turn has ended does not end the turn of the next one', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const [late, next] = [createLock(store), createLock(store)];
  let finishLate = () => {};
  let finishNext = () => {};
  const first = late.withLock('payment', () => new Promise<void>(resolve => (finishLate = resolve)));
  await idle();
  // Stopped for longer than its lease, as by SIGSTOP.
  time.pass(16_000);
  let begun = false;
  const second = next.withLock('payment', () => {
    begun = true;
    return new Promise<void>(resolve => (finishNext = resolve));
  });
  await until(() => begun);
  finishLate();
  await first;
  assert.notEqual(await store.get('turn:payment'), undefined);
  finishNext();
  await second;
  assert.equal(await store.get('turn:payment'), undefined);
});

test('an instance that works for long keeps its turn', async context => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  context.mock.timers.enable({apis: ['setInterval']});
  let finish = () => {};
  const work = createLock(store).withLock('payment', () => new Promise<void>(resolve => (finish = resolve)));
  await idle();
  for (let nth = 0; nth < 6; nth++) {
    time.pass(5_000);
    context.mock.timers.tick(5_000);
    await idle();
  }
  assert.notEqual(await store.get('turn:payment'), undefined);
  finish();
  await work;
});

test('two instances that note something about one payment at once lose nothing of it', async () => {
  const memory = memoryStore();
  // A store across a network: whoever reads before they write may be overtaken.
  const get: Store['get'] = async key => {
    const value = await memory.get(key);
    await idle();
    return value;
  };
  const slow = {...memory, get};
  const [one, two] = [createPaymentRecords(slow), createPaymentRecords(slow)];
  await one.add('pay1', {});
  await Promise.all([one.add('pay1', {customer: '5001'}), two.add('pay1', {chain: 'polygon'})]);
  const {customer, chain} = await one.read('pay1');
  assert.deepEqual([customer, chain], ['5001', 'polygon']);
});
