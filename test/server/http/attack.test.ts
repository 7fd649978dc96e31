import {routes as definitions} from '../../../src/server/http/routes/index.js';
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {test} from 'node:test';
import {
  memoryStore,
  type BuyFlowOptions,
  type Measurement,
  type Store,
  type Vendor,
} from '../../../src/server/index.js';
import {
  ada,
  apiSecret,
  app,
  evil,
  field,
  hours,
  minutes,
  notify,
  order,
  own,
  Shop,
  until,
  type Answer,
  type Call,
  type Json,
} from '../setup.js';

/** Somebody with a session, a customer and a payment of their own. */
interface Person {
  email: string;
  name: string;
  token: string;
  resume: string;
  customer: string;
  payment: string;
  /** What only they may see. */
  secrets: readonly string[];
}

interface Siege {
  shop: Shop;
  attacker: Person;
  victim: Person;
}

interface Knock extends Call {
  path: string;
  json?: Json;
}

/** A route as a buyer in good faith calls it. */
interface Door {
  /** Whether only somebody with a session gets in. */
  guarded: boolean;
  knock: (who: Person) => Knock;
}

const query = new URLSearchParams(order).toString();

const doors: Record<string, Door> = {
  'POST /sessions': {guarded: false, knock: () => ({path: '/sessions', json: {}})},
  'GET /assets': {guarded: false, knock: () => ({path: '/assets'})},
  'GET /quotes': {guarded: false, knock: () => ({path: `/quotes?${query}`})},
  'POST /customers': {
    guarded: true,
    knock: ({email, name}) => ({path: '/customers', json: {email, name, locale: 'en'}}),
  },
  'POST /customers/verification': {
    guarded: true,
    knock: ({email}) => ({path: '/customers/verification', json: {email, code: '123456'}}),
  },
  'GET /customers/me': {guarded: true, knock: () => ({path: '/customers/me'})},
  'POST /payments': {
    guarded: true,
    knock: () => ({
      path: '/payments',
      json: {...order, receives: '1'},
      headers: {'idempotency-key': 'key'},
    }),
  },
  'GET /payments/:id': {guarded: true, knock: ({payment}) => ({path: `/payments/${payment}`})},
  'POST /handovers': {guarded: true, knock: () => ({path: '/handovers', json: {page: 'payment'}})},
  'GET /handovers/:code': {guarded: false, knock: () => ({path: `/handovers/${'x'.repeat(24)}`})},
  'POST /webhooks': {
    guarded: false,
    knock: ({payment}) => ({path: '/webhooks', json: {data: {id: payment}}}),
  },
};

const routes = Object.keys(doors);
const guarded = routes.filter(route => doors[route]?.guarded);
const methodOf = (route: string) => route.replace(/ .*/, '');

/** A route's call in good faith. */
function honest(route: string, who: Person): Knock {
  const door = doors[route];
  assert.ok(door, route);
  return door.knock(who);
}

/** `path` with one more parameter, or several. */
const withQuery = (path: string, more: string) => `${path}${path.includes('?') ? '&' : '?'}${more}`;

/** Enough for a whole siege. */
const limits = {calls: 100_000, market: 100_000, sessions: 100_000, codesPerMailbox: 100_000};

async function settle(shop: Shop, email: string, name: string): Promise<Person> {
  const {token, resume} = await shop.verified(email);
  const customer = await shop.customerId(email);
  await shop.control(`customers/${customer}`, {kyc: 'valid'});
  // Until then, what a registration said is believed without a look.
  shop.time.pass(2000);
  const {id, gatewayUrl} = await shop.paid(String(token), 'key', email === ada.email ? '100' : '123.45');
  const row = (await shop.state('customers')).find(row => String(row['id']) === customer);
  const secrets = [email, name, customer, id, gatewayUrl, row?.['kycUrl'], token, resume].map(String);
  return {email, name, token: String(token), resume: String(resume), customer, payment: String(id), secrets};
}

