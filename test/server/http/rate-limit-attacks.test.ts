import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ada, Shop, type Call} from '../setup.js';

const visitors: [what: string, address: (nth: number) => string, headers: (nth: number) => Record<string, string>][] = [
  ['another address of the same IPv6 network', nth => `2001:db8:1:2:${nth.toString(16)}::${nth}`, () => ({})],
  ['IPv4 in the clothes of IPv6 now and then', nth => (nth % 2 ? '203.0.113.7' : '::ffff:203.0.113.7'), () => ({})],
  [
    'a new address in every header that a proxy may write',
    () => '203.0.113.7',
    nth =>
      Object.fromEntries(
        [
          'x-forwarded-for',
          'x-real-ip',
          'x-client-ip',
          'true-client-ip',
          'cf-connecting-ip',
          'x-cluster-client-ip',
        ].map(name => [name, `198.51.100.${nth}`]),
      ),
  ],
  ['a new address in the standard header', () => '203.0.113.7', nth => ({forwarded: `for=198.51.100.${nth}`})],
  [
    'a list of hops that all claim to be allowedHeaders',
    () => '203.0.113.7',
    nth => ({'x-forwarded-for': `198.51.100.${nth}, 10.0.0.1`}),
  ],
  ['another session, mailbox and browser each time', () => '203.0.113.7', nth => ({'user-agent': `browser ${nth}`})],
];

for (const [what, address, headers] of visitors) {
  test(`the attacker with ${what} is one caller to every limit by address`, async () => {
    const shop = new Shop({limits: {sessions: 3, market: 3, codesPerAddress: 3}, trustedProxies: ['10.0.0.0/8']});
    const tokens = await Promise.all(Array.from({length: 5}, () => shop.token()));
    const ways: [what: string, call: (nth: number) => Call][] = [
      ['POST /sessions', () => ({json: {}})],
      ['GET /assets', () => ({})],
      ['POST /customers', nth => ({token: tokens[nth] ?? '', json: {...ada, email: `mailbox${nth}@example.org`}})],
    ];
    for (const [route, call] of ways) {
      const codes = [];
      for (let nth = 0; nth < 5; nth++) {
        const {status} = await shop.call(route, {...call(nth), address: address(nth), headers: headers(nth)});
        codes.push(status);
      }
      assert.deepEqual(codes.slice(3), [429, 429], route);
      assert.ok(
        codes.slice(0, 3).every(status => status < 300),
        route,
      );
    }
  });
}

test('whoever is over the limit of their address uses up nobody’s mailbox', async () => {
  const shop = new Shop({limits: {codesPerAddress: 1, codesPerMailbox: 1}});
  const address = '203.0.113.7';
  await shop.ok('POST /customers', {token: await shop.token(), address, json: {...ada, email: 'own@example.org'}});
  for (let nth = 0; nth < 3; nth++) {
    await shop.refused('rate_limited', 'POST /customers', {token: await shop.token(), address, json: ada});
  }
  await shop.verified(ada.email, {address: '198.51.100.1'});
});

test('guesses at a code that is dead already do not lock its mailbox', async () => {
  const shop = new Shop({limits: {guessesPerMailbox: 8}});
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  const wrong = shop.codeOf(ada.email) === '000000' ? '000001' : '000000';
  for (let nth = 0; nth < 20; nth++) {
    const {status} = await shop.call('POST /customers/verification', {token, json: {email: ada.email, code: wrong}});
    assert.equal(status, 422);
  }
  await shop.verified(ada.email);
});
