import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ada, app, apiSecret, evil, idle, own, Shop, type Call} from '../setup.js';

const everyRoute = [
  'POST /sessions',
  'GET /assets',
  'GET /quotes',
  'POST /customers',
  'POST /customers/verification',
  'GET /customers/me',
  'POST /payments',
  'GET /payments/1',
  'POST /handovers',
];

test('a page of an allowed origin may ask before it sends, and may read the answer', async () => {
  const shop = new Shop();
  const headers = {'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization'};
  for (const what of everyRoute) {
    const path = what.replace(/^\w+/, 'OPTIONS');
    const answer = await shop.call(path, {origin: app, headers});
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), app);
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /authorization.*idempotency-key/);
    const asked = await shop.call(what, {origin: app});
    assert.equal(asked.headers.get('access-control-allow-origin'), app);
    assert.equal(asked.headers.get('access-control-expose-headers'), 'retry-after');
    // No cookie of the merchant's is ever to be sent along from elsewhere.
    for (const {headers} of [answer, asked]) assert.equal(headers.get('access-control-allow-credentials'), null);
  }
});

test('a page of another origin may neither ask nor read, whatever the route', async () => {
  const shop = new Shop();
  for (const origin of [evil, 'null']) {
    for (const what of [...everyRoute, ...everyRoute.map(what => what.replace(/^\w+/, 'OPTIONS')), 'GET /nothing']) {
      const {status, headers} = await shop.refused('origin_not_allowed', what, {origin});
      assert.equal(status, 403);
      assert.equal(headers.get('access-control-allow-origin'), null);
      assert.equal(headers.get('access-control-allow-headers'), null);
    }
  }
  assert.deepEqual(shop.asked, []);
});

test('market data needs no session, but is not for other sites', async () => {
  const shop = new Shop();
  for (const call of [{}, {origin: app}, {origin: null}, {origin: null, headers: {'sec-fetch-site': 'same-origin'}}]) {
    await shop.ok('GET /assets', call);
  }
  for (const site of ['cross-site', 'same-site', 'anything']) {
    await shop.refused('origin_not_allowed', 'GET /assets', {origin: null, headers: {'sec-fetch-site': site}});
  }
});

for (const what of [
  'GET /',
  'GET /nothing',
  'GET /sessions',
  'PUT /sessions',
  'DELETE /payments/1',
  'POST /assets',
  'POST /customers/me',
  'POST /payments/1',
  'GET /webhooks',
  'OPTIONS /webhooks',
  'GET /handovers',
  'POST /handovers/1',
  'HEAD /handovers/1',
  'OPTIONS /handovers/1',
  'GET /handovers/1/2',
  'GET /customers/1',
  'GET /payments/1/refunds',
  'GET /%00',
  'GET /payments//',
  'GET /__proto__',
]) {
  test(`there is no ${what}`, async () => {
    const {status} = await new Shop().refused('not_found', what);
    assert.equal(status, 404);
  });
}

const withBodies: [what: string, good: object][] = [
  ['POST /sessions', {}],
  ['POST /customers', ada],
  ['POST /customers/verification', {email: ada.email, code: '123456'}],
  ['POST /payments', {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '100'}],
  ['POST /handovers', {page: 'kyc'}],
];
const headers = {'content-type': 'application/json', 'idempotency-key': 'key'};

