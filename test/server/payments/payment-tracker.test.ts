import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore, type BuyFlowOptions, type PaymentEvent} from '../../../src/server/index.js';
import {createTime, hours, minutes, notify, Shop, until, type Surroundings} from '../setup.js';

const days = 24 * hours;

/** A merchant who writes down what they are told of payments, and may be unable to take it. */
function merchant(options: Partial<BuyFlowOptions> = {}, surroundings: Surroundings = {}) {
  const told: PaymentEvent[] = [];
  const at = {failing: false, tries: 0};
  const shop = new Shop(
    {
      onPayment: event => {
        at.tries += 1;
        if (at.failing) throw new Error('the shop’s database is away; ask ops@shop.test');
        told.push(event);
      },
      ...options,
    },
    surroundings,
  );
  const create = async (key = 'key') => String((await shop.paid(await shop.buyer(), key))['id']);
  const move = (id: string, status: string) => shop.control(`payments/${id}`, {status});
  const ids = () => told.map(({id}) => id);
  return {shop, told, ids, at, create, move};
}

test('a merchant whose buyer closed the page hears of every step, once, from the vendor’s notifications', async () => {
  const {shop, told, ids, create, move} = merchant();
  const id = await create();
  for (const [nth, status] of ['pending_bank', 'payment_received', 'coins_sent'].entries()) {
    await move(id, status);
    shop.time.pass(1000);
    await notify(shop, id);
    await until(() => told.length === nth + 1);
  }
  assert.deepEqual(ids(), [`${id}:bank_pending`, `${id}:payment_received`, `${id}:completed`]);
  const last = told.at(-1);
  assert.equal(last?.status, 'completed');
  const {amount, currency, asset, externalId, txId, customerId} = last.payment;
  assert.deepEqual([amount, currency, asset], ['100.00', 'EUR', 'USDC']);
  assert.match(String(externalId), /^[0-9a-f-]{36}$/);
  assert.match(String(txId), /^0x/);
  assert.equal(customerId, await shop.customerId('returning@example.org'));
});

test('without any notification, a payment is looked after until it ends, and then no more', async () => {
  const {shop, ids, create, move} = merchant();
  const id = await create();
  assert.equal(await shop.flow.reconcile(), 0);
  shop.time.pass(2 * minutes);
  assert.equal(await shop.flow.reconcile(), 1);
  assert.deepEqual(ids(), []);
  await move(id, 'payment_received');
  shop.time.pass(2 * minutes);
  await shop.flow.reconcile();
  await move(id, 'coins_sent');
  shop.time.pass(2 * minutes);
  await shop.flow.reconcile();
  assert.deepEqual(ids(), [`${id}:payment_received`, `${id}:completed`]);
  const before = shop.asked.length;
  shop.time.pass(3 * days);
  assert.equal(await shop.flow.reconcile(), 0);
  assert.equal(shop.asked.length, before);
});

test('what a page that waits learns is told to the merchant as well', async () => {
  const {shop, ids, create, move} = merchant();
  const token = await shop.buyer();
  const id = await create();
  await move(id, 'coins_sent');
  shop.time.pass(2000);
  assert.equal((await shop.ok(`GET /payments/${id}?known=created`, {token}))['status'], 'completed');
  await until(() => ids().length === 1);
  assert.deepEqual(ids(), [`${id}:completed`]);
});

test('what the merchant could not take is told again under the same id until they take it', async () => {
  const {shop, ids, at, create, move} = merchant();
  const id = await create();
  await move(id, 'coins_sent');
  at.failing = true;
  shop.time.pass(2 * minutes);
  for (let tries = 1; tries <= 5; tries++) {
    await shop.flow.reconcile();
    assert.equal(at.tries, tries);
    shop.time.pass(10 * minutes);
  }
  at.failing = false;
  await shop.flow.reconcile();
  await shop.flow.reconcile();
  assert.deepEqual(ids(), [`${id}:completed`]);
  const complaint = shop.log.find(({event}) => event === 'on_payment');
  assert.equal(complaint?.error, 'the shop’s database is away; ask …');
});

test('the longer the merchant cannot take it, the less often they are asked', async () => {
  const {shop, at, create, move} = merchant();
  const id = await create();
  await move(id, 'coins_sent');
  at.failing = true;
  for (let minute = 0; minute < 60; minute++) {
    shop.time.pass(minutes);
    await shop.flow.reconcile();
  }
  assert.ok(at.tries >= 8 && at.tries <= 16, String(at.tries));
});

test('shuffled, doubled, late and replayed notifications change nothing of what is told', async () => {
  const {shop, ids, create, move} = merchant();
  const id = await create();
  await move(id, 'coins_sent');
  const types = ['PAY_IN', 'COINS_SENT', 'PAY_IN', 'COINS_SENT', 'COINS_SENT'];
  for (const [nth, type] of types.entries()) {
    const body = JSON.stringify({type, data: {id, status: nth % 2 ? 'started' : 'payment_received'}});
    await notify(shop, id, {body, ahead: -nth});
    // Word for word the same again.
    await notify(shop, id, {body, ahead: -nth});
  }
  await until(() => ids().length > 0);
  shop.time.pass(2 * minutes);
  await shop.flow.reconcile();
  await move(id, 'payment_received');
  shop.time.pass(2 * minutes);
  await notify(shop, id);
  await shop.flow.reconcile();
  assert.deepEqual(ids(), [`${id}:completed`]);
});

