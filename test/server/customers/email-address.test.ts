import assert from 'node:assert/strict';
import {test} from 'node:test';
import {normalizeEmail} from '../../../src/server/customers/email-address.js';
import {ada, Shop} from '../setup.js';

for (const [typed, sentTo] of [
  ["o'brien@example.org", "o'brien@example.org"],
  ['a!b@example.org', 'a!b@example.org'],
  [' Ada.Byron+shop@Example.ORG ', 'ada.byron+shop@example.org'],
  ['jörg@example.org', 'jörg@example.org'],
  ['victim@exämple.org', 'victim@xn--exmple-cua.org'],
  ['a@example.xn--p1ai', 'a@example.xn--p1ai'],
  ['ada@пример.рф', 'ada@xn--e1afmkfd.xn--p1ai'],
] as const) {
  test(`a buyer whose address is ${JSON.stringify(typed)} gets their code and is a customer`, async () => {
    assert.equal(normalizeEmail(typed), sentTo);
    const shop = new Shop();
    const token = await shop.token();
    await shop.ok('POST /customers', {token, json: {...ada, email: typed}});
    const json = {email: typed, code: shop.codeOf(sentTo)};
    assert.equal((await shop.ok('POST /customers/verification', {token, json}))['identified'], 'customer');
  });
}

test('an address that only looks like a customer’s is another mailbox, or none', () => {
  assert.notEqual(normalizeEmail('returning@eхample.org'), 'returning@example.org');
  assert.notEqual(normalizeEmail('retürning@example.org'), 'returning@example.org');
  for (const email of [
    'returning@ｅxample.org',
    'returning@example。org',
    'ﬁrst@example.org',
    'returning@127.0.0.1',
    'returning@localhost',
    'returning@-example.org',
    'returning@example.org:25',
    'returning@user:pass@example.org',
    '.a@example.org',
    'a..b@example.org',
    'a.@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.org`,
  ]) {
    assert.equal(normalizeEmail(email), undefined, email);
  }
});

test('a developer who sends a wrong field is told which one', async () => {
  const shop = new Shop();
  const token = await shop.token();
  for (const [what, call, field] of [
    ['GET /quotes?amount=100&asset=usd%20c&chain=polygon&paymentType=card', {}, 'asset'],
    ['GET /quotes?amount=1,5&asset=USDC&chain=polygon&paymentType=card', {}, 'amount'],
    ['POST /customers', {token, json: {...ada, email: 'nobody'}}, 'email'],
    ['POST /customers', {token, json: {...ada, name: ''}}, 'name'],
    ['POST /customers', {token, json: {...ada, locale: '??'}}, 'locale'],
    ['POST /customers', {token, json: []}, 'body'],
    ['POST /customers', {token, body: '{}', headers: {'content-type': 'text/plain'}}, 'content-type'],
    ['POST /handovers', {token, json: {page: 'bank'}}, 'page'],
    ['GET /customers/me?wait=99', {token}, 'wait'],
  ] as const) {
    const {json} = await shop.call(what, call);
    assert.deepEqual(json['details'], {field}, what);
  }
});
