import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createVendor} from '../../../src/server/cryptopocket/api.js';
import {direct, fakeVendor, guided, json, order, problem, type Answer} from './fake-vendor.js';

const tokens = '{"status":"ok","tokens":1}';
const offline: Answer = () => Promise.reject(new TypeError('fetch failed'));
const never: Answer = () => new Promise<Response>(() => {});

for (const [what, answer, code] of [
  ['no network', offline, 'offline'],
  ['HTTP 500', () => json('{"message":"Server Error"}', 500), 'busy'],
  ['HTTP 503 from a proxy', () => new Response('<h1>', {status: 503, headers: {'content-type': 'text/html'}}), 'busy'],
  ['HTTP 429', () => json('{"message":"Too Many Attempts."}', 429), 'busy'],
  ['an abort', () => Promise.reject(new DOMException('gone', 'AbortError')), 'timeout'],
] as [string, Answer, string][]) {
  test(`${what} is ${code}; a read gets over two of them`, async () => {
    const {vendor, of} = fakeVendor({
      'GET /quote': (asked, nth) => (nth < 3 && typeof answer !== 'string' ? answer(asked, nth) : json(tokens)),
    });
    assert.deepEqual(await vendor.quote(order), {receives: '1'});
    assert.equal(of('GET /quote').length, 3);
  });

  test(`${what} three times over ends a read as ${code}`, async () => {
    const {vendor, of} = fakeVendor({'GET /quote': answer});
    const {name, code: found} = await problem(vendor.quote(order));
    assert.deepEqual([name, found], ['CryptopocketConnectionError', code]);
    assert.equal(of('GET /quote').length, 3);
  });

  test(`${what} on a creating call is ${code}, and nothing is created twice`, async () => {
    const {vendor, asked} = fakeVendor({
      'POST /createGuidedPayment': answer,
      'POST /createPayment': answer,
      'POST /registerUser': answer,
      'POST /onboarding-form': answer,
      'POST /subscribeToWebhook': answer,
    });
    for (const call of [
      () => vendor.createGuidedPayment(guided),
      () => vendor.createPayment(direct),
      () => vendor.registerCustomer({email: 'ada@example.org', name: 'Ada'}),
      () => vendor.enhancedVerificationUrl('5001'),
      () => vendor.subscribe('PAY_IN', 'https://shop.test/hooks'),
    ]) {
      asked.length = 0;
      const {name, code: found} = await problem(call());
      assert.deepEqual([name, found], ['CryptopocketConnectionError', code]);
      assert.equal(asked.filter(({path}) => path !== '/authenticate').length, 1);
    }
  });
}

test('a vendor that never answers is a timeout, even where fetch does not heed the signal', async () => {
  const {vendor, of} = fakeVendor({'GET /quote': never, 'POST /createGuidedPayment': never}, {timeout: 1});
  assert.equal((await problem(vendor.quote(order))).code, 'timeout');
  assert.equal(of('GET /quote').length, 3);
  assert.equal((await problem(vendor.createGuidedPayment(guided))).code, 'timeout');
  assert.equal(of('POST /createGuidedPayment').length, 1);
});

test('a body that never ends is a timeout, and one that breaks off is offline', async () => {
  const headers = {'content-type': 'application/json'};
  const endless = () => new Response(new ReadableStream(), {headers});
  const broken = () =>
    new Response(
      new ReadableStream({
        start: c => {
          c.error(new TypeError('terminated'));
        },
      }),
      {headers},
    );
  const {vendor} = fakeVendor({'GET /quote': endless, 'GET /payment/p': broken}, {timeout: 20});
  assert.equal((await problem(vendor.quote(order))).code, 'timeout');
  assert.equal((await problem(vendor.payment('p'))).code, 'offline');
});

test('the cause of a lost connection is kept for the developer', async () => {
  const lost = new TypeError('fetch failed');
  const {vendor} = fakeVendor({'GET /quote': () => Promise.reject(lost)});
  assert.equal((await problem(vendor.quote(order))).cause, lost);
});

for (const [what, answer] of [
  ['HTML', () => new Response('<html>', {headers: {'content-type': 'text/html'}})],
  ['JSON that says it is HTML', () => new Response(tokens, {headers: {'content-type': 'text/html'}})],
  ['half of a body', () => json('{"status":"ok","tok')],
  ['an empty body', () => json('')],
  ['a field given twice with two values', () => json('{"status":"ok","tokens":1,"tokens":2}')],
  ['a redirect', () => json(tokens, 302, {location: 'https://elsewhere.test/'})],
  ['JSON that is no object', () => json('"ok"')],
  ['null', () => json('null')],
  ['brackets without end', () => json('['.repeat(100_000))],
] as [string, Answer][]) {
  test(`${what} is a bad answer, and asking again would not better it`, async () => {
    const {vendor, of} = fakeVendor({'GET /quote': answer});
    const {name, code} = await problem(vendor.quote(order));
    assert.deepEqual([name, code], ['CryptopocketConnectionError', 'bad_answer']);
    assert.equal(of('GET /quote').length, 1);
  });
}

test('JSON without a content type is read', async () => {
  const {vendor} = fakeVendor({'GET /quote': () => new Response(new TextEncoder().encode(tokens))});
  assert.deepEqual(await vendor.quote(order), {receives: '1'});
});

test('a redirect is not followed, since it would take the token along', async () => {
  const modes: (string | undefined)[] = [];
  const vendor = createVendor({
    apiKey: 'k',
    apiSecret: 's',
    baseUrl: 'https://vendor.test/api',
    fetch: (_, init) => {
      modes.push(init?.redirect);
      return Promise.resolve(json('{"token":"t","tokens":1}'));
    },
  });
  await vendor.quote(order);
  assert.deepEqual(modes, ['manual', 'manual']);
});

test('pauses between tries grow, and are spread by chance', async () => {
  const {vendor, pauses} = fakeVendor({'GET /quote': offline});
  await problem(vendor.quote(order));
  assert.deepEqual(pauses, [125, 250]);
  const other = fakeVendor({'GET /quote': offline}, {random: () => 0.5});
  await problem(other.vendor.quote(order));
  assert.deepEqual(other.pauses, [187.5, 375]);
});

test('a short retry-after is waited for', async () => {
  const {vendor, pauses} = fakeVendor({
    'GET /quote': (_, nth) => (nth === 1 ? json('', 429, {'retry-after': '2'}) : json(tokens)),
  });
  await vendor.quote(order);
  assert.deepEqual(pauses, [2000]);
});

test('a long retry-after is handed on instead of waited for', async () => {
  const {vendor, pauses} = fakeVendor({'GET /quote': () => json('', 429, {'retry-after': '90'})});
  const {code, retryAfter} = await problem(vendor.quote(order));
  assert.deepEqual([code, retryAfter, pauses], ['busy', 90, []]);
});

for (const value of ['soon', '-1', '1e9', '99999999999', 'Wed, 21 Oct 2026 07:28:00 GMT']) {
  test(`a retry-after of “${value}” is passed over`, async () => {
    const {vendor, pauses} = fakeVendor({
      'GET /quote': (_, nth) => (nth === 1 ? json('', 429, {'retry-after': value}) : json(tokens)),
    });
    await vendor.quote(order);
    assert.deepEqual(pauses, [125]);
  });
}
