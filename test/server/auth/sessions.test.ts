import assert from 'node:assert/strict';
import {test} from 'node:test';
import {EncryptJWT, SignJWT, generateKeyPair} from 'jose';
import {app, apiSecret, createTime, evil, field, hours, minutes, own, Shop, type Json} from '../setup.js';

const me = 'GET /customers/me';
/** What a session that works answers to somebody who is no customer yet. */
const alive = 'customer_required';

const encode = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
/** What anybody can read in a signed token. */
const decode = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Json;

test('a page on the adapter’s own host and one of an allowed origin get a session', async () => {
  const shop = new Shop();
  for (const origin of [own, app]) {
    const {expiresIn, identified, guest, payment} = await shop.session({origin});
    assert.deepEqual([expiresIn, identified, guest, payment], [15 * 60, 'no', 'code', undefined]);
  }
});

for (const origin of [
  evil,
  'null',
  '',
  'https://shop.test.evil.test',
  'https://evil.test#shop.test',
  'https://shop.test:8443',
  'https://sub.shop.test',
  'https://app.test.evil.test',
  'http://app.test',
  'file://',
  null,
]) {
  test(`a page of ${origin === null ? 'no origin' : `“${origin}”`} gets no session, and nobody is asked who is logged in`, async () => {
    let asked = 0;
    const shop = new Shop({identify: () => (asked++, null)});
    const {headers} = await shop.refused('origin_not_allowed', 'POST /sessions', {origin, json: {}});
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(asked, 0);
  });
}

test('forwarding headers make nobody’s origin the shop’s', async () => {
  const headers = {
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    'x-original-host': 'evil.test',
    forwarded: 'host=evil.test;proto=https',
    referer: `${own}/`,
  };
  await new Shop().refused('origin_not_allowed', 'POST /sessions', {origin: evil, json: {}, headers});
});

test('what a page gets whose own name was made to point at the shop is of no use at the shop', async () => {
  const shop = new Shop();
  const {token, resume} = await shop.session({origin: evil, host: evil});
  for (const origin of [own, app, null]) {
    await shop.refused('session_expired', me, {token: String(token), origin});
    await shop.refused('resume_expired', 'POST /sessions', {json: {resume}, origin});
  }
  await shop.refused('origin_not_allowed', me, {token: String(token), origin: evil});
});

test('behind a proxy that ends TLS, the shop’s page is still the shop’s', async () => {
  const shop = new Shop();
  await shop.token({origin: own, host: 'http://shop.test'});
});

test('a session works from the origin that it was minted for, and from no other', async () => {
  const shop = new Shop();
  const token = await shop.token();
  const appToken = await shop.token({origin: app});
  await shop.refused(alive, me, {token});
  await shop.refused(alive, me, {token: appToken, origin: app});
  for (const call of [
    {token, origin: app},
    {token: appToken, origin: own},
    // A GET of the shop's own pages carries no origin; one of another site never lacks it.
    {token: appToken, origin: null},
  ]) {
    const {status} = await shop.refused('session_expired', me, call);
    assert.equal(status, 401);
  }
  await shop.refused(alive, me, {token, origin: null});
  await shop.refused('origin_not_allowed', me, {token, origin: null, headers: {'sec-fetch-site': 'cross-site'}});
  await shop.refused('origin_not_allowed', me, {token, origin: null, headers: {'sec-fetch-site': 'same-site'}});
});

test('a session ends after fifteen minutes', async () => {
  const shop = new Shop();
  const token = await shop.token();
  shop.time.pass(15 * minutes - 1000);
  await shop.refused(alive, me, {token});
  shop.time.pass(1000);
  await shop.refused('session_expired', me, {token});
});

