import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore} from '../../../src/server/index.js';
import {createMarket} from '../../../src/server/market/market.js';
import {createTime, minutes, order, Shop, type Json} from '../setup.js';

const quotes = (more: Json = {}) => `GET /quotes?${String(new URLSearchParams({...order, ...(more as object)}))}`;

test('a buyer sees what can be bought, and about how much of it', async () => {
  const shop = new Shop();
  const {assets} = await shop.ok('GET /assets');
  assert.ok(
    Array.isArray(assets) && assets.some(asset => JSON.stringify(asset) === '{"symbol":"USDC","chain":"polygon"}'),
  );
  const {receives, ...quote} = await shop.ok(quotes());
  assert.deepEqual(quote, {...order, expiresIn: 60});
  assert.match(String(receives), /^\d+\.\d+$/);
});

test('a hundred buyers who look at the same price, or at what there is, cost the vendor one look', async () => {
  const shop = new Shop();
  await Promise.all(Array.from({length: 100}, () => [shop.ok(quotes()), shop.ok('GET /assets')]).flat());
  assert.deepEqual([shop.count('GET /quote'), shop.count('GET /available-assets')], [1, 1]);
  await shop.ok(quotes({amount: '50'}));
  assert.equal(shop.count('GET /quote'), 2);
});

test('a price is asked for anew after a third of the time that it is good for, which counts from the vendor’s answer', async () => {
  const shop = new Shop({quoteLifetime: 90});
  await shop.ok(quotes());
  shop.time.pass(29_999);
  assert.equal((await shop.ok(quotes()))['expiresIn'], 60);
  assert.equal(shop.count('GET /quote'), 1);
  shop.time.pass(1);
  assert.equal((await shop.ok(quotes()))['expiresIn'], 90);
  assert.equal(shop.count('GET /quote'), 2);
});

test('what can be bought is asked for anew after five minutes', async () => {
  const shop = new Shop();
  await shop.ok('GET /assets');
  shop.time.pass(5 * minutes - 1);
  await shop.ok('GET /assets');
  assert.equal(shop.count('GET /available-assets'), 1);
  shop.time.pass(1);
  await shop.ok('GET /assets');
  assert.equal(shop.count('GET /available-assets'), 2);
});

test('a failure is not kept for the next buyer', async () => {
  const shop = new Shop();
  for (const [operation, what] of [
    ['quote', quotes()],
    ['available-assets', 'GET /assets'],
  ] as const) {
    await shop.control('faults', {operation, kind: 'garbage'});
    const {status} = await shop.refused('bad_answer', what);
    assert.equal(status, 502);
    await shop.ok(what);
  }
});

for (const amount of ['', '0', '0.00', '-5', '1e3', '10,00', '10.001', 'NaN', ' 5', '0x10', '9'.repeat(13), '٥']) {
  test(`“${amount}” is no amount to ask a price for`, async () => {
    const shop = new Shop();
    const {status} = await shop.refused('amount_invalid', quotes({amount}));
    assert.equal(status, 422);
    assert.deepEqual(shop.asked, []);
  });
}

for (const [name, value] of [
  ['asset', ''],
  ['asset', 'USDC&symbol=BTC'],
  ['asset', 'x'.repeat(41)],
  ['chain', '../x'],
  ['chain', 'poly gon'],
  ['paymentType', '<script>'],
  ['paymentType', 'card\r\nauth: x'],
] as const) {
  test(`“${value}” is no ${name}`, async () => {
    const shop = new Shop();
    const {status} = await shop.refused('invalid_request', quotes({[name]: value}));
    assert.equal(status, 400);
    assert.deepEqual(shop.asked, []);
  });
}

test('a price without its parameters is no question', async () => {
  const shop = new Shop();
  await shop.refused('amount_invalid', 'GET /quotes');
  await shop.refused('invalid_request', 'GET /quotes?amount=50');
  await shop.refused('amount_invalid', 'GET /quotes?__proto__=x&constructor=y');
});

test('a coin that the vendor does not sell is refused in our words', async () => {
  const {status} = await new Shop().refused('asset_not_supported', quotes({asset: 'BUSD', chain: 'bsc'}));
  assert.equal(status, 422);
});

test('chains are written in any case, and answered in lower case', async () => {
  assert.equal((await new Shop().ok(quotes({chain: 'Polygon'})))['chain'], 'polygon');
});

test('however many amounts are asked for, only so many prices are kept', async () => {
  let asked = 0;
  const quote = () => Promise.resolve({receives: String(++asked)});
  const market = createMarket({
    vendor: {quote} as never,
    store: memoryStore(),
    quoteLifetime: 60,
    clock: createTime().clock,
  });
  const ask = (amount: number) => market.quote({...order, amount: String(amount)});
  for (let amount = 1; amount <= 10_001; amount++) await ask(amount);
  assert.equal((await ask(10_001)).receives, '10001');
  // The oldest made room.
  assert.equal((await ask(1)).receives, '10002');
});