/** A shop with a victim who bought something, and an attacker who is a customer, too. */
async function siege(options: Partial<BuyFlowOptions> = {}): Promise<Siege> {
  const shop = new Shop({limits, ...options});
  const victim = await settle(shop, 'returning@example.org', 'Rita');
  const attacker = await settle(shop, ada.email, 'Byron');
  return {shop, attacker, victim};
}

/** Calls a route as `who` would, but for `changed`. */
function knock({shop}: Siege, route: string, who: Person, changed: Partial<Knock> = {}): Promise<Answer> {
  const asUsual = honest(route, who);
  const {path, ...call} = {token: who.token, ...asUsual, ...changed};
  return shop.call(`${methodOf(route)} ${path}`, {...call, headers: {...asUsual.headers, ...changed.headers}});
}

/** What an answer says, without what is random and so differs from one to the next of the same kind. */
function said({status, json, headers}: Answer): string {
  const random = ['requestId', 'token', 'resume', 'expiresIn', ...(status < 400 ? ['code'] : [])];
  const told = Object.entries(json).filter(([name]) => !random.includes(name));
  return JSON.stringify([status, told, [...headers]]);
}

/** Headers of every answer there is; whatever else an answer had would have been injected. */
const ours = new Set([
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'cache-control',
  'content-type',
  'referrer-policy',
  'retry-after',
  'vary',
  'x-content-type-options',
]);
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const propertiesOf = () => JSON.stringify(prototypes.map(prototype => Reflect.ownKeys(prototype).map(String)));
const clean = propertiesOf();

/** Fails where an answer tells the attacker anything of the victim's, is not what we answer, or shows that something broke. */
function assertHarmless({victim}: Siege, answer: Answer, what: string): void {
  const {status, text, headers} = answer;
  const told = said(answer);
  for (const secret of victim.secrets) {
    const quoted = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    assert.doesNotMatch(told, new RegExp(`(?<!\\w)${quoted}(?!\\w)`, 'i'), what);
  }
  for (const [name] of headers) assert.ok(ours.has(name), `${name} is answered by ${what}`);
  assert.ok(status < 500, `${what}: ${status} ${text}`);
  assert.equal(propertiesOf(), clean, `${what} changed a prototype`);
}

/** Everything at the vendor that is not the attacker's own. */
async function othersAt({shop, attacker}: Siege): Promise<string> {
  const customers = (await shop.state('customers')).filter(({id}) => String(id) !== attacker.customer);
  const payments = (await shop.state('payments')).filter(row => String(row['user_id']) !== attacker.customer);
  return JSON.stringify([customers, payments]);
}

test('the attacker tries every route that there is', () => {
  const served = definitions.map(({method, path}) => `${method} ${path}`);
  assert.deepEqual([...routes].sort(), served.sort());
});

test('nobody without a session of their own gets through a guarded route, wherever they put what they have', async () => {
  const at = await siege();
  const {shop, victim, attacker} = at;
  const expired = victim.token;
  shop.time.pass(16 * minutes);
  const {token, resume} = await shop.resume(victim.resume);
  const fresh = String(token);
  const elsewhere = await shop.token({origin: app});
  const before = await othersAt(at);
  const asked = shop.asked.length;
  const told = new Set<string>();
  for (const route of guarded) {
    const asUsual = honest(route, victim);
    const tries: Partial<Knock>[] = [
      {},
      {token: expired},
      {token: String(resume)},
      {token: attacker.resume},
      {token: elsewhere},
      {token: `${fresh},${attacker.token}`},
      {token: `${fresh} ${attacker.token}`},
      {token: fresh.toUpperCase()},
      {token: encodeURIComponent(`"${fresh}"`)},
      {token: `${fresh}=`},
      {token: `${fresh}.`},
      {token: 'null'},
      {token: '__proto__'},
      {headers: {authorization: `Basic ${Buffer.from(`victim:${fresh}`).toString('base64')}`}},
      {headers: {authorization: fresh}},
      {headers: {authorization: `Bearer\u00a0${fresh}`}},
      {headers: {'proxy-authorization': `Bearer ${fresh}`}},
      {headers: {'x-forwarded-authorization': `Bearer ${fresh}`, 'x-authorization': `Bearer ${fresh}`}},
      {headers: {auth: fresh, token: fresh, 'x-access-token': fresh}},
      {headers: {cookie: `token=${fresh}; session=${fresh}; authorization=Bearer ${fresh}`}},
      {path: withQuery(asUsual.path, `token=${fresh}&access_token=${fresh}&authorization=Bearer%20${fresh}`)},
    ];
    for (const changed of tries) {
      const {path, ...call} = {...asUsual, ...changed};
      const what = `${route} with ${JSON.stringify(changed)}`;
      const answer = await shop.call(`${methodOf(route)} ${path}`, call);
      assertHarmless(at, answer, what);
      assert.equal(answer.json['code'], 'session_expired', what);
      told.add(said(answer));
    }
  }
  assert.equal(told.size, 1, 'what is wrong with a token shows');
  assert.equal(shop.asked.length, asked, 'the vendor was asked for somebody without a session');
  assert.equal(await othersAt(at), before);
});

