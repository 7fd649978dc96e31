import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  memoryStore,
  type BuyFlowOptions,
  type Measurement,
  type Store,
  type Vendor,
} from '../../../src/server/index.js';
import {ada, createTime, evil, field, own, Shop, type Answer, type Call} from '../setup.js';

const wallet = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

/** The code that leads to `page` of the buyer with `token`. */
async function codeFor(shop: Shop, token: string, page = 'payment'): Promise<string> {
  const {status, json, text} = await shop.call('POST /handovers', {token, json: {page}});
  assert.equal(status, 201, text);
  assert.equal(json['expiresIn'], 300);
  return String(json['code']);
}

/** What a phone's camera app sends: no page's origin, and whatever else it likes. */
const scan = (shop: Shop, code: string, call: Call = {}): Promise<Answer> =>
  shop.call(`GET /handovers/${code}`, {origin: null, ...call});

function assertLeadsTo(answer: Answer, url: unknown): void {
  const {status, headers, text} = answer;
  assert.deepEqual([status, headers.get('location'), text], [303, url, '']);
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('access-control-allow-origin'), null);
}

function assertLeadsNowhere(answer: Answer): void {
  const {status, headers, text} = answer;
  assert.equal(status, 410);
  assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal(headers.get('location'), null);
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.match(text, /show a new one on the device/);
  assert.match(text, /muestra uno nuevo en el dispositivo/);
}

test('a buyer goes on with a phone at the page to pay on: right after buying, after a reload, and once per code', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {gatewayUrl, resume} = await shop.paid(token);
  const code = await codeFor(shop, token);
  assert.match(code, /^[\w-]{24}$/);
  assertLeadsTo(await scan(shop, code), gatewayUrl);
  for (let nth = 0; nth < 3; nth++) assertLeadsNowhere(await scan(shop, code));
  const {token: reloaded} = await shop.resume(resume);
  assertLeadsTo(await scan(shop, await codeFor(shop, String(reloaded))), gatewayUrl);
});

test('a buyer goes on with a phone at the page of a direct payment', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {json} = await shop.pay(token, 'key', await shop.purchase('100', {wallet}));
  assertLeadsTo(await scan(shop, await codeFor(shop, token)), field(json, 'payment')['gatewayUrl']);
});

test('a buyer goes on with a phone at the identity check, also where its link has to be found first', async () => {
  const shop = new Shop();
  const {token} = await shop.verified();
  const {kycUrl} = await shop.ok('GET /customers/me', {token: String(token)});
  assert.equal(typeof kycUrl, 'string');
  assertLeadsTo(await scan(shop, await codeFor(shop, String(token), 'kyc')), kycUrl);
  const restarted = new Shop({}, shop);
  assertLeadsTo(await scan(restarted, await codeFor(restarted, String(token), 'kyc')), kycUrl);
});

for (const [amount, page] of [
  ['400.05', 'kyc'],
  ['400.06', 'enhanced'],
] as const) {
  test(`a buyer of ${amount} euros goes on with a phone where the vendor sends them instead of creating the payment`, async () => {
    const time = createTime();
    const store = memoryStore({clock: time.clock});
    const shop = new Shop({store}, {time});
    const token = await shop.buyer();
    const {json} = await shop.pay(token, 'key', await shop.purchase(amount));
    const {url} = field(json, 'details');
    assert.equal(typeof url, 'string');
    assertLeadsTo(await scan(shop, await codeFor(shop, token, page)), url);
    const other = new Shop({store}, shop);
    assertLeadsTo(await scan(shop, await codeFor(other, token, page)), url);
  });
}

test('where there is no page, there is no code', async () => {
  const shop = new Shop();
  const guest = await shop.token();
  const token = await shop.buyer();
  for (const who of [guest, token]) {
    for (const page of ['payment', 'enhanced']) {
      const {status} = await shop.refused('not_found', 'POST /handovers', {token: who, json: {page}});
      assert.equal(status, 404);
    }
  }
  await shop.refused('not_found', 'POST /handovers', {token: guest, json: {page: 'kyc'}});
  const transfer = await shop.pay(token, 'key', await shop.purchase('100', {wallet, paymentType: 'transfer'}));
  assert.equal(transfer.status, 201);
  await shop.refused('not_found', 'POST /handovers', {token, json: {page: 'payment'}});
});

test('a payment that is paid, or that is of another amount than the buyer’s, is not handed to a phone', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {id} = await shop.paid(token);
  await shop.control(`payments/${String(id)}`, {status: 'coins_sent'});
  await shop.refused('not_found', 'POST /handovers', {token, json: {page: 'payment'}});
  const purchase = await shop.purchase('500.07');
  await shop.control('faults', {operation: 'payment', kind: 'garbage', times: 3});
  const mismatched = await shop.buyer();
  assert.equal((await shop.pay(mismatched, 'another', purchase)).status, 201);
  await shop.control('faults/clear', {});
  await shop.refused('not_found', 'POST /handovers', {token: mismatched, json: {page: 'payment'}});
});

