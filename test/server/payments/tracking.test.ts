import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore, type BuyFlowOptions, type PaymentEvent} from '../../../src/server/index.js';
import {createTime, hours, idle, minutes, notify, Shop, until, type Surroundings} from '../setup.js';

const days = 24 * hours;

/** A shop whose merchant records the payment events that were delivered; `deliver` may fail or hang. */
function merchant(options: Partial<BuyFlowOptions> = {}, surroundings: Surroundings = {}) {
  const delivered: PaymentEvent[] = [];
  const shop = new Shop({onPayment: event => void delivered.push(event), ...options}, surroundings);
  const create = async () => String((await shop.paid(await shop.buyer()))['id']);
  const move = (id: string, status: string) => shop.control(`payments/${id}`, {status});
  return {shop, delivered, ids: () => delivered.map(({id}) => id), create, move};
}

/** Two payments of two buyers, completed at the vendor, and due to be checked. */
async function twoDue(shop: Shop) {
  const ids: string[] = [];
  for (const email of ['returning@example.org', 'ada@example.org']) {
    const token = await shop.buyer(email);
    await shop.control(`customers/${await shop.customerId(email)}`, {kyc: 'valid'});
    ids.push(String((await shop.paid(token))['id']));
  }
  for (const id of ids) await shop.control(`payments/${id}`, {status: 'coins_sent'});
  shop.time.pass(2 * minutes);
  const [first = '', second = ''] = ids;
  return {first, second};
}

test('after a restart a merchant is told of a payment without any request, notification or new sale', async context => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const before = merchant({store}, {time});
  const id = await before.create();
  await before.shop.flow.close();
  await before.move(id, 'coins_sent');
  time.pass(2 * minutes);
  context.mock.timers.enable({apis: ['setTimeout']});
  const after = merchant({store}, before.shop);
  context.mock.timers.tick(5_000);
  await until(() => after.delivered.length === 1);
  assert.deepEqual(after.ids(), [`${id}:completed`]);
  await after.shop.flow.close();
});

test('a merchant’s function that hangs delays no other payment, and is logged with its payment', async context => {
  const told: string[] = [];
  let hanging = '';
  const shop: Shop = new Shop({
    onPayment: ({payment: {id}}) => {
      if (id === hanging) return new Promise(() => {});
      told.push(id);
      return undefined;
    },
    onPaymentTimeoutMs: 10_000,
  });
  const {first, second} = await twoDue(shop);
  hanging = first;
  context.mock.timers.enable({apis: ['setTimeout']});
  const reconciled = shop.flow.reconcile();
  await until(() => told.length === 1);
  assert.deepEqual(told, [second]);
  await idle();
  context.mock.timers.tick(10_000);
  assert.equal(await reconciled, 2);
  const line = shop.log.find(({event}) => event === 'on_payment');
  assert.deepEqual([line?.level, line?.paymentId, line?.code], ['error', first, 'timeout']);
  // What timed out counts as missed, and is told again.
  hanging = '';
  shop.time.pass(minutes);
  await shop.flow.reconcile();
  assert.deepEqual(told, [second, first]);
});

test('closing the adapter ends in bounded time, also while the merchant’s function hangs', async context => {
  let called = 0;
  const shop: Shop = new Shop({onPayment: () => ((called += 1), new Promise(() => {})), onPaymentTimeoutMs: 3_600_000});
  const {first} = await twoDue(shop);
  context.mock.timers.enable({apis: ['setTimeout']});
  const reconciled = shop.flow.reconcile({budgetMs: 1000});
  await until(() => called === 2);
  context.mock.timers.tick(1000);
  await reconciled;
  const closed = shop.flow.close();
  await idle();
  context.mock.timers.tick(10_000);
  await closed;
  const line = shop.log.find(({event}) => event === 'close_timed_out');
  assert.ok(line?.paymentIds?.includes(first), JSON.stringify(line));
});

test('a notification that could not be acted on is acted on when the vendor sends it again', async () => {
  const time = createTime();
  const memory = memoryStore({clock: time.clock});
  let failing = false;
  const store = {
    ...memory,
    schedule: (...given: Parameters<typeof memory.schedule>) =>
      failing ? Promise.reject(new Error('away')) : memory.schedule(...given),
  };
  const {shop, ids, create, move} = merchant({store}, {time});
  const id = await create();
  await move(id, 'coins_sent');
  failing = true;
  assert.equal((await notify(shop, id)).status, 503);
  failing = false;
  assert.equal((await notify(shop, id)).status, 200);
  await until(() => ids().length === 1);
  assert.deepEqual(ids(), [`${id}:completed`]);
});

test('one call of reconcile looks after everything that is due, however much that is', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const {shop} = merchant({store}, {time});
  const due = 250;
  for (let nth = 0; nth < due; nth++) await store.schedule('payments', `payment-${nth}`, time.clock());
  assert.equal(await shop.flow.reconcile(), due);
  assert.equal(await shop.flow.reconcile(), 0);
});