for (const [what, good] of withBodies) {
  const strange: [why: string, call: Call][] = [
    ['is of another type', {body: JSON.stringify(good), headers: {...headers, 'content-type': 'text/plain'}}],
    ['is a form', {body: new URLSearchParams({email: 'ada@example.org'}), headers: {'idempotency-key': 'key'}}],
    ['is of no type', {body: new TextEncoder().encode(JSON.stringify(good)), headers: {'idempotency-key': 'key'}}],
    ['breaks off', {body: '{"email":', headers}],
    ['is missing', {headers}],
    ['is null', {body: 'null', headers}],
    ['is a list', {body: '[[]]', headers}],
    ['is text', {body: '"text"', headers}],
    ['is no UTF-8', {body: new Uint8Array([0xff, 0xfe, 0x00]), headers}],
    ['is nested without end', {body: '['.repeat(16_000), headers}],
  ];
  for (const [why, call] of strange) {
    test(`${what} refuses a body that ${why}`, async () => {
      const shop = new Shop();
      const {status} = await shop.refused('invalid_request', what, {token: await shop.token(), ...call});
      assert.equal(status, 400);
    });
  }

  test(`${what} reads no more than any buyer has to say`, async () => {
    const shop = new Shop();
    const token = await shop.token();
    const json = {...good, more: 'x'.repeat(16 * 1024)};
    const length = String(JSON.stringify(json).length);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    for (const call of [{json}, {json, headers: {'content-length': length}}, {body: endless}]) {
      const all = {token, ...call, headers: {...headers, ...('headers' in call ? call.headers : {})}};
      const {status} = await shop.refused('body_too_large', what, all);
      assert.equal(status, 413);
    }
    assert.ok(sent < 64 * 1024, `${sent} bytes were read`);
    const {status} = await shop.call(what, {token, json: {...good, more: 'x'.repeat(15 * 1024)}, headers});
    assert.notEqual(status, 413);
  });

  test(`${what} is not misled by a prototype`, async () => {
    const shop = new Shop();
    const token = await shop.token();
    const polluting = ['__proto__', 'constructor', 'prototype'].map(
      key => `"${key}":{"customer":"5001","email":"a@b.cd","polluted":true,"prototype":{"polluted":true}}`,
    );
    const body = `{${polluting.join()},${JSON.stringify(good).slice(1)}`.replace(/,}$/, '}');
    await shop.call(what, {token, body, headers});
    await shop.refused(what === 'POST /sessions' ? 'customer_required' : 'session_expired', 'GET /customers/me', {
      token: what === 'POST /sessions' ? token : '__proto__',
    });
    assert.equal(({} as {polluted?: boolean}).polluted, undefined);
  });
}

test('controls in a name or an e-mail, which could add headers to a mail, are refused, as is what is far too long', async () => {
  const shop = new Shop();
  const token = await shop.token();
  for (const [code, wrong] of [
    ['name_invalid', {name: 'Ada\r\nBcc: everybody@example.org'}],
    ['name_invalid', {name: 'Ada\u0000'}],
    ['name_invalid', {name: 'Ada\u007f'}],
    ['name_invalid', {name: 'Ada\u0085Byron'}],
    ['name_invalid', {name: 'x'.repeat(121)}],
    ['name_invalid', {name: '   '}],
    ['name_invalid', {name: 5}],
    ['name_invalid', {name: undefined}],
    ['email_invalid', {email: 'ada@example.org\r\nBcc: everybody@example.org'}],
    ['email_invalid', {email: 'ada@example.org, everybody@example.org'}],
    ['email_invalid', {email: 'Ada <ada@example.org>'}],
    ['email_invalid', {email: `${'x'.repeat(250)}@example.org`}],
    ['email_invalid', {email: ['ada@example.org', 'bob@example.org']}],
    ['email_invalid', {email: 'ada'}],
    ['email_invalid', {email: ''}],
    ['invalid_request', {locale: 'en\r\nBcc: everybody@example.org'}],
    ['invalid_request', {locale: '../../etc/passwd'}],
    ['invalid_request', {locale: 'x'.repeat(36)}],
  ] as const) {
    await shop.refused(code, 'POST /customers', {token, json: {...ada, ...wrong}});
  }
  assert.equal(shop.mail.length + shop.asked.length, 0);
  await shop.ok('POST /customers', {token, json: {...ada, email: ' Ada@Example.ORG ', name: ' Ada 🧮 d’Íñigo '}});
  assert.equal(shop.mail[0]?.email, ada.email);
});

test('whatever a merchant’s function throws, the buyer hears that the service is busy, and the merchant’s log why', async () => {
  const dns = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7'), {code: 'ECONNREFUSED'});
  const pretender = Object.assign(new Error('no'), {code: 'kyc_required', details: {url: 'https://evil.test'}});
  for (const thrown of [new Error('database'), dns, pretender, 'text', undefined, {code: 'code_wrong'}]) {
    const shop = new Shop({
      identify: () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- a merchant's JavaScript may throw anything
        throw thrown;
      },
    });
    const {status, json} = await shop.refused('busy', 'POST /sessions', {json: {}});
    assert.equal(status, 503);
    assert.equal(json['details'], undefined);
    assert.equal(shop.log.length, 1);
    const [entry] = shop.log;
    assert.deepEqual([entry?.event, entry?.level, entry?.requestId], ['unexpected', 'error', json['requestId']]);
    if (thrown instanceof Error) assert.equal(entry?.error, thrown.message);
  }
});

test('a mail server’s complaint does not bring the buyer’s address into the log', async () => {
  const shop = new Shop({sendCode: ({email}) => Promise.reject(new Error(`550 <${email}> no such mailbox`))});
  await shop.refused('busy', 'POST /customers', {token: await shop.token(), json: ada});
  assert.equal(shop.log.at(-1)?.error, '550 <…> no such mailbox');
});

