import assert from 'node:assert/strict';
import {test} from 'node:test';
import {base, direct, fakeVendor, guided, json, key, order, problem, secret, tokenRefused} from './fake-vendor.js';

const tokens = '{"status":"ok","tokens":1}';

test('the key and secret are exchanged once, and the token goes raw into the header auth', async () => {
  const {vendor, of, asked} = fakeVendor({'GET /quote': tokens});
  await vendor.quote(order);
  await vendor.quote(order);
  assert.deepEqual(
    of('POST /authenticate').map(({body}) => JSON.parse(body) as unknown),
    [{api_key: key, api_secret: secret}],
  );
  assert.equal(asked[0]?.headers.get('auth'), null);
  assert.deepEqual(
    of('GET /quote').map(({headers}) => headers.get('auth')),
    ['token-1', 'token-1'],
  );
});

for (const body of [
  '{"status":"ok","data":{"token":"t"}}',
  '{"token":"t"}',
  '{"status":"ok","data":{"auth":"t"}}',
  '{"status":"success","auth":"t"}',
  '{"status":"ok","data":"t"}',
  '{"status":"ok","token":"","data":{"token":null,"auth":"t"}}',
]) {
  test(`the token is found in ${body}`, async () => {
    const {vendor, of} = fakeVendor({'POST /authenticate': body, 'GET /quote': tokens});
    await vendor.quote(order);
    assert.equal(of('GET /quote')[0]?.headers.get('auth'), 't');
  });
}

for (const body of ['{"status":"ok"}', '{"status":"ok","data":{"token":""}}', '{"token":"two\\nlines"}', '[]']) {
  test(`${body} is no token`, async () => {
    const {vendor} = fakeVendor({'POST /authenticate': body});
    assert.equal((await problem(vendor.quote(order))).code, 'bad_answer');
  });
}

test('fifty calls at once ask for one token', async () => {
  const {vendor, of} = fakeVendor({'GET /quote': tokens});
  await Promise.all(Array.from({length: 50}, () => vendor.quote(order)));
  assert.equal(of('POST /authenticate').length, 1);
  assert.equal(of('GET /quote').length, 50);
});

test('a token that expires in the midst of many calls is replaced once', async () => {
  const {vendor, of} = fakeVendor({
    'GET /quote': async ({headers}, nth) => {
      // Some answers arrive after others already brought the new token.
      for (let turn = 0; turn < nth; turn++) await Promise.resolve();
      return json(headers.get('auth') === 'token-1' ? tokenRefused : tokens);
    },
  });
  await Promise.all(Array.from({length: 50}, () => vendor.quote(order)));
  assert.equal(of('POST /authenticate').length, 2);
  assert.equal(of('GET /quote').length, 100);
});

test('a late refusal of the old token leaves the new one alone', async () => {
  let letGo = () => {};
  const held = new Promise<void>(resolve => (letGo = resolve));
  const {vendor, of} = fakeVendor({
    'GET /quote': async ({headers, query}) => {
      if (headers.get('auth') !== 'token-1') return json(tokens);
      if (query.get('amount') === '1') await held;
      return json(tokenRefused);
    },
  });
  const late = vendor.quote({...order, amount: '1'});
  await vendor.quote(order);
  letGo();
  await late;
  assert.equal(of('POST /authenticate').length, 2);
});

test('a creating call is sent again after its token was refused, since nothing was created', async () => {
  const created = '{"status":"success","data":{"payment_id":"p","gateway_url":"https://pay.test/p"}}';
  const {vendor, of} = fakeVendor({
    'POST /createGuidedPayment': ({headers}) => json(headers.get('auth') === 'token-1' ? tokenRefused : created),
  });
  assert.deepEqual(await vendor.createGuidedPayment(guided), {id: 'p', gatewayUrl: 'https://pay.test/p'});
  const [first, second, ...more] = of('POST /createGuidedPayment').map(({body}) => body);
  assert.equal(first, second);
  assert.deepEqual(more, []);
});

for (const [how, answer] of [
  ['authorization_incorrect', () => json(tokenRefused)],
  ['HTTP 401', () => json('{"message":"Unauthenticated."}', 401)],
] as const) {
  test(`a second ${how} is the end: busy, with words for the developer`, async () => {
    const {vendor, of} = fakeVendor({'POST /createPayment': answer});
    const {name, code, message} = await problem(vendor.createPayment(direct));
    assert.deepEqual([name, code], ['CryptopocketConnectionError', 'busy']);
    assert.match(String(message), /apiKey.*allow-list/);
    assert.equal(of('POST /createPayment').length, 2);
    assert.equal(of('POST /authenticate').length, 2);
  });
}

test('wrong credentials are asked for once, named to the developer, and not remembered', async () => {
  const {vendor, of} = fakeVendor({
    'POST /authenticate': (_, nth) => json(nth === 1 ? tokenRefused : '{"token":"t"}'),
    'GET /quote': tokens,
  });
  const {code, message} = await problem(vendor.quote(order));
  assert.equal(code, 'busy');
  assert.match(String(message), /apiSecret/);
  assert.equal(of('POST /authenticate').length, 1);
  assert.deepEqual(await vendor.quote(order), {receives: '1'});
});

test('authentication itself outlives a short outage, even before a creating call', async () => {
  const {vendor, of} = fakeVendor({
    'POST /authenticate': (_, nth) => (nth < 3 ? json('', 503) : json('{"token":"t"}')),
    'POST /registerUser': '{"id":1}',
  });
  assert.deepEqual(await vendor.registerCustomer({email: 'ada@example.org', name: 'Ada'}), {id: '1'});
  assert.equal(of('POST /registerUser').length, 1);
});

test('neither token, key, secret nor the vendor’s body is in any error', async () => {
  const said = 'body-that-stays-here';
  const answers = [
    () => json(`{"status":"error","error":"Exception: ${said}"}`),
    () => json(`{"status":"error","error":"user_banned","message":"${said}"}`),
    () => json(`<${said}>`),
    () => json(`{"status":"ok","data":{"fiat_amount":"${said}"}}`),
    () => json(`{"status":"${said}"}`),
    () => json(said, 500),
    () => new Response(said, {headers: {'content-type': 'text/html'}}),
    () => json(tokenRefused),
    () => json('', 302, {location: `https://elsewhere.test/${said}`}),
    () => Promise.reject(new TypeError('fetch failed')),
  ];
  for (const answer of answers) {
    const {vendor} = fakeVendor({'GET /payment/p': answer, 'POST /createGuidedPayment': answer});
    for (const call of [() => vendor.payment('p'), () => vendor.createGuidedPayment(guided)]) {
      const error = await call().catch((error: unknown) => error);
      assert.ok(error instanceof Error);
      const text = everything(error);
      for (const hidden of [said, 'token-1', 'token-2', key, secret, base]) {
        assert.ok(!text.includes(hidden), `${hidden} is in ${text}`);
      }
    }
  }
});

/** All that an error and its causes hold, the stack without our own file names. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const {message, cause} = error;
  return [JSON.stringify(error), message, error.stack?.split('\n    at ')[0], cause && everything(cause)].join('\n');
}
