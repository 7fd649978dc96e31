import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBuyFlow, type BuyFlowOptions} from '../../src/server/index.js';

const good: BuyFlowOptions = {apiKey: 'ck', apiSecret: 'cs'};

for (const [name, values] of [
  ['apiKey', ['', undefined]],
  ['apiSecret', ['', undefined]],
  ['baseUrl', ['', 'sandbox', 'ftp://vendor.test', 'https://ck:cs@vendor.test/api', 'https://vendor.test/api?x=1']],
  [
    'allowedOrigins',
    [
      ['*'],
      ['null'],
      ['shop.example'],
      ['https://shop.example/'],
      ['https://shop.example/path'],
      ['https://*.shop.example'],
      ['https://Shop.example'],
      ['https://user@shop.example'],
      ['https://shop.example', ''],
      'https://shop.example',
      ['file://'],
    ],
  ],
  ['returnUrl', ['', '/back', 'shop.example', 'javascript:alert(1)', 'data:text/html,x']],
  ['sessionSecret', ['', 'short', 'x'.repeat(31), [], ['x'.repeat(32), 'xxxx']]],
  ['polling', [{kycFirst: 0}, {kycLongest: '5'}, {paymentFirst: NaN}, {often: 5}]],
  ['trustedProxies', [['proxy'], ['10.0.0.0/64'], [''], ['*']]],
  ['followDays', [0, -1, NaN, '7']],
  ['quoteLifetime', [0, 9, -1, NaN, Infinity, '60']],
  ['limits', [{calls: 0}, {calls: -1}, {calls: 1.5}, {calls: NaN}, {calls: '5'}, {calls: undefined}, {call: 5}]],
  ['identify', [{}, 'x', null]],
  ['sendCode', [{}, true]],
  ['log', ['console']],
  ['observe', [{}]],
  ['onPayment', ['https://shop.example/paid']],
  ['fetch', [{}]],
  ['clock', [0]],
] as const) {
  for (const value of values) {
    test(`${value === undefined ? 'nothing' : JSON.stringify(value)} as ${name} is found out when the merchant’s server starts`, () => {
      const create = () => createBuyFlow({...good, [name]: value});
      assert.throws(create, (error: unknown) => {
        assert.ok(error instanceof TypeError, String(error));
        assert.match(error.message, new RegExp(name));
        // A wrong secret is a secret all the same.
        assert.doesNotMatch(error.message, /ck:cs|xxxx/);
        return true;
      });
    });
  }
}

test('options that can work are taken', () => {
  createBuyFlow(good);
  createBuyFlow({
    ...good,
    baseUrl: 'http://localhost:4175/api/',
    allowedOrigins: ['https://shop.example', 'http://localhost:5173'],
    returnUrl: 'https://shop.example/back?from=kyc',
    sessionSecret: 'x'.repeat(32),
    quoteLifetime: 10,
    limits: {calls: 1},
    polling: {kycFirst: 5},
    trustedProxies: ['10.0.0.0/8', '::1', '127.0.0.1'],
    followDays: 3,
    identify: () => null,
  });
});