test('a broken log, or a broken figure, keeps nobody from an answer', async () => {
  const broken = () => {
    throw new Error('disk full');
  };
  const shop = new Shop({log: broken, observe: broken});
  await shop.refused('session_expired', 'GET /customers/me');
  assert.equal((await shop.ok('GET /customers/me', {token: await shop.buyer()}))['kyc'], 'approved');
});

for (const mount of [
  '',
  '/a/b/cryptopocket',
  '/payments',
  '/handovers',
  '/customers',
  '/quotes',
  '/payments/sessions',
  '/handovers/payments',
  '/%F0%9F%92%B6',
]) {
  test(`mounted at ${mount || 'the root'}, every route is found`, async () => {
    const shop = new Shop();
    const {resume, token} = await shop.session({mount});
    const as = {token: String(token), mount};
    await shop.resume(resume, {mount});
    await shop.ok('GET /assets', {mount});
    await shop.ok('GET /assets/', {mount});
    await shop.ok('GET /quotes?amount=50&asset=USDC&chain=polygon&paymentType=card', {mount});
    await shop.refused('customer_required', 'GET /customers/me', as);
    await shop.verified(ada.email, as);
    await shop.refused('not_found', 'GET /payments/1', as);
    await shop.refused('idempotency_key_missing', 'POST /payments', as);
    await shop.refused('invalid_request', 'POST /handovers', {...as, json: {}});
    assert.equal((await shop.call('GET /handovers/1', {mount})).status, 410);
    assert.equal((await shop.call('POST /webhooks', {mount})).status, 404);
  });
}

test('when the vendor fails in whatever way, the buyer hears our words for it alone', async () => {
  for (const [kind, code, logged = code] of [
    ['error_500', 'busy'],
    ['http_429', 'busy'],
    // Whose connection broke is for the operator to know; the buyer's own is in order.
    ['drop', 'busy', 'offline'],
    ['garbage', 'bad_answer'],
    ['wrong_type', 'bad_answer'],
  ] as const) {
    const shop = new Shop();
    const token = await shop.buyer();
    const json = await shop.purchase();
    await shop.control('faults', {operation: 'createGuidedPayment', kind});
    const {status} = await shop.refused(code, 'POST /payments', {token, json, headers: {'idempotency-key': 'key'}});
    assert.ok(status >= 500);
    const entry = shop.log.at(-1);
    assert.deepEqual([entry?.event, entry?.level, entry?.code], ['vendor', 'warn', logged]);
  }
});

test('a vendor that does not know the merchant’s key is the merchant’s to see, and not the buyer’s', async () => {
  const shop = new Shop({apiSecret: 'wrong'});
  await shop.refused('busy', 'GET /assets');
  assert.match(shop.log.at(-1)?.error ?? '', /apiSecret/);
  assert.ok(!JSON.stringify(shop.log).includes(apiSecret));
});

test('more calls than a buyer needs are put off, each purchase for itself, and so are sessions and quotes by address', async () => {
  const shop = new Shop({limits: {calls: 2, sessions: 2, market: 2}});
  const token = await shop.token();
  const other = await shop.token();
  const calls: [string, Call][] = [
    ['GET /customers/me', {token}],
    ['POST /sessions', {json: {}, address: '10.0.0.1'}],
    ['GET /assets', {address: '10.0.0.1'}],
  ];
  for (const [what, call] of calls) {
    for (let nth = 0; nth < 2; nth++) await shop.call(what, call);
    const {headers, status} = await shop.refused('rate_limited', what, call);
    assert.equal(status, 429);
    const seconds = Number(headers.get('retry-after'));
    assert.ok(seconds >= 1 && seconds <= 60, `${seconds}`);
  }
  await shop.refused('customer_required', 'GET /customers/me', {token: other});
  await shop.ok('GET /assets', {address: '10.0.0.2'});
  await shop.session({address: '10.0.0.2'});
});

test('nothing that fails behind the buyer’s back is left for the process to stumble over', async () => {
  const stumbles: unknown[] = [];
  const stumble = (reason: unknown) => stumbles.push(reason);
  process.on('unhandledRejection', stumble);
  const shop = new Shop({fetch: () => Promise.reject(new Error('offline'))});
  const token = await shop.token();
  for (const what of [...everyRoute, 'GET /quotes?amount=50&asset=USDC&chain=polygon&paymentType=card']) {
    await shop.call(what, {token, origin: own, ...(what.startsWith('POST') ? {json: {}} : {})});
  }
  await idle();
  process.off('unhandledRejection', stumble);
  assert.deepEqual(stumbles, []);
});