test('the attacker who changes, forges or swaps a token is told what everybody without one is told', async () => {
  const shop = new Shop();
  const {token, resume} = await shop.session();
  const sealed = String((await shop.verified())['token']);
  const header = sealed.replace(/\..*/, '');
  const claims = {grant: {origin: own, purchase: crypto.randomUUID(), customer: '5001'}};
  /** Encrypted as ours are, but with `key`, or for another end. */
  const encrypt = (key: Uint8Array, audience = 'session', enc = 'A256GCM') =>
    new EncryptJWT(claims)
      .setProtectedHeader({alg: 'dir', enc})
      .setIssuer('cryptopocket-buy')
      .setAudience(audience)
      .setExpirationTime(new Date(shop.time.clock() + hours))
      .encrypt(key);
  const sign = (key: Uint8Array, alg = 'HS256') =>
    new SignJWT(claims)
      .setProtectedHeader({alg})
      .setIssuer('cryptopocket-buy')
      .setAudience('session')
      .setExpirationTime(new Date(shop.time.clock() + hours))
      .sign(key);
  const {publicKey} = await generateKeyPair('RSA-OAEP-256', {extractable: true});
  const toAnyKey = await new EncryptJWT(claims)
    .setProtectedHeader({alg: 'RSA-OAEP-256', enc: 'A256GCM'})
    .encrypt(publicKey);
  const byPassword = await new EncryptJWT(claims)
    .setProtectedHeader({alg: 'PBES2-HS256+A128KW', enc: 'A256GCM'})
    .encrypt(new TextEncoder().encode(apiSecret));
  const none = encode({alg: 'none'});
  /** `text` with one of its parts not as it was, for each of its parts. */
  const changed = (text: string) => {
    const parts = text.split('.');
    const other = (part: string) => part.replace(/^./, first => (first === 'A' ? 'B' : 'A'));
    return parts.map((_, nth) => parts.map((part, at) => (at === nth ? other(part) : part)).join('.'));
  };
  const withHeader = (text: string, changes: object) => `${encode(changes)}.${text.split('.').slice(1).join('.')}`;
  const owner = encode({...decode(String(token)), grant: {...claims.grant, since: shop.time.clock()}});
  const answers = [];
  for (const forged of [
    ...changed(String(token)),
    ...changed(sealed).filter(text => text !== sealed),
    `${none}.${encode(claims)}.`,
    `${none}.${owner}.`,
    String(token).replace(/\.[^.]*/, `.${owner}`),
    String(token).replace(/[^.]*$/, ''),
    withHeader(String(token), {alg: 'none'}),
    withHeader(String(token), {alg: 'HS512'}),
    withHeader(String(token), {alg: 'dir', enc: 'A256GCM'}),
    withHeader(sealed, {alg: 'none'}),
    withHeader(sealed, {alg: 'HS256'}),
    withHeader(sealed, {alg: 'dir', enc: 'A256GCM', zip: 'DEF'}),
    `${header}....`,
    await encrypt(new TextEncoder().encode(apiSecret.padEnd(32, '0').slice(0, 32))),
    await encrypt(new Uint8Array(32)),
    await encrypt(new Uint8Array(32), 'resume'),
    await encrypt(new Uint8Array(64), 'session', 'A256CBC-HS512'),
    await sign(new TextEncoder().encode(apiSecret.padEnd(32, '0'))),
    await sign(new Uint8Array(32)),
    await sign(new Uint8Array(64), 'HS512'),
    toAnyKey,
    byPassword,
    String(resume),
    'x',
    '..',
    '....',
    'a'.repeat(10_000),
  ]) {
    const {json, status} = await shop.refused('session_expired', me, {token: forged});
    answers.push(JSON.stringify([{...json, requestId: ''}, status]));
  }
  const {json, status} = await shop.refused('session_expired', me);
  assert.deepEqual(new Set(answers), new Set([JSON.stringify([{...json, requestId: ''}, status])]));
  await shop.refused('session_expired', me, {headers: {authorization: `Basic ${String(token)}`}});
});

test('a secret is changed without a buyer noticing: the old one is accepted for as long as it is given', async () => {
  const time = createTime();
  const [first, second] = ['f'.repeat(32), 's'.repeat(32)];
  const old = new Shop({sessionSecret: first}, {time});
  const both = new Shop({sessionSecret: [second, first]}, {time});
  const only = new Shop({sessionSecret: second}, {time});
  const before = await old.session();
  await both.refused(alive, me, {token: String(before['token'])});
  const renewed = await both.resume(before['resume']);
  await only.refused(alive, me, {token: String(renewed['token'])});
  await only.resume(renewed['resume']);
  await old.refused('session_expired', me, {token: String(renewed['token'])});
  await only.refused('session_expired', me, {token: String(before['token'])});
  await only.refused('resume_expired', 'POST /sessions', {json: {resume: before['resume']}});
});

test('clocks of instances that differ by less than the page’s own margin lock nobody out', async () => {
  const [here, ahead, behind] = [0, 29_000, -29_000].map(skew => createTime(Date.UTC(2026, 6, 1, 9) + skew));
  const shops = [here, ahead, behind].map(time => new Shop({}, {time: time ?? createTime()}));
  for (const minting of shops) {
    const {token, resume} = await minting.session();
    // The page uses a token until half a minute before its end.
    for (const shop of shops) shop.time.pass(15 * minutes - 60_000);
    for (const reading of shops) {
      await reading.refused(alive, me, {token: String(token)});
      await reading.resume(resume);
    }
  }
});

