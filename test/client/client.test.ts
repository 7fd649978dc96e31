import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import {
  base,
  fakeAdapter,
  fakeClient,
  json,
  payment,
  problem,
  refusal,
  request,
  session,
  signal,
  type Seen,
} from './fake-adapter.js';
import {createClient} from '../../src/client/client.js';
import {problemOf} from '../../src/contract/problem-of.js';

const created = {payment, resume: 'resume-paid'};
const expired = () => refusal('session_expired', 401);

test('a call that a sleeping device heard nothing of is made again without a word', async () => {
  const clock = mock.method(Date, 'now');
  let slept = 0;
  clock.mock.mockImplementation(() => slept);
  const {client, of} = fakeClient({
    'GET /customers/me': (_: Seen, nth: number) => {
      if (nth > 1) return json({kyc: 'approved'});
      slept += 3_600_000;
      throw new TypeError('Failed to fetch');
    },
  });
  await client.session(undefined, signal);
  assert.deepEqual(await client.kyc({known: 'required'}, signal), {kyc: 'approved'});
  assert.equal(of('GET /customers/me').length, 2);
  clock.mock.restore();
});

test('a session is started anew, or with the token of a purchase', async () => {
  const {client, bodies, of} = fakeClient({});
  assert.deepEqual(await client.session(undefined, signal), session);
  await client.session('resume-7', signal);
  assert.deepEqual(bodies('POST /sessions'), [{}, {resume: 'resume-7'}]);
  assert.equal(of('POST /sessions')[0]?.headers.get('authorization'), null);
});

test('each call goes to its route, with what belongs to it', async () => {
  const {client, asked} = fakeClient({
    'POST /customers': {verification: 'sent'},
    'POST /customers/verification': {...session, token: 'token-verified'},
    'GET /customers/me': {kyc: 'approved'},
    'POST /payments': created,
    'GET /payments/p-1': payment,
  });
  await client.session(undefined, signal);
  assert.deepEqual(await client.customer({email: 'ada@example.org', name: 'Ada'}, signal), {verification: 'sent'});
  await client.customer({name: 'Ada'}, signal);
  await client.verify('ada@example.org', '123456', signal);
  assert.deepEqual(await client.kyc({}, signal), {kyc: 'approved'});
  await client.kyc({known: 'in_review'}, signal);
  assert.deepEqual(await client.pay(request, 'key-1', signal), created);
  assert.deepEqual(await client.payment('p-1', {}, signal), payment);
  await client.payment('p-1', {known: 'created', eager: true}, signal);
  assert.deepEqual(
    asked
      .slice(1)
      .map(({route, url, body, headers}) => [
        route + url.search,
        body === '' ? undefined : (JSON.parse(body) as unknown),
        headers.get('authorization'),
        headers.get('idempotency-key'),
      ]),
    [
      ['POST /customers', {email: 'ada@example.org', name: 'Ada', locale: 'es-MX'}, 'Bearer token-1', null],
      ['POST /customers', {name: 'Ada', locale: 'es-MX'}, 'Bearer token-1', null],
      ['POST /customers/verification', {email: 'ada@example.org', code: '123456'}, 'Bearer token-1', null],
      // From here on with the session that owns the customer.
      ['GET /customers/me', undefined, 'Bearer token-verified', null],
      ['GET /customers/me?known=in_review&wait=25', undefined, 'Bearer token-verified', null],
      ['POST /payments', request, 'Bearer token-verified', 'key-1'],
      ['GET /payments/p-1', undefined, 'Bearer token-verified', null],
      ['GET /payments/p-1?known=created&wait=25&fresh=true', undefined, 'Bearer token-verified', null],
    ],
  );
});

