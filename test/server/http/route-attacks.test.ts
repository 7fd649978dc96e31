import {routes as definitions} from '../../../src/server/http/routes/index.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {app, evil, minutes, own} from '../setup.js';

import {
  type AttackRequest,
  samples,
  routes,
  guarded,
  methodOf,
  usualRequest,
  withQuery,
  setUpAttack,
  send,
  asText,
  assertHarmless,
  othersAt,
} from './attacker.js';

test('the attacker tries every route that there is', () => {
  const served = definitions.map(({method, path}) => `${method} ${path}`);
  assert.deepEqual([...routes].sort(), served.sort());
});

test('nobody without a session of their own gets through a guarded route, wherever they put what they have', async () => {
  const at = await setUpAttack();
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
    const asUsual = usualRequest(route, victim);
    const tries: Partial<AttackRequest>[] = [
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
      told.add(asText(answer));
    }
  }
  assert.equal(told.size, 1, 'what is wrong with a token shows');
  assert.equal(shop.asked.length, asked, 'the vendor was asked for somebody without a session');
  assert.equal(await othersAt(at), before);
});

test('a stolen token is of no use on the attacker’s own page, whatever the route', async () => {
  const at = await setUpAttack({allowedOrigins: [app, evil]});
  const {shop, victim} = at;
  const asked = shop.asked.length;
  for (const route of guarded) {
    for (const origin of [app, evil, 'http://shop.test', 'https://shop.test:444', 'https://shop.test.']) {
      const {status, json} = await send(at, route, victim, {origin});
      assert.ok(status === 401 || status === 403, `${route} from ${origin}: ${status} ${String(json['code'])}`);
    }
  }
  await shop.refused('resume_expired', 'POST /sessions', {origin: evil, json: {resume: victim.resume}});
  assert.equal(shop.asked.length, asked);
});

for (const route of routes) {
  test(`${route} is answered to who one is, and not to who one says to be`, async () => {
    const at = await setUpAttack();
    const {shop, victim, attacker} = at;
    const {customer, email, payment, token, resume} = victim;
    const {path, json} = usualRequest(route, attacker);
    const rightly = await send(at, route, attacker);
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
    const tries: Partial<AttackRequest>[] = [
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
      const answer = await send(at, route, attacker, changed);
      assertHarmless(at, answer, what);
      assert.equal(asText(answer), asText(rightly), what);
      // Whatever token came out of it opens nothing of the victim's.
      const {token: gained} = answer.json;
      if (typeof gained === 'string') await shop.refused('not_found', `GET /payments/${payment}`, {token: gained});
    }
    assert.equal(await othersAt(at), before);
  });

  test(`${route} has one method, whatever a header says`, async () => {
    const at = await setUpAttack();
    const asked = at.shop.asked.length;
    const {path, headers} = usualRequest(route, at.attacker);
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
    const at = await setUpAttack();
    const {shop, victim} = at;
    const {path, ...call} = usualRequest(route, victim);
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
      if (samples[route]?.guarded) {
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
    const at = await setUpAttack();
    const before = await othersAt(at);
    const {path, json} = usualRequest(route, at.attacker);
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
        const answer = await send(at, route, at.attacker, {json: changed});
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
        const answer = await send(at, route, at.attacker, {path: `${bare}?${given.toString()}`});
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
        const answer = await send(at, route, at.attacker, {headers: {[name]: value}});
        assertHarmless(at, answer, `${route} with ${name}: ${value.slice(0, 200)}`);
      }
    }
    assert.equal(await othersAt(at), before);
  });
}
