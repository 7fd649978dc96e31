import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeVendor, order, problem} from './fake-vendor.js';

test('a quote names amount, symbol, chain and payment type', async () => {
  const {vendor, of} = fakeVendor({'GET /quote': '{"status":"ok","tokens":80.4}'});
  await vendor.quote(order);
  assert.equal(of('GET /quote')[0]?.query.toString(), 'amount=75&symbol=USDC&chain=polygon&payment_type=card');
});

for (const [tokens, receives] of [
  ['80.4', '80.4'],
  ['"80.40"', '80.40'],
  ['0.30000000000000004', '0.30000000000000004'],
  ['0.123456789012345678', '0.123456789012345678'],
  ['123456789012345678.123456789012345678', '123456789012345678.123456789012345678'],
  ['1e-7', '0.0000001'],
  ['"1E-7"', '0.0000001'],
  ['1.5e+3', '1500'],
  ['12.345e1', '123.45'],
  ['12345e-2', '123.45'],
  ['0.5e1', '5'],
] as const) {
  test(`tokens of ${tokens} are ${receives} coins, at the top level and under data`, async () => {
    for (const body of [`{"tokens":${tokens}}`, `{"status":"ok","data":{"tokens":${tokens},"fee":1}}`]) {
      const {vendor} = fakeVendor({'GET /quote': body});
      assert.deepEqual(await vendor.quote(order), {receives});
    }
  });
}

for (const tokens of ['-1', '"lots"', '""', 'null', '[]', '{}', 'true', '"80,4"', '1e999999999', '1e-999999999']) {
  test(`tokens of ${tokens} are a bad answer`, async () => {
    const {vendor} = fakeVendor({'GET /quote': `{"status":"ok","tokens":${tokens}}`});
    assert.equal((await problem(vendor.quote(order))).code, 'bad_answer');
  });
}

for (const body of [
  '{"status":"ok","data":[{"symbol":"USDC","chain":"Polygon"},{"symbol":"BTC","chain":"bsc","extra":1}]}',
  '[{"coin_symbol":"USDC","coin_chain":"polygon"},{"symbol":"BTC","blockchain":"bsc"}]',
  '{"status":"ok","data":{"assets":[{"symbol":"USDC","chain":"polygon"},{"symbol":1},{"symbol":"BTC","chain":"bsc"}]}}',
  '{"assets":[{"symbol":"USDC","chain":"polygon"},{"symbol":"BTC","chain":"bsc"},null]}',
]) {
  test(`assets are read from ${body}`, async () => {
    const {vendor} = fakeVendor({'GET /available-assets': body});
    assert.deepEqual(await vendor.assets(), [
      {symbol: 'USDC', chain: 'polygon'},
      {symbol: 'BTC', chain: 'bsc'},
    ]);
  });
}

test('no assets are no assets, and a list of something else is a bad answer', async () => {
  assert.deepEqual(await fakeVendor({'GET /available-assets': '{"status":"ok","data":[]}'}).vendor.assets(), []);
  for (const body of [
    '{"status":"ok"}',
    '{"status":"ok","data":"USDC"}',
    '[{"name":"USDC"}]',
    '{"status":"ok","data":{}}',
  ]) {
    assert.equal((await problem(fakeVendor({'GET /available-assets': body}).vendor.assets())).code, 'bad_answer');
  }
});

test('a webhook subscription is a form with the type and the address', async () => {
  const {vendor, of} = fakeVendor({'POST /subscribeToWebhook': '{"status":"ok","data":"subscription_created"}'});
  await vendor.subscribe('COINS_SENT', 'https://shop.test/hooks?a=1&b=2');
  const [asked] = of('POST /subscribeToWebhook');
  assert.equal(asked?.headers.get('content-type'), 'application/x-www-form-urlencoded');
  assert.equal(asked.body, 'type=COINS_SENT&url=https%3A%2F%2Fshop.test%2Fhooks%3Fa%3D1%26b%3D2');
});

test('a subscription without a success in its answer is not taken for one', async () => {
  for (const body of ['{}', '{"status":"error"}', '{"data":"subscription_created"}']) {
    const {vendor} = fakeVendor({'POST /subscribeToWebhook': body});
    assert.equal((await problem(vendor.subscribe('PAY_IN', 'https://shop.test'))).code, 'bad_answer');
  }
});