test('a stolen token is of no use on the attacker’s own page, whatever the route', async () => {
  const at = await siege({allowedOrigins: [app, evil]});
  const {shop, victim} = at;
  const asked = shop.asked.length;
  for (const route of guarded) {
    for (const origin of [app, evil, 'http://shop.test', 'https://shop.test:444', 'https://shop.test.']) {
      const {status, json} = await knock(at, route, victim, {origin});
      assert.ok(status === 401 || status === 403, `${route} from ${origin}: ${status} ${String(json['code'])}`);
    }
  }
  await shop.refused('resume_expired', 'POST /sessions', {origin: evil, json: {resume: victim.resume}});
  assert.equal(shop.asked.length, asked);
});

for (const route of routes) {
  test(`${route} is answered to who one is, and not to who one says to be`, async () => {
    const at = await siege();
    const {shop, victim, attacker} = at;
    const {customer, email, payment, token, resume} = victim;
    const {path, json} = honest(route, attacker);
    const rightly = await knock(at, route, attacker);
    const before = await othersAt(at);
    const grant = {origin: own, purchase: 'x', customer, email, payment};
    const claims = {
      customer,
      customerId: customer,
      user_id: customer,
      id: customer,
      payment,
      payment_id: payment,
      grant,
    };
    const parameters = new URLSearchParams({
      customer,
      user_id: customer,
      id: payment,
      payment,
      token,
      auth: token,
      resume,
    });
    const tries: Partial<Knock>[] = [
      {path: withQuery(path, parameters.toString())},
      {path: `${path}#/payments/${payment}`},
      {headers: {'x-customer-id': customer, 'x-user-id': customer, 'x-email': email, remote_user: email}},
      {headers: {'x-original-url': `/cryptopocket/payments/${payment}`, 'x-rewrite-url': `/payments/${payment}`}},
      {headers: {'x-http-method-override': 'GET', 'x-http-method': 'DELETE', 'x-method-override': 'PUT'}},
      {headers: {'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'http', 'x-forwarded-prefix': '/evil'}},
      {headers: {forwarded: 'for=127.0.0.1;host=evil.test', 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1'}},
      {headers: {'x-host': 'evil.test', 'x-forwarded-server': 'evil.test', via: '1.1 evil.test', referer: evil}},
      {headers: {cookie: `token=${token}; customer=${customer}`, 'x-api-key': 'x', auth: token}},
      {headers: {'access-control-request-headers': 'x', 'x-custom': '%0d%0aset-cookie: a=b', range: 'bytes=0-1'}},
      {headers: {'accept-encoding': 'x', accept: 'text/html', 'accept-language': '<script>', expect: '200-ok'}},
      ...(json === undefined ? [] : [{json: {...claims, ...json}}]),
    ];
    for (const changed of tries) {
      const what = `${route} with ${JSON.stringify(changed)}`;
      const answer = await knock(at, route, attacker, changed);
      assertHarmless(at, answer, what);
      assert.equal(said(answer), said(rightly), what);
      // Whatever token came out of it opens nothing of the victim's.
      const {token: gained} = answer.json;
      if (typeof gained === 'string') await shop.refused('not_found', `GET /payments/${payment}`, {token: gained});
    }
    assert.equal(await othersAt(at), before);
  });

  test(`${route} has one method, whatever a header says`, async () => {
    const at = await siege();
    const asked = at.shop.asked.length;
    const {path, headers} = honest(route, at.attacker);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY', 'get1', 'POST-', '*']) {
      if (routes.includes(route.replace(/^\w+/, method))) continue;
      for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
        const call = {token: at.attacker.token, headers: {...headers, [header]: methodOf(route)}};
        assertHarmless(at, await at.shop.refused('not_found', `${method} ${path}`, call), `${method} ${path}`);
      }
    }
    assert.equal(at.shop.asked.length, asked);
  });

  test(`${route} is found by its own path alone: another spelling is that route with all its checks, or none`, async () => {
    const at = await siege();
    const {shop, victim} = at;
    const {path, ...call} = honest(route, victim);
    const [bare = '', search = ''] = path.split(/(?=\?)/);
    const before = await othersAt(at);
    for (const spelled of [
      `/${bare}`,
      `/.${bare}`,
      `/x/..${bare}`,
      `/%2e${bare}`,
      `/..;${bare}`,
      `/;${bare}`,
      bare.replace(/^\//, '\\'),
      bare.replace(/^\//, '/%2f'),
      bare.replace(/^\//, '/%5c'),
      bare.toUpperCase(),
      bare.replace(/[ae]/, letter => `%${letter.charCodeAt(0).toString(16)}`),
      `${bare}/`,
      `${bare}//`,
      `${bare}/.`,
      `${bare}/..`,
      `${bare}/%2e%2e/assets/x`,
      `${bare}.`,
      `${bare}.json`,
      `${bare};x=y`,
      `${bare}%00`,
      `${bare}%0d%0aset-cookie:%20a=b`,
      `${bare}%20`,
      `${bare}%3f`,
      `${bare}%23`,
      `${bare}/me`,
      `${bare}/__proto__`,
      `${bare}/constructor`,
      `/https://evil.test${bare}`,
      `/@evil.test${bare}`,
      `/${'x/'.repeat(2000)}x${bare}`,
    ]) {
      const what = `${methodOf(route)} ${spelled}`;
      const elsewhere = await shop.call(what + search, {...call, origin: evil});
      // The vendor's own door asks for no origin, but for a signature; a phone's, for a code.
      if (elsewhere.status !== 410) {
        assert.match(String(elsewhere.json['code']), /^(?:origin_not_allowed|not_found)$/, what);
      }
      const asked = shop.asked.length;
      const nobody = await shop.call(what + search, call);
      if (doors[route]?.guarded) {
        assert.match(String(nobody.json['code']), /^(?:session_expired|not_found)$/, what);
        assert.equal(shop.asked.length, asked, what);
      }
      const attacker = await shop.call(what + search, {...call, token: at.attacker.token});
      for (const answer of [elsewhere, nobody, attacker]) assertHarmless(at, answer, what);
    }
    assert.equal(await othersAt(at), before);
  });
}

/** Values that have broken somebody's program before. */
const strange: unknown[] = [
  null,
  true,
  0,
  -1,
  0.1,
  1e308,
  [],
  [[]],
  {},
  {length: 1e9},
  {toString: 'x', valueOf: 1},
  {$ne: null},
  {$gt: ''},
  ['returning@example.org'],
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\r\nset-cookie: a=b',
  '\ud800',
  '\u202e',
  '\ufeff',
  '\u200b',
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '1e3',
  '1,5',
  '٥',
  '5000000000000000000',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  "' OR '1'='1",
  '"; DROP TABLE customers; --',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '../../../etc/passwd',
  '..%2f..%2fcustomers%2flist',
  '*',
  '%',
  '%s%n%x',
  '(a+)+$',
  'a'.repeat(5000),
  'a@'.repeat(5000),
  'a.'.repeat(5000),
  '9'.repeat(5000),
  '\u0130'.repeat(200),
];

for (const route of routes) {
  test(`${route} takes nothing that a field or a parameter should not be, and breaks over nothing`, async () => {
    const at = await siege();
    const before = await othersAt(at);
    const {path, json} = honest(route, at.attacker);
    // A good order among them is one payment at most, as all have the same key.
    for (const name of [
      ...Object.keys(json ?? {}),
      'resume',
      'externalId',
      'wallet',
      'locale',
      '__proto__',
      'toString',
    ]) {
      for (const value of json === undefined ? [] : strange) {
        const changed = {...json, [name]: value};
        const answer = await knock(at, route, at.attacker, {json: changed});
        assertHarmless(at, answer, `${route} with ${JSON.stringify(changed).slice(0, 200)}`);
      }
    }
    for (const name of [
      'amount',
      'asset',
      'chain',
      'paymentType',
      'known',
      'wait',
      'fresh',
      '__proto__',
      'constructor',
    ]) {
      for (const value of strange.map(value => (typeof value === 'string' ? value : JSON.stringify(value)))) {
        const [bare = '', search] = path.split('?');
        const given = new URLSearchParams(search);
        given.set(name, value);
        const answer = await knock(at, route, at.attacker, {path: `${bare}?${given.toString()}`});
        assertHarmless(at, answer, `${route}?${name}=${value.slice(0, 200)}`);
      }
    }
    for (const name of [
      'authorization',
      'origin',
      'idempotency-key',
      'content-type',
      'x-signature',
      'x-timestamp',
      'sec-fetch-site',
    ]) {
      for (const value of strange.filter(value => typeof value === 'string')) {
        if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) continue;
        const answer = await knock(at, route, at.attacker, {headers: {[name]: value}});
        assertHarmless(at, answer, `${route} with ${name}: ${value.slice(0, 200)}`);
      }
    }
    assert.equal(await othersAt(at), before);
  });
}

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
    'a list of hops that all claim to be ours',
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

test('a mailbox costs the same work whether or not it is a customer’s, down to what is read and written', async () => {
  const inner = memoryStore();
  const work: string[] = [];
  const store: Store = new Proxy(inner, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        work.push(`${String(name)} ${String(given[0]).replace(/[0-9a-f-]{36}/, '')}`);
        return Reflect.apply(method, target, given) as unknown;
      };
    },
  });
  const shop = new Shop({store});
  await shop.token();
  const works = new Set<string>();
  for (const email of [
    'returning@example.org',
    'banned@example.org',
    'nobody@example.org',
    'nobody@disposable.example',
  ]) {
    const token = await shop.token();
    work.length = 0;
    await shop.ok('POST /customers', {token, json: {...ada, email}});
    for (const guess of ['000000', '000001', '999999']) {
      if (guess === shop.codeOf(email)) continue;
      await shop.refused('code_wrong', 'POST /customers/verification', {token, json: {email, code: guess}});
    }
    await shop.refused('customer_required', 'GET /customers/me', {token});
    works.add(work.join('\n'));
  }
  assert.equal(works.size, 1, [...works].join('\n\n'));
  assert.deepEqual(shop.asked, []);
});

for (const email of [
  'returning@exa\u017fple.org',
  'retur\u200bning@example.org',
  'returning\u3002@example.org',
  '\u212airk@example.org',
  '\u017fara@example.org',
  'returning@example.org\u0000',
  'returning@example.org.',
  'returning@example..org',
  '.returning@example.org',
  'returning @example.org',
  '"returning"@example.org',
  'returning@[127.0.0.1]',
  'returning%evil.test@example.org@evil.test',
  'returning@example.org?cc=x@evil.test',
  'returning@example.org;x@evil.test',
  '<returning@example.org>',
  '(comment)returning@example.org',
]) {
  test(`${JSON.stringify(email)} is nobody’s address, so it cannot pass for somebody’s`, async () => {
    const shop = new Shop();
    const token = await shop.token();
    await shop.refused('email_invalid', 'POST /customers', {token, json: {...ada, email}});
    await shop.refused('email_invalid', 'POST /customers/verification', {token, json: {email, code: '123456'}});
    assert.deepEqual([shop.mail, shop.asked], [[], []]);
  });
}

test('what makes one mailbox look like another is not folded away: a tag or a dot is another customer', async () => {
  const shop = new Shop();
  const customers = new Set();
  for (const email of ['ada.byron@example.org', 'adabyron@example.org', 'adabyron+1@example.org']) {
    await shop.verified(email);
    customers.add(await shop.customerId(email));
  }
  assert.equal(customers.size, 3);
});

test('a guest who registered is not for the next who logs in on that computer', async () => {
  let email: string | null = null;
  const identify = () => (email === null ? null : {reference: email, email, name: 'Somebody'});
  const shop = new Shop({identify}, {registerOnly: true});
  const {resume} = await shop.ok('POST /customers', {token: await shop.token(), json: ada});
  await shop.resume(resume);
  email = 'returning@example.org';
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}});
});