test('a session token resumes nothing', async () => {
  const shop = new Shop();
  const {token, resume} = await shop.session();
  for (const wrong of [token, '', 'x', `${String(resume)}x`, String(resume).replace(/^[^.]*/, encode({alg: 'none'}))]) {
    await shop.refused('resume_expired', 'POST /sessions', {json: {resume: wrong}});
  }
  for (const wrong of [5, {}, 'x'.repeat(8193), ['x']]) {
    await shop.refused('invalid_request', 'POST /sessions', {json: {resume: wrong}});
  }
});

test('instances with the same secret take each other’s tokens; others do not', async () => {
  const time = createTime();
  const [one, two] = [new Shop({}, {time}), new Shop({}, {time})];
  const {token, resume} = await one.session();
  await two.refused(alive, me, {token: String(token)});
  await two.resume(resume);
  for (const other of [
    new Shop({sessionSecret: 'a secret of thirty-two characters'}, {time}),
    new Shop({apiSecret: 'another'}, {time}),
  ]) {
    await other.refused('session_expired', me, {token: String(token)});
    await other.refused('resume_expired', 'POST /sessions', {json: {resume}});
  }
  const [three, four] = [1, 2].map(nth => new Shop({sessionSecret: 's'.repeat(32), apiSecret: `cs${nth}`}, {time}));
  await four?.refused(alive, me, {token: String((await three?.session())?.['token'])});
});

test('a purchase can be resumed for a day, from its own origin', async () => {
  const shop = new Shop();
  const {resume} = await shop.session();
  shop.time.pass(24 * hours - 1000);
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}, origin: app});
  const {identified} = await shop.resume(resume);
  assert.equal(identified, 'no');
  shop.time.pass(1000);
  const {status} = await shop.refused('resume_expired', 'POST /sessions', {json: {resume}});
  assert.equal(status, 403);
});

test('what anybody can read in a newcomer’s tokens is where and when the purchase began, and nothing of anybody', async () => {
  const shop = new Shop();
  const {token, resume} = await shop.session();
  for (const text of [String(token), String(resume)]) {
    const {grant} = decode(text);
    assert.deepEqual(Object.keys(grant as Json), ['origin', 'purchase', 'since']);
  }
});

test('neither the page’s token nor what is stored in the buyer’s browser tells who the buyer is', async () => {
  const shop = new Shop();
  const session = await shop.verified('returning@example.org');
  const id = await shop.customerId('returning@example.org');
  for (const token of [String(session['token']), String(session['resume'])]) {
    const told = token
      .split('.')
      .map(text => Buffer.from(text, 'base64url').toString('latin1'))
      .concat(token)
      .join('\n');
    assert.match(told, /A256GCM/);
    for (const secret of ['returning', 'example.org', id, 'http', own]) {
      assert.ok(!told.includes(secret), `${secret} in ${told}`);
    }
  }
});

test('a resumed purchase is the same buyer’s, and once it has its payment, it sees that payment and creates no other', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const first = await shop.paid(token, 'first');
  const second = await shop.paid(await shop.buyer(), 'second');
  const resumed = await shop.resume(first['resume']);
  assert.deepEqual([resumed['identified'], resumed['payment']], ['customer', first['id']]);
  const as = {token: String(resumed['token'])};
  const payment = await shop.ok(`GET /payments/${String(first['id'])}`, as);
  assert.equal(payment['gatewayUrl'], field(first, 'payment')['gatewayUrl']);
  await shop.refused('not_found', `GET /payments/${String(second['id'])}`, as);
  // Another key of the same purchase is answered with its payment, and another order is refused.
  for (const key of ['third', 'second', 'first']) {
    assert.equal(field((await shop.pay(as.token, key, await shop.purchase())).json, 'payment')['id'], first['id']);
    const other = await shop.pay(as.token, key, await shop.purchase('101'));
    assert.equal(other.json['code'], 'idempotency_key_reused');
  }
  // The answer to its own may have been lost.
  const told = await shop.pay(as.token, 'first', await shop.purchase());
  assert.deepEqual(field(told.json, 'payment')['id'], first['id']);
  assert.equal((await shop.state('payments')).length, 2);
  // Renewing changes nothing of that.
  const again = await shop.resume(resumed['resume']);
  await shop.refused('not_found', `GET /payments/${String(second['id'])}`, {token: String(again['token'])});
});

