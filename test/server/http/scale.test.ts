import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {PURCHASE_TTL_SECONDS, type SessionClaims} from '../../../src/server/auth/session-claims.js';
import type {Market} from '../../../src/server/market/market.js';
import {createPaymentObserver} from '../../../src/server/payments/payment-observer.js';
import {createPaymentRecords} from '../../../src/server/payments/payment-record.js';
import {createPayments} from '../../../src/server/payments/payments.js';
import {createLock} from '../../../src/server/store/lock.js';
import {createStatusPoller} from '../../../src/server/polling/status-poller.js';
import {memoryStore, type Vendor, type VendorPayment} from '../../../src/server/index.js';
import {createTime, idle, notify, Shop, type Json} from '../setup.js';

const unlimited = {calls: 1e6, sessions: 1e6, market: 1e6, codesPerMailbox: 1e6, codesPerAddress: 1e6, payments: 1e6};
const buyers = 1000;

/** Lets seconds go by for the adapter's clock and for its timers alike. */
async function pass(shop: Shop, tick: (ms: number) => void, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    shop.time.pass(1000);
    tick(1000);
    await idle();
  }
}

/** Questions about payments that the vendor was asked. */
const looks = (shop: Shop) => shop.asked.filter(asked => asked.startsWith('GET /payment/')).length;

test('a thousand buyers who wait for a thousand payments: each costs the vendor a handful of looks, with notifications one', async context => {
  const shop = new Shop({limits: unlimited});
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  const ids: string[] = [];
  for (let nth = 0; nth < buyers; nth++) {
    const {json} = await shop.pay(token, `key-${nth}`, purchase);
    ids.push(String((json['payment'] as Json)['id']));
  }
  context.mock.timers.enable({apis: ['setTimeout']});
  const tick = (ms: number) => {
    context.mock.timers.tick(ms);
  };
  const answers = ids.map(id => shop.ok(`GET /payments/${id}?known=created&wait=30`, {token}));
  await idle();
  let before = looks(shop);
  await pass(shop, tick, 20);
  // After a second, then 2, 4 and 8 seconds later.
  assert.ok(looks(shop) - before <= 5 * buyers, String(looks(shop) - before));

  await notify(shop, 'another', {});
  before = looks(shop);
  for (const id of ids) await shop.control(`payments/${id}`, {status: 'coins_sent'});
  for (const id of ids) await notify(shop, id);
  const statuses = (await Promise.all(answers)).map(({status}) => status);
  assert.deepEqual(new Set(statuses), new Set(['completed']));
  // Nobody is looked at twice, but for whose turn it was just then.
  assert.ok(looks(shop) - before <= 1.01 * buyers, String(looks(shop) - before));
});

test('a thousand buyers who wait for one payment cost the vendor what one does', async context => {
  const shop = new Shop({limits: unlimited});
  const token = await shop.buyer();
  const id = String((await shop.paid(token))['id']);
  context.mock.timers.enable({apis: ['setTimeout']});
  const tick = (ms: number) => {
    context.mock.timers.tick(ms);
  };
  const before = looks(shop);
  for (let round = 0; round < 3; round++) {
    const answers = Array.from({length: buyers}, () => shop.ok(`GET /payments/${id}?known=created&wait=20`, {token}));
    await idle();
    await pass(shop, tick, 21);
    assert.deepEqual(new Set((await Promise.all(answers)).map(({status}) => status)), new Set(['created']));
  }
  assert.ok(looks(shop) - before <= 9, String(looks(shop) - before));

  const answers = Array.from({length: buyers}, () => shop.ok(`GET /payments/${id}?known=created&wait=20`, {token}));
  await idle();
  await shop.control(`payments/${id}`, {status: 'coins_sent'});
  const quiet = looks(shop);
  await notify(shop, id);
  assert.deepEqual(new Set((await Promise.all(answers)).map(({status}) => status)), new Set(['completed']));
  assert.equal(looks(shop) - quiet, 1);
});

test('a thousand buyers who wait for one identity check cost the vendor what one does', async context => {
  const shop = new Shop({limits: unlimited});
  const token = String((await shop.verified('new@example.org'))['token']);
  context.mock.timers.enable({apis: ['setTimeout']});
  const tick = (ms: number) => {
    context.mock.timers.tick(ms);
  };
  const answers = Array.from({length: buyers}, () => shop.ok('GET /customers/me?known=required&wait=30', {token}));
  await idle();
  const before = shop.count('GET /kyc/check');
  await shop.control(`customers/${await shop.customerId('new@example.org')}`, {kyc: 'valid'});
  await pass(shop, tick, 19);
  assert.deepEqual(new Set((await Promise.all(answers)).map(({kyc}) => kyc)), new Set(['approved']));
  assert.ok(shop.count('GET /kyc/check') - before <= 1, String(shop.count('GET /kyc/check') - before));
});

test('a hundred thousand purchases leave no memory behind once they are over', async () => {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const {clock, pass: letPass} = createTime();
  const store = memoryStore({clock});
  let created = 0;
  const recorded = (id: string): VendorPayment => ({
    id,
    status: 'created',
    vendorStatus: 'started',
    amount: '100.00',
    currency: 'EUR',
    asset: 'USDC',
  });
  const vendor = {
    createGuidedPayment: () => {
      const id = `payment-${created++}`;
      return Promise.resolve({id, gatewayUrl: `https://gateway.example.org/${id}`});
    },
    payment: (id: string) => Promise.resolve(recorded(id)),
  } as Partial<Vendor> as Vendor;
  const poller = createStatusPoller<VendorPayment>({fetch: id => vendor.payment(id), pause: () => 1000, clock});
  const quote = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '106.5', expiresIn: 60};
  const market: Market = {
    assets: () => Promise.resolve([]),
    quote: () => Promise.resolve(quote),
    learnMinimum: () => Promise.resolve(),
  };
  const records = createPaymentRecords(store);
  const payments = createPayments({
    vendor,
    market,
    store,
    records,
    observer: createPaymentObserver(records),
    lock: createLock(store),
    limit: () => Promise.resolve(() => Promise.resolve()),
    poller,
    onCreated: () => Promise.resolve(),
    onRefused: () => Promise.resolve(undefined),
    returnUrl: undefined,
    log: () => undefined,
  });
  const request = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '106.5'};
  const buy = async (nth: number) => {
    const grant: SessionClaims = {
      origin: 'https://shop.test',
      purchase: `purchase-${nth}`,
      since: clock(),
      customer: `customer-${nth}`,
    };
    const {id} = await payments.create(grant, 'key', request);
    await payments.status(grant, id, undefined, {});
  };
  const life = async (first: number, most: number) => {
    for (let nth = first; nth < first + most; nth += 100) {
      await Promise.all(Array.from({length: 100}, (_, more) => buy(nth + more)));
    }
    letPass(PURCHASE_TTL_SECONDS * 1000);
  };
  await life(0, 10_000);
  const before = heap();
  for (let nth = 10_000; nth < 100_000; nth += 10_000) await life(nth, 10_000);
  assert.equal(created, 100_000);
  const grown = heap() - before;
  assert.ok(grown < 16, `${grown.toFixed(1)} MiB more`);
});