test('no page can be named but the vendor’s own three', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {gatewayUrl} = await shop.paid(token);
  for (const page of ['https://evil.test', 'constructor', '__proto__', 'Payment', '', null, 0, ['payment'], {}]) {
    await shop.refused('invalid_request', 'POST /handovers', {token, json: {page}});
  }
  const more = {url: evil, location: evil, gatewayUrl: evil, code: 'x'.repeat(24), payment: 'x', customer: '1'};
  const {code} = await shop.ok(`POST /handovers?url=${evil}`, {token, json: {...more, page: 'payment'}});
  const headers = {'x-forwarded-host': 'evil.test', host: 'evil.test', referer: evil};
  assertLeadsTo(await scan(shop, `${String(code)}?url=${evil}&location=${evil}`, {headers}), gatewayUrl);
});

test('of two phones that scan one code at the same instant, one gets through, at whichever instance', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const other = new Shop({store}, shop);
  const token = await shop.buyer();
  await shop.paid(token);
  for (let round = 0; round < 5; round++) {
    const code = await codeFor(shop, token);
    const answers = await Promise.all([shop, other, shop, other].map(at => scan(at, code)));
    const statuses = answers.map(({status}) => status).sort();
    assert.deepEqual(statuses, [303, 410, 410, 410]);
  }
});

test('a code that nobody used in five minutes leads nowhere, and any other never did', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {gatewayUrl} = await shop.paid(token);
  const [last, late] = [await codeFor(shop, token), await codeFor(shop, token)];
  shop.time.pass(299_000);
  assertLeadsTo(await scan(shop, last), gatewayUrl);
  shop.time.pass(1000);
  assertLeadsNowhere(await scan(shop, late));
  for (const code of [
    'x'.repeat(24),
    'x',
    '__proto__',
    '%00',
    '%ff',
    'x'.repeat(5000),
    `${late}%0d%0ax:%20y`,
    '..%2f',
  ]) {
    assertLeadsNowhere(await scan(shop, code));
  }
});

test('what only looks at a link, as a messenger does with HEAD, does not use it up', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {gatewayUrl} = await shop.paid(token);
  const code = await codeFor(shop, token);
  for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PROPFIND']) {
    const {status, headers} = await shop.refused('not_found', `${method} /handovers/${code}`, {origin: null});
    assert.deepEqual([status, headers.get('location')], [404, null]);
  }
  assertLeadsTo(await scan(shop, code), gatewayUrl);
});

for (const [who, call] of [
  ['a camera app', {headers: {'sec-fetch-site': 'none'}}],
  ['an app that calls itself another site', {headers: {'sec-fetch-site': 'cross-site'}}],
  ['an app that says something new', {headers: {'sec-fetch-site': 'x'}}],
  ['a page of the shop’s own', {origin: own}],
  ['a page of another origin, which cannot read the answer', {origin: evil}],
  ['a sandboxed page', {origin: 'null'}],
] satisfies [string, Call][]) {
  test(`a code that ${who} opens leads on`, async () => {
    const shop = new Shop();
    const token = await shop.buyer();
    const {gatewayUrl} = await shop.paid(token);
    assertLeadsTo(await scan(shop, await codeFor(shop, token), call), gatewayUrl);
  });
}

test('a browser that prefetches a link, or shows a preview of it, does not use it up', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  await shop.paid(token);
  const {code} = await shop.ok('POST /handovers', {token, json: {page: 'payment'}});
  for (const headers of [{'sec-purpose': 'prefetch;prerender'}, {purpose: 'prefetch'}, {'x-moz': 'prefetch'}]) {
    const ahead = await shop.call(`GET /handovers/${String(code)}`, {origin: null, headers});
    assert.equal(ahead.status, 503);
    assert.equal(ahead.headers.get('location'), null);
  }
  const {status} = await shop.call(`GET /handovers/${String(code)}`, {origin: null});
  assert.equal(status, 303);
});

test('whoever has another’s code gets to the vendor’s page with it, and to nothing of the session', async () => {
  const shop = new Shop();
  const victim = await shop.buyer();
  const payment = await shop.paid(victim);
  const attacker = await shop.buyer(ada.email);
  const code = await codeFor(shop, victim);
  for (const [what, call] of [
    ['GET /customers/me', {token: code}],
    ['POST /handovers', {token: code, json: {page: 'payment'}}],
    [`GET /payments/${String(payment['id'])}`, {token: code}],
  ] as const) {
    await shop.refused('session_expired', what, call);
  }
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume: code}});
  await shop.refused('not_found', `GET /payments/${code}`, {token: attacker});
  const answer = await scan(shop, code, {token: attacker});
  assertLeadsTo(answer, payment['gatewayUrl']);
  assert.deepEqual([...answer.headers.keys()].sort(), [
    'cache-control',
    'content-type',
    'location',
    'referrer-policy',
    'vary',
    'x-content-type-options',
  ]);
});

test('a session hands over its own pages, and never another’s', async () => {
  const shop = new Shop();
  const victim = await shop.buyer();
  await shop.paid(victim);
  await shop.pay(await shop.buyer(), 'another', await shop.purchase('400.06'));
  const attacker = await shop.buyer(ada.email);
  for (const page of ['payment', 'enhanced']) {
    await shop.refused('not_found', 'POST /handovers', {token: attacker, json: {page}});
  }
});