test('without codes, of two who register one e-mail at once, the second is not lent the first one’s customer', async () => {
  // A vendor whose listing lags behind, and that answers a known e-mail with the known customer.
  const stub: Partial<Vendor> = {
    findCustomer: () => Promise.resolve(undefined),
    registerCustomer: () => Promise.resolve({id: '1', kycUrl: 'https://kyc.test/of-the-first'}),
    kycStatus: () => Promise.resolve('required'),
  };
  const shop = new Shop({vendor: stub as Vendor}, {registerOnly: true});
  const [first, second] = [await shop.token(), await shop.token()];
  const mine = {token: first, json: ada};
  const answers = await Promise.all([mine, mine].map(call => shop.call('POST /customers', call)));
  assert.deepEqual(
    answers.map(({status}) => status),
    [200, 200],
  );
  const {text} = await shop.refused('customer_exists', 'POST /customers', {token: second, json: ada});
  assert.ok(!text.includes('kyc.test'));
  await shop.ok('POST /customers', mine);
});

test('a customer’s id, however the vendor writes it, ends where another’s key begins', async () => {
  const created: string[] = [];
  const stub: Partial<Vendor> = {
    findCustomer: email => Promise.resolve({id: email.startsWith('victim') ? '5:1' : '5', email, kyc: 'approved'}),
    quote: () => Promise.resolve({receives: '1'}),
    createGuidedPayment({customerId}) {
      created.push(customerId);
      return Promise.resolve({id: `p${created.length}`, gatewayUrl: `https://pay.test/${created.length}`});
    },
    payment: id => Promise.reject(new Error(`${id} cannot be read`)),
  };
  const shop = new Shop({vendor: stub as Vendor});
  const [victim, attacker] = [await shop.buyer('victim@example.org'), await shop.buyer('attacker@example.org')];
  const json = {...order, receives: '1'};
  const theirs = await shop.pay(victim, 'key', json);
  const mine = await shop.pay(attacker, '1:key', json);
  assert.deepEqual([theirs.status, mine.status, created], [201, 201, ['5:1', '5']]);
  assert.notDeepEqual(field(mine.json, 'payment'), field(theirs.json, 'payment'));
});