test('a copy of a notification makes nobody ask the vendor again', async () => {
  const {shop, ids, create, move} = merchant();
  const id = await create();
  await move(id, 'payment_received');
  await notify(shop, id);
  await until(() => ids().length === 1);
  await shop.flow.reconcile();
  const before = shop.asked.length;
  for (let nth = 0; nth < 20; nth++) await notify(shop, id);
  await shop.flow.reconcile();
  assert.equal(shop.asked.length, before);
});

test('a forged notification tells the merchant nothing, and a signed one that lies nothing but the truth', async () => {
  const {shop, ids, create} = merchant();
  const id = await create();
  await notify(shop, id, {secret: 'another'});
  await notify(shop, id, {ahead: 301});
  const lie = JSON.stringify({type: 'COINS_SENT', data: {id, status: 'coins_sent', txid: '0x1'}});
  const before = shop.count(`GET /payment/${id}`);
  await notify(shop, id, {body: lie});
  await until(() => shop.count(`GET /payment/${id}`) > before);
  await shop.flow.reconcile();
  assert.deepEqual(ids(), []);
});

test('a signed notification about a payment that there is not leads nowhere', async () => {
  const {shop, ids} = merchant();
  await notify(shop, 'nobody-has-this');
  await shop.flow.reconcile();
  // Within an hour it would have come to be known.
  for (let nth = 0; nth < 7; nth++) {
    shop.time.pass(10 * minutes);
    await shop.flow.reconcile();
  }
  assert.deepEqual(ids(), []);
  const before = shop.asked.length;
  for (let nth = 0; nth < 20; nth++) {
    shop.time.pass(12 * hours);
    assert.equal(await shop.flow.reconcile(), 0);
  }
  assert.equal(shop.asked.length, before);
});

test('a payment that is never paid is given up after the days that the merchant chose', async () => {
  const {shop, create} = merchant({followDays: 2});
  await create();
  let looked = 0;
  for (let hour = 0; hour < 72; hour++) {
    shop.time.pass(hours);
    looked += await shop.flow.reconcile();
  }
  assert.ok(looked > 20 && looked < 60, String(looked));
  assert.equal(shop.log.filter(({event}) => event === 'payment_given_up').length, 1);
});

test('a restart with the store that was there goes on where it was, and tells nothing twice', async context => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const before = merchant({store}, {time});
  const id = await before.create();
  await before.move(id, 'payment_received');
  time.pass(2 * minutes);
  await before.shop.flow.reconcile();
  await before.shop.flow.close();
  context.mock.timers.enable({apis: ['setTimeout']});
  const after = merchant({store}, before.shop);
  await after.move(id, 'coins_sent');
  time.pass(2 * minutes);
  // Nothing calls the adapter: it checks what is due by itself.
  context.mock.timers.tick(5_000);
  await until(() => after.told.length > 0);
  assert.deepEqual([before.ids(), after.ids()], [[`${id}:payment_received`], [`${id}:completed`]]);
});

test('two instances that share a store tell each thing once between them', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const one = merchant({store}, {time});
  const two = merchant({store}, one.shop);
  const id = await one.create();
  await one.move(id, 'coins_sent');
  time.pass(2 * minutes);
  await Promise.all([
    ...Array.from({length: 10}, () => [one.shop.flow.reconcile(), two.shop.flow.reconcile()]).flat(),
    notify(one.shop, id),
    notify(two.shop, id),
  ]);
  await until(() => one.told.length + two.told.length > 0);
  await one.shop.flow.reconcile();
  await two.shop.flow.reconcile();
  assert.equal(one.told.length + two.told.length, 1);
});

test('after a restart that forgot everything, the vendor’s notification is enough', async () => {
  const before = merchant();
  const id = await before.create();
  const after = merchant({}, before.shop);
  await after.move(id, 'coins_sent');
  await notify(after.shop, id);
  await until(() => after.told.length === 1);
  assert.deepEqual(after.ids(), [`${id}:completed`]);
});

test('a notification that one instance gets reaches the buyer who waits at another', async context => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const one = new Shop({store}, {time});
  const two = new Shop({store}, one);
  const token = await one.buyer();
  const id = String((await one.paid(token))['id']);
  // Whoever was asked before listens for news.
  await two.ok('GET /assets');
  context.mock.timers.enable({apis: ['setTimeout']});
  const {latest} = await two.waiting(`GET /payments/${id}?known=created&wait=30`, {token});
  await one.control(`payments/${id}`, {status: 'coins_sent'});
  await notify(one, id);
  await until(() => latest()?.['status'] === 'completed');
});

test('an adapter that closes answers whoever waits, tells what it is telling, and follows nothing more', async () => {
  const {shop, create} = merchant();
  const token = await shop.buyer();
  const id = await create();
  const {answer} = await shop.waiting(`GET /payments/${id}?known=created&wait=30`, {token});
  await shop.flow.close();
  assert.equal((await answer)['status'], 'created');
});

test('a merchant who subscribes has the vendor notify of what concerns a purchase', async () => {
  const shop = new Shop();
  await shop.flow.subscribe('https://shop.test/cryptopocket/webhooks');
  assert.deepEqual(shop.asked, ['POST /authenticate', 'POST /subscribeToWebhook', 'POST /subscribeToWebhook']);
});

test('whether store and vendor can be reached is told to whoever operates the adapter', async () => {
  assert.deepEqual(await new Shop().flow.check(), {store: true, vendor: true});
  const broken = new Shop({fetch: () => Promise.reject(new TypeError('no network'))});
  assert.deepEqual(await broken.flow.check(), {store: true, vendor: false});
  const away = {...memoryStore(), set: () => Promise.reject(new Error('away'))};
  assert.deepEqual(await new Shop({store: away}).flow.check(), {store: false, vendor: true});
});