test('a customer who needs no code goes on with the session that they are given', async () => {
  const {client, of} = fakeClient({
    'POST /customers': {...session, token: 'token-known', identified: 'customer'},
    'GET /customers/me': {kyc: 'required'},
  });
  await client.session(undefined, signal);
  await client.customer({email: 'ada@example.org', name: 'Ada'}, signal);
  await client.kyc({}, signal);
  assert.equal(of('GET /customers/me')[0]?.headers.get('authorization'), 'Bearer token-known');
});

test('no token, e-mail, name or code is in any address, and no cookie of another site goes along', async () => {
  const {client, asked} = fakeClient({
    'POST /customers': {verification: 'sent'},
    'POST /customers/verification': session,
    'GET /customers/me': {kyc: 'approved'},
    'POST /payments': created,
    'GET /payments/p-1': payment,
  });
  await client.session('resume-7', signal);
  await client.customer({email: 'ada@example.org', name: 'Ada'}, signal);
  await client.verify('ada@example.org', '123456', signal);
  await client.kyc({known: 'required'}, signal);
  await client.pay(request, 'key-1', signal);
  await client.payment('p-1', {known: 'created'}, signal);
  for (const {url, request} of asked) {
    assert.doesNotMatch(url.href, /token|resume|bearer|ada|123456|key-1/i);
    assert.equal(request.credentials, 'same-origin');
  }
});

test('a payment’s id cannot lead to another route', async () => {
  const {client, asked} = fakeClient({});
  await client.session(undefined, signal);
  await problem(client.payment('../customers/me?x=1#', {}, signal));
  assert.equal(asked.at(-1)?.url.href, `${base}/payments/..%2Fcustomers%2Fme%3Fx%3D1%23`);
});

test('without a session nothing is asked that needs one', async () => {
  const {client, asked} = fakeClient({});
  assert.equal((await problem(client.kyc({}, signal))).code, 'resume_expired');
  assert.deepEqual(asked, []);
});

// Problems

for (const [what, respond, code] of [
  ['a refusal', () => refusal('kyc_required'), 'kyc_required'],
  ['a silence', () => refusal('busy', 503), 'busy'],
  ['a refusal that only a newer adapter knows', () => refusal('teapot', 418), 'teapot'],
  ['somebody else’s JSON', () => json({error: 'Bad Gateway', code: 'not_found'}, 502), 'busy'],
  ['a server’s page', () => new Response('<h1>500</h1>', {status: 500}), 'bad_answer'],
  ['an address that leads nowhere', () => new Response('<h1>404</h1>', {status: 404}), 'bad_answer'],
  ['an error without a body', () => new Response(null, {status: 503}), 'busy'],
  ['an error that is no object', () => json('no', 500), 'bad_answer'],
  ['a page in place of an answer', () => new Response('<h1>Shop</h1>'), 'bad_answer'],
  ['an empty answer', () => new Response(null, {status: 204}), 'bad_answer'],
  ['another answer', () => json({state: 'ok'}), 'bad_answer'],
] as const) {
  test(`${what} is ${code}, and is not asked again by itself`, async () => {
    const {client, of} = fakeClient({'POST /payments': respond, 'GET /payments/p-1': respond});
    await client.session(undefined, signal);
    assert.equal((await problem(client.pay(request, 'key-1', signal))).code, code);
    assert.equal((await problem(client.payment('p-1', {}, signal))).code, code);
    assert.equal(of('POST /payments').length, 1);
    assert.equal(of('GET /payments/p-1').length, 1);
  });
}

test('what goes with a refusal reaches the buyer, and nothing that is not known to', async () => {
  const details = {minimum: '20.00', url: 'https://kyc.test/1', triesLeft: 2, stack: 'at vendor'};
  const {client} = fakeClient({'POST /payments': () => refusal('amount_too_low', 409, {details, retryAfter: 7})});
  await client.session(undefined, signal);
  const {name, code, details: told, retryAfter, message} = await problem(client.pay(request, 'key-1', signal));
  assert.deepEqual([name, code, retryAfter, message], ['ClientProblem', 'amount_too_low', 7, 'amount_too_low']);
  assert.deepEqual(told, {minimum: '20.00', url: 'https://kyc.test/1', triesLeft: 2});
});