test('a word of the vendor’s that we do not know is told to the merchant as such, once per word', async () => {
  const {shop, delivered, ids, create, move} = merchant();
  const id = await create();
  for (const word of ['under_review', 'under_review', 'expired']) {
    await move(id, word);
    shop.time.pass(2 * minutes);
    await shop.flow.reconcile();
  }
  assert.deepEqual(ids(), [`${id}:unknown:under_review`, `${id}:unknown:expired`]);
  assert.deepEqual(
    delivered.map(({status, payment}) => [status, payment.vendorStatus]),
    [
      ['unknown', 'under_review'],
      ['unknown', 'expired'],
    ],
  );
});

test('a merchant hears of a refund word after completion, though the buyer’s payment stays completed', async () => {
  const {shop, ids, create, move} = merchant();
  const token = await shop.buyer();
  const id = await create();
  await move(id, 'coins_sent');
  shop.time.pass(2 * minutes);
  await shop.flow.reconcile();
  await move(id, 'refunded');
  await notify(shop, id);
  await until(() => ids().length === 2);
  assert.deepEqual(ids(), [`${id}:completed`, `${id}:unknown:refunded`]);
  assert.equal((await shop.ok(`GET /payments/${id}`, {token}))['status'], 'completed');
});

test('an unknown word that the merchant could not take is told again, also after completion', async () => {
  let failing = false;
  const told: string[] = [];
  const {shop, create, move} = merchant({
    onPayment: ({id}) => {
      if (failing) throw new Error('the database is away');
      told.push(id);
    },
  });
  const id = await create();
  await move(id, 'coins_sent');
  shop.time.pass(2 * minutes);
  await shop.flow.reconcile();
  await move(id, 'chargeback');
  failing = true;
  await notify(shop, id);
  await until(() => shop.log.some(({event}) => event === 'on_payment'));
  failing = false;
  shop.time.pass(minutes);
  await shop.flow.reconcile();
  await shop.flow.reconcile();
  assert.deepEqual(told, [`${id}:completed`, `${id}:unknown:chargeback`]);
});

test('a payment that is given up is told to the merchant and logged with its id', async () => {
  const {shop, delivered, ids, create} = merchant({followDays: 2});
  const id = await create();
  shop.time.pass(2 * days + hours);
  await shop.flow.reconcile();
  shop.time.pass(days);
  await shop.flow.reconcile();
  assert.deepEqual(ids(), [`${id}:given_up`]);
  assert.deepEqual([delivered[0]?.status, delivered[0]?.givenUp], ['created', true]);
  const lines = shop.log.filter(({event}) => event === 'payment_given_up');
  assert.deepEqual([lines.length, lines[0]?.paymentId], [1, id]);
});

test('a payment is not given up before the merchant was told so', async () => {
  let failing = true;
  const told: string[] = [];
  const {shop, create} = merchant({
    followDays: 2,
    onPayment: ({id}) => {
      if (failing) throw new Error('the database is away');
      told.push(id);
    },
  });
  const id = await create();
  shop.time.pass(2 * days + hours);
  await shop.flow.reconcile();
  failing = false;
  shop.time.pass(hours);
  await shop.flow.reconcile();
  assert.deepEqual(told, [`${id}:given_up`]);
});

test('two instances that hear of a payment at once deliver it once between them, however long that takes', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  let deliveries = 0;
  let finish = () => {};
  const gate = new Promise<void>(resolve => (finish = resolve));
  const onPayment = () => {
    deliveries += 1;
    return gate;
  };
  const one = merchant({store, onPayment}, {time});
  const two = new Shop({store, onPayment}, one.shop);
  const id = await one.create();
  await one.move(id, 'coins_sent');
  await Promise.all([notify(one.shop, id), notify(two, id, {ahead: -1})]);
  await until(() => deliveries > 0);
  await idle();
  assert.equal(deliveries, 1);
  finish();
  await Promise.all([one.shop.flow.close(), two.flow.close()]);
  assert.equal(deliveries, 1);
});

test('reconcile starts nothing more once its budget is over', async context => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  let letGo = () => {};
  const gate = new Promise<void>(resolve => (letGo = resolve));
  const {shop} = merchant(
    {
      store,
      fetch: async (input, init) => {
        await gate;
        return shop.sandbox.fetch(new Request(input, init));
      },
    },
    {time},
  );
  for (let nth = 0; nth < 250; nth++) await store.schedule('payments', `payment-${nth}`, time.clock());
  context.mock.timers.enable({apis: ['setTimeout']});
  const reconciled = shop.flow.reconcile({budgetMs: 1000});
  await idle();
  context.mock.timers.tick(1000);
  // As many as are checked at the same time.
  assert.equal(await reconciled, 100);
  letGo();
  context.mock.timers.reset();
  await shop.flow.close();
  assert.equal((await store.claim('payments', time.clock(), time.clock() + 1, 1000)).length, 150);
});