test('somebody who is no customer cannot have the vendor asked about payments', async () => {
  const at = await siege();
  const {shop, victim} = at;
  const token = await shop.token();
  const asked = shop.asked.length;
  for (const id of [victim.payment, 'x', '1', 'y'.repeat(255)]) {
    await shop.refused('not_found', `GET /payments/${id}?known=created&wait=30`, {token});
  }
  assert.equal(shop.asked.length, asked);
});

test('a buyer whose identity check has no link to be found does not have it searched for with every look', async () => {
  let searched = 0;
  const stub: Partial<Vendor> = {
    findCustomer: email => Promise.resolve((searched++, {id: '1', email, kyc: 'required'})),
    kycStatus: () => Promise.resolve('required'),
  };
  const shop = new Shop({vendor: stub as Vendor});
  const {token} = await shop.verified();
  const before = searched;
  for (let nth = 0; nth < 50; nth++) await shop.ok('GET /customers/me', {token: String(token)});
  assert.equal(searched - before, 1);
  shop.time.pass(10_000);
  await shop.ok('GET /customers/me', {token: String(token)});
  assert.equal(searched - before, 2);
});

test('payments that the attacker never pays do not make others’ news wait', async context => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const told: string[] = [];
  const shop = new Shop({onPayment: ({id}) => void told.push(id)});
  const token = await shop.buyer();
  const attacker = await shop.buyer('reinforced+none@example.org');
  await shop.control(`customers/${await shop.customerId('reinforced+none@example.org')}`, {kyc: 'valid'});
  for (let nth = 0; nth < 30; nth++) await shop.paid(attacker, `key${nth}`);
  const {id} = await shop.paid(token);
  shop.time.pass(10 * minutes);
  await shop.control(`payments/${String(id)}`, {status: 'coins_sent'});
  await notify(shop, id);
  await until(() => told.length > 0);
  assert.deepEqual(told, [`${String(id)}:completed`]);
});