test('a rejection carries the id by which the operator finds the request in the log, through to the flow', async () => {
  const {client} = fakeClient({'POST /payments': () => refusal('payment_refused', 409, {requestId: 'request-7'})});
  await client.session(undefined, signal);
  const rejected = await problem(client.pay(request, 'key-1', signal));
  assert.equal(rejected.requestId, 'request-7');
  assert.equal(problemOf(rejected).requestId, 'request-7');
});

test('a network that is down leaves an error without a code, which the flow calls offline', async () => {
  const down = () => Promise.reject(new TypeError('Failed to fetch'));
  const {client} = fakeClient({'GET /customers/me': down, 'POST /payments': down});
  await client.session(undefined, signal);
  for (const call of [() => client.kyc({}, signal), () => client.pay(request, 'key-1', signal)]) {
    assert.equal(typeof (await problem(call())).code, 'undefined');
  }
});

test('an adapter that does not answer in time is a timeout', async context => {
  mock.timers.enable({apis: ['setTimeout']});
  context.after(() => {
    mock.timers.reset();
  });
  let reached = () => {};
  const waiting = new Promise<void>(resolve => (reached = resolve));
  const {client} = fakeClient({
    'POST /payments': () => {
      reached();
      return new Promise(() => undefined);
    },
  });
  await client.session(undefined, signal);
  const call = problem(client.pay(request, 'key-1', signal));
  await waiting;
  mock.timers.tick(39_999);
  mock.timers.tick(1);
  assert.equal((await call).code, 'timeout');
});

test('a call that nobody waits for any longer is hung up', async () => {
  const asking = new AbortController();
  const {client, of} = fakeClient({
    'GET /customers/me': ({request}: Seen) => {
      const hungUp = new Promise<Response>((_, reject) => {
        request.signal.addEventListener('abort', () => {
          reject(request.signal.reason as Error);
        });
      });
      asking.abort();
      return hungUp;
    },
  });
  await client.session(undefined, signal);
  assert.equal((await problem(client.kyc({}, asking.signal))).name, 'AbortError');
  assert.equal(of('GET /customers/me')[0]?.request.signal.aborted, true);
});

// Renewal

test('a session that was turned down is renewed silently, and the call made again', async () => {
  const {client, of, bodies} = fakeClient({
    'POST /payments': ({headers}: Seen) =>
      headers.get('authorization') === 'Bearer token-1' ? expired() : json(created, 201),
  });
  await client.session(undefined, signal);
  assert.deepEqual(await client.pay(request, 'key-1', signal), created);
  assert.deepEqual(bodies('POST /sessions'), [{}, {resume: 'resume-1'}]);
  const calls = of('POST /payments');
  assert.deepEqual(
    calls.map(({headers, body}) => [headers.get('authorization'), headers.get('idempotency-key'), body]),
    [
      ['Bearer token-1', 'key-1', JSON.stringify(request)],
      ['Bearer token-2', 'key-1', JSON.stringify(request)],
    ],
  );
});

test('a session that is turned down twice is a silence, not a loop', async () => {
  const {client, of} = fakeClient({'GET /customers/me': expired});
  await client.session(undefined, signal);
  assert.equal((await problem(client.kyc({}, signal))).code, 'session_expired');
  assert.equal(of('GET /customers/me').length, 2);
  assert.equal(of('POST /sessions').length, 2);
});

test('many calls at once renew their session once', async () => {
  const {client, of} = fakeClient({
    'GET /customers/me': ({headers}: Seen) =>
      headers.get('authorization') === 'Bearer token-1' ? expired() : json({kyc: 'approved'}),
  });
  await client.session(undefined, signal);
  await Promise.all(Array.from({length: 20}, () => client.kyc({}, signal)));
  assert.equal(of('POST /sessions').length, 2);
  assert.equal(of('GET /customers/me').length, 40);
});