test('on a shared computer, one buyer’s purchase is not for the next who logs in', async () => {
  let buyer: {reference: string; email: string; name: string} | null = {
    reference: 'buyer-1',
    email: 'returning@example.org',
    name: 'Somebody',
  };
  const first = buyer;
  const shop = new Shop({identify: () => buyer});
  const {resume, token} = await shop.session();
  buyer = {...first, email: 'RETURNING@example.org'};
  await shop.resume(resume);
  for (const next of [null, {...first, reference: 'buyer-2'}, {...first, reference: 'b', email: 'ada@example.org'}]) {
    buyer = next;
    await shop.refused('resume_expired', 'POST /sessions', {json: {resume}});
    // Logging out ends the session as well.
    await shop.refused('session_expired', me, {token: String(token)});
  }
  buyer = first;
  await shop.resume(resume);
  assert.equal((await shop.ok(me, {token: String(token)}))['kyc'], 'approved');
});

test('a purchase ends after thirty days however often it is resumed, and after seven where no mailbox was proven', async () => {
  for (const [days, registerOnly] of [
    [30, false],
    [7, true],
  ] as const) {
    const shop = new Shop({}, {registerOnly});
    let {resume} = registerOnly ? await shop.session() : await shop.verified();
    for (let day = 0; day < days - 1; day++) {
      shop.time.pass(23.9 * hours);
      ({resume} = await shop.resume(resume));
    }
    shop.time.pass(23.9 * hours);
    const last = await shop.resume(resume);
    shop.time.pass(days * 0.1 * hours);
    await shop.refused('resume_expired', 'POST /sessions', {json: {resume: last['resume']}});
    await shop.refused('session_expired', me, {token: String(last['token'])});
  }
});

test('what was stored before a payment leads to that payment after it, and to no second one', async () => {
  const shop = new Shop();
  const session = await shop.verified('returning@example.org');
  const payment = await shop.paid(String(session['token']));
  const resumed = await shop.resume(session['resume']);
  assert.equal(resumed['payment'], payment['id']);
  const token = String(resumed['token']);
  assert.equal((await shop.ok(`GET /payments/${String(payment['id'])}`, {token}))['gatewayUrl'], payment['gatewayUrl']);
  const {json} = await shop.pay(token, 'another', await shop.purchase());
  assert.equal(field(json, 'payment')['id'], payment['id']);
  assert.equal((await shop.state('payments')).length, 1);
});

test('a tab that was renewed for days before its buyer is known leads to the payment that another tab made meanwhile', async () => {
  const shop = new Shop();
  let tab = await shop.session();
  const first = await shop.resume(tab['resume']);
  const payer = await shop.verified('returning@example.org', {token: String(first['token'])});
  const {id} = await shop.paid(String(payer['token']));
  for (let renewed = 0; renewed < 6; renewed += 1) {
    shop.time.pass(23 * hours);
    tab = await shop.resume(tab['resume']);
  }
  const late = await shop.verified('returning@example.org', {token: String(tab['token'])});
  assert.equal(late['payment'], id);
});

test('what was stored before anybody was known leads to no payment of whoever was known later, until they are again', async () => {
  const shop = new Shop();
  const {resume} = await shop.session();
  const proven = async (token: string, email: string) => {
    await shop.ok('POST /customers', {token, json: {email, name: 'Somebody'}});
    return shop.ok('POST /customers/verification', {token, json: {email, code: shop.codeOf(email)}});
  };
  const tab = async () => String((await shop.resume(resume))['token']);
  const payer = await proven(await tab(), 'returning@example.org');
  const {id} = await shop.paid(String(payer['token']));

  const stranger = await shop.resume(resume);
  assert.deepEqual([stranger['identified'], stranger['payment']], ['no', undefined]);
  const somebodyElse = await proven(await tab(), 'reviewing@example.org');
  assert.equal(somebodyElse['payment'], undefined);
  const resumed = await shop.resume(somebodyElse['resume']);
  assert.equal(resumed['payment'], undefined);
  for (const {token} of [stranger, somebodyElse, resumed]) {
    await shop.refused('not_found', `GET /payments/${String(id)}`, {token: String(token)});
  }

  const again = await proven(await tab(), 'returning@example.org');
  assert.equal(again['payment'], id);
  await shop.ok(`GET /payments/${String(id)}`, {token: String(again['token'])});
});