for (const length of ['1', '0', '-1', 'NaN', '', '1, 1', '16384']) {
  test(`a body without end is not read to its end because its length is said to be “${length}”`, async () => {
    const shop = new Shop();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        // So that a reader who goes on for ever comes to an end here.
        if (sent > 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    const headers = {'content-type': 'application/json', 'content-length': length};
    await shop.refused('body_too_large', 'POST /sessions', {body: endless, headers});
    assert.ok(sent < 64 * 1024, `${sent} bytes were read`);
  });
}

test('what an operator counts has no more names than we gave, whatever the attacker asks', async () => {
  const seen: Measurement[] = [];
  const shop = new Shop({observe: measurement => seen.push(measurement)});
  for (let nth = 0; nth < 20; nth++) {
    await shop.call(`X-${nth} /assets`);
    await shop.call(`GET /${nth}/assets`);
    await shop.call(`GET /payments/${nth}`);
    await shop.call(`GET /nothing/${nth}`);
  }
  const names = seen.map(measurement =>
    measurement.kind === 'request' ? `${measurement.method} ${measurement.route}` : measurement.kind,
  );
  assert.deepEqual([...new Set(names)].sort(), [
    'GET /assets',
    'GET /payments/:id',
    'GET other',
    'other /assets',
    'vendor',
  ]);
});

test('a complaint of a megabyte is told to the operator, and does not stop the shop for it', async () => {
  const shop = new Shop({sendCode: () => Promise.reject(new Error(`${'x'.repeat(1_000_000)} @ada@example.org`))});
  await shop.refused('busy', 'POST /customers', {token: await shop.token(), json: {...ada, email: 'x@example.org'}});
  assert.match(shop.log.at(-1)?.error ?? '', /^x+ …$/);
});

test('a captured notification is of no use with any other time, wherever its text and its time are cut apart', async () => {
  const shop = new Shop();
  const now = String(Math.floor(shop.time.clock() / 1000));
  const body = '{"data":{"id":"1"}}';
  const signature = createHmac('sha256', apiSecret)
    .update(body + now)
    .digest('hex');
  const forge = (body: string, time: string, signed = signature) =>
    notify(shop, '', {body, headers: {'x-timestamp': time, 'x-signature': signed}});
  assert.equal((await forge(body, now)).status, 200);
  for (const [text, time] of [
    [body, `0${now}`],
    [body, `+${now}`],
    [body, `${now}.0`],
    [body, `${now}e0`],
    [body, `${now}000`],
    [body, `-${now}`],
    [body, `${now}, ${now}`],
    [body, `${now} ${now}`],
    [body, String(Number(now) + 1)],
    [body, '9'.repeat(400)],
    [body + now.slice(0, 1), now.slice(1)],
    [body.slice(0, -1), `}${now}`],
    [`${body}${now}`, ''],
    [` ${body}`, now],
    ['', now],
  ] as const) {
    assert.equal((await forge(text, time)).status, 404, `${text} at ${time}`);
  }
  for (const signed of [
    '',
    signature.slice(0, -1),
    `${signature}0`,
    `${signature}, ${signature}`,
    `sha256=${signature}`,
    `0x${signature}`,
    '0'.repeat(64),
    'A'.repeat(43),
    `${'A'.repeat(43)}=`,
    createHmac('sha256', apiSecret).update(body).digest('hex'),
    createHmac('sha256', apiSecret)
      .update(now + body)
      .digest('hex'),
    createHmac('sha1', apiSecret)
      .update(body + now)
      .digest('hex'),
    createHmac('sha512', apiSecret)
      .update(body + now)
      .digest('hex'),
  ]) {
    assert.equal((await forge(body, now, signed)).status, 404, signed);
  }
  shop.time.pass(301_000);
  assert.equal((await forge(body, now)).status, 404);
});

for (const url of [
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://shop.test/x',
  'file:///etc/passwd',
  'http://pay.test/x',
  '//pay.test/x',
  'https:pay.test',
  'https://shop.test@evil.test/x',
  'https://:x@evil.test/x',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '',
]) {
  test(`a vendor that has been taken over sends no buyer to ${JSON.stringify(url)}`, async () => {
    const shop: Shop = new Shop({
      async fetch(input, init) {
        const request = new Request(input, init);
        const response = await shop.sandbox.fetch(request);
        if (!/\/create(?:Guided)?Payment$/.test(request.url)) return response;
        return Response.json({status: 'ok', data: {payment_id: 'p1', gateway_url: url, url_payment: url}});
      },
    });
    for (const [key, wallet] of [
      ['guided', undefined],
      ['direct', '0x1111111111111111111111111111111111111111'],
    ] as const) {
      const token = await shop.buyer();
      const {status, text} = await shop.pay(token, key, await shop.purchase('100', {wallet}));
      assert.equal(status, 502);
      assert.ok(url === '' || !text.includes(JSON.stringify(url).slice(1, -1)));
    }
  });
}

test('what is stored for going on goes on with that alone: with the one payment, for a day, on the one page', async () => {
  const at = await siege();
  const {shop, attacker, victim} = at;
  const {email} = attacker;
  const paid = await shop.paid(await shop.buyer(email), 'another');
  const json = {...order, receives: '1'};
  // Nothing beside it in the body makes it another's, or lifts what it is bound to.
  const more = {payment: victim.payment, customer: victim.customer, email: victim.email, purchase: 'x', origin: evil};
  const {token, payment, resume} = await shop.session({json: {resume: paid['resume'], ...more}});
  assert.equal(payment, paid['id']);
  for (const id of [attacker.payment, victim.payment, 'nobodys']) {
    await shop.refused('not_found', `GET /payments/${id}`, {token: String(token)});
  }
  const again = await shop.pay(String(token), 'third', json);
  assert.equal(field(again.json, 'payment')['id'], paid['id']);
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}, origin: app});
  for (const route of guarded) {
    const {json} = await knock(at, route, attacker, {token: String(resume)});
    assert.equal(json['code'], 'session_expired', route);
  }
  shop.time.pass(24 * hours);
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}});
});

test('every document of the shop’s secrets is another: no session secret signs the vendor’s notifications', async () => {
  const sessionSecret = 's'.repeat(32);
  const shop = new Shop({sessionSecret});
  assert.equal((await notify(shop, '1', {secret: sessionSecret})).status, 404);
  const {token, resume} = await shop.session();
  assert.equal((await notify(shop, '1', {secret: String(token)})).status, 404);
  assert.equal((await notify(shop, '1', {secret: String(resume)})).status, 404);
});