test('a call that was turned down late does not renew what was renewed since', async () => {
  let letGo = () => {};
  const held = new Promise<void>(resolve => (letGo = resolve));
  const {client, of} = fakeClient({
    'GET /customers/me': async ({headers, url}: Seen) => {
      if (headers.get('authorization') !== 'Bearer token-1') return json({kyc: 'approved'});
      if (url.searchParams.get('known') === 'required') await held;
      return expired();
    },
  });
  await client.session(undefined, signal);
  const late = client.kyc({known: 'required'}, signal);
  await client.kyc({}, signal);
  letGo();
  await late;
  assert.equal(of('POST /sessions').length, 2);
});

test('a session is renewed shortly before its end, rather than turned down', async context => {
  mock.timers.enable({apis: ['Date'], now: 0});
  context.after(() => {
    mock.timers.reset();
  });
  const {client, of} = fakeClient({'GET /customers/me': {kyc: 'approved'}});
  await client.session(undefined, signal);
  mock.timers.tick(900_000 - 30_001);
  await client.kyc({}, signal);
  assert.equal(of('POST /sessions').length, 1);
  mock.timers.tick(1);
  await client.kyc({}, signal);
  assert.equal(of('POST /sessions').length, 2);
  assert.deepEqual(
    of('GET /customers/me').map(({headers}) => headers.get('authorization')),
    ['Bearer token-1', 'Bearer token-2'],
  );
});

test('a renewal after the payment goes on with the token that knows it', async () => {
  const {client, bodies} = fakeClient({'POST /payments': created, 'GET /payments/p-1': expired});
  await client.session(undefined, signal);
  await client.pay(request, 'key-1', signal);
  await problem(client.payment('p-1', {known: 'created'}, signal));
  assert.deepEqual(bodies('POST /sessions').at(-1), {resume: 'resume-paid'});
});

test('each renewal goes on with the token of the one before', async () => {
  const {client, bodies} = fakeClient({'GET /customers/me': expired});
  await client.session(undefined, signal);
  await problem(client.kyc({}, signal));
  await problem(client.kyc({}, signal));
  assert.deepEqual(bodies('POST /sessions'), [{}, {resume: 'resume-1'}, {resume: 'resume-2'}]);
});

test('a renewal that fails says why, and is tried again by the next call', async () => {
  const {client, of} = fakeClient({
    'POST /sessions': (_: Seen, nth: number) =>
      nth === 2 ? refusal('busy', 503) : json({...session, token: `t-${nth}`}, 201),
    'GET /customers/me': ({headers}: Seen) =>
      headers.get('authorization') === 'Bearer t-1' ? expired() : json({kyc: 'approved'}),
  });
  await client.session(undefined, signal);
  assert.equal((await problem(client.kyc({}, signal))).code, 'busy');
  assert.deepEqual(await client.kyc({}, signal), {kyc: 'approved'});
  assert.equal(of('POST /sessions').length, 3);
});

test('a purchase that can no longer be resumed is a refusal', async () => {
  const {client} = fakeClient({
    'POST /sessions': (_: Seen, nth: number) => (nth === 1 ? json(session, 201) : refusal('resume_expired', 410)),
    'GET /customers/me': expired,
  });
  await client.session(undefined, signal);
  assert.equal((await problem(client.kyc({}, signal))).code, 'resume_expired');
});

test('two widgets on a page do not know each other’s sessions', async () => {
  const adapter = fakeAdapter({'POST /sessions': session});
  const one = createClient({base, locale: () => 'en', fetch: adapter.fetch});
  const other = createClient({base, locale: () => 'en', fetch: adapter.fetch});
  await one.session(undefined, signal);
  assert.equal((await problem(other.kyc({}, signal))).code, 'resume_expired');
});