test('guessing codes is stopped by the guesser’s address, and shows nothing but that a code is none', async () => {
  const shop = new Shop({limits: {market: 3}});
  const address = '203.0.113.7';
  const told = new Set<string>();
  for (let nth = 0; nth < 3; nth++) told.add((await scan(shop, `${nth}`.padStart(24, 'x'), {address})).text);
  assert.equal(told.size, 1);
  const {status, headers} = await shop.refused('rate_limited', `GET /handovers/${'y'.repeat(24)}`, {address});
  assert.equal(status, 429);
  assert.ok(Number(headers.get('retry-after')) >= 1);
  assertLeadsNowhere(await scan(shop, 'y'.repeat(24), {address: '198.51.100.1'}));
});

test('a session makes no more codes than it may make calls', async () => {
  const shop = new Shop({limits: {calls: 6}});
  const token = await shop.buyer();
  await shop.paid(token);
  let codes = 0;
  while ((await shop.call('POST /handovers', {token, json: {page: 'payment'}})).status === 201) codes++;
  assert.ok(codes >= 1 && codes <= 6, `${codes}`);
  await shop.refused('rate_limited', 'POST /handovers', {token, json: {page: 'payment'}});
});

test('no code is in a log line or in the name of a figure', async () => {
  const seen: Measurement[] = [];
  const shop = new Shop({observe: measurement => seen.push(measurement)});
  const token = await shop.buyer();
  await shop.paid(token);
  const code = await codeFor(shop, token);
  await scan(shop, code);
  await scan(shop, code);
  await shop.call(`POST /handovers/${code}`);
  await shop.call(`GET /handovers/${code}/x`);
  assert.ok(!JSON.stringify([shop.log, seen]).includes(code));
  const routes = seen.map(measurement => (measurement.kind === 'request' ? measurement.route : ''));
  assert.ok(routes.includes('/handovers/:code'));
});

test('two codes are never alike, and nothing of the buyer is in them', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  await shop.paid(token);
  const codes = await Promise.all(Array.from({length: 50}, () => codeFor(shop, token)));
  assert.equal(new Set(codes).size, 50);
});

/** A shop whose vendor has this page for every payment, and a buyer who has one. */
async function withGateway(gatewayUrl: string, options: Partial<BuyFlowOptions> = {}): Promise<[Shop, string]> {
  const stub: Partial<Vendor> = {
    findCustomer: email => Promise.resolve({id: '5', email, kyc: 'approved'}),
    quote: () => Promise.resolve({receives: '1'}),
    createGuidedPayment: () => Promise.resolve({id: 'p1', gatewayUrl}),
    payment: id =>
      Promise.resolve({
        id,
        status: 'created',
        vendorStatus: 'started',
        amount: '100',
        currency: 'EUR',
        asset: 'USDC',
        customerId: '5',
      }),
  };
  const shop = new Shop({vendor: stub as Vendor, ...options});
  const token = await shop.buyer();
  await shop.paid(token);
  return [shop, token];
}

for (const url of ['javascript:alert(1)', 'http://pay.test/x', '//evil.test', 'https://shop.test@evil.test/', '']) {
  test(`a phone is not sent to ${JSON.stringify(url)}, whoever named it`, async () => {
    const [shop, token] = await withGateway(url);
    await shop.refused('not_found', 'POST /handovers', {token, json: {page: 'payment'}});
  });
}

test('a page whose address is not of the header’s alphabet is reached all the same', async () => {
  const [shop, token] = await withGateway('https://pay.test/compra/añadir?a=\u20ac');
  assertLeadsTo(await scan(shop, await codeFor(shop, token)), 'https://pay.test/compra/a%C3%B1adir?a=%E2%82%AC');
});

test('what was tampered with in the store sends no phone anywhere', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const keys: string[] = [];
  const watched: Store = {
    ...store,
    set: (key, ...rest) => {
      keys.push(key);
      return store.set(key, ...rest);
    },
  };
  const shop = new Shop({store: watched}, {time});
  const token = await shop.buyer();
  await shop.paid(token);
  const code = await codeFor(shop, token);
  const key = keys.find(key => key.startsWith('handover:'));
  assert.ok(key !== undefined);
  await store.set(key, 'javascript:alert(1)', 300);
  assertLeadsNowhere(await scan(shop, code));
});

test('while the store is away a code is neither used up nor called spent', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  let away = false;
  const moody: Store = {
    ...store,
    replace: (...given) => (away ? Promise.reject(new Error('gone')) : store.replace(...given)),
  };
  const shop = new Shop({store: moody}, {time});
  const token = await shop.buyer();
  const {gatewayUrl} = await shop.paid(token);
  const code = await codeFor(shop, token);
  away = true;
  const {status} = await shop.refused('busy', `GET /handovers/${code}`, {origin: null});
  assert.equal(status, 503);
  away = false;
  assertLeadsTo(await scan(shop, code), gatewayUrl);
});
