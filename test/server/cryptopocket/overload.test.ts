import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeVendor, guided, json, order, problem} from './fake-vendor.js';

const tokens = '{"status":"ok","tokens":1}';

/** A clock that a test moves. */
function createNow() {
  let now = 1000;
  return {
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a vendor that fails again and again is left alone for a while, then tried with one call', async () => {
  const {now, pass} = createNow();
  let failing = true;
  const {vendor, of} = fakeVendor({'GET /quote': () => (failing ? json('{}', 503) : json(tokens))}, {now});
  for (let nth = 0; nth < 10; nth++) assert.equal((await problem(vendor.quote(order))).code, 'busy');
  const sent = of('GET /quote').length;
  const left = await problem(vendor.quote(order));
  assert.deepEqual([left.code, left.retryAfter], ['busy', 5]);
  assert.equal(of('GET /quote').length, sent);
  // Still away: one question finds out, and the pause doubles.
  pass(5_000);
  await Promise.all([1, 2, 3].map(() => problem(vendor.quote(order))));
  assert.ok(of('GET /quote').length <= sent + 3, String(of('GET /quote').length));
  assert.equal((await problem(vendor.quote(order))).retryAfter, 10);
  pass(10_000);
  failing = false;
  await vendor.quote(order);
  await vendor.quote(order);
});

test('one call that fails keeps nobody from another', async () => {
  const {now} = createNow();
  const {vendor} = fakeVendor(
    {
      'GET /quote': () => json('{}', 503),
      'POST /createGuidedPayment': () =>
        json('{"status":"ok","data":{"payment_id":"1","gateway_url":"https://pay.test/1"}}'),
    },
    {now},
  );
  for (let nth = 0; nth < 12; nth++) await problem(vendor.quote(order));
  assert.equal((await vendor.createGuidedPayment(guided)).id, '1');
});

test('what was not sent because the vendor is left alone says so, and changed nothing there', async () => {
  const {now} = createNow();
  const {vendor, of} = fakeVendor({'POST /createGuidedPayment': () => json('{}', 503)}, {now});
  for (let nth = 0; nth < 10; nth++) await problem(vendor.createGuidedPayment(guided));
  const error: unknown = await vendor.createGuidedPayment(guided).catch((thrown: unknown) => thrown);
  assert.equal(of('POST /createGuidedPayment').length, 10);
  assert.equal(typeof error === 'object' && error !== null && 'notSent' in error && error.notSent, true);
});

test('a vendor that answers 429 with a time is asked nothing before that, by whichever call', async () => {
  const {now, pass} = createNow();
  let limited = true;
  const {vendor, asked} = fakeVendor(
    {'GET /quote': () => (limited ? json('{}', 429, {'retry-after': '90'}) : json(tokens))},
    {now},
  );
  assert.equal((await problem(vendor.quote(order))).retryAfter, 90);
  const sent = asked.length;
  pass(30_000);
  assert.equal((await problem(vendor.quote(order))).retryAfter, 60);
  assert.equal((await problem(vendor.kycStatus('5001'))).code, 'busy');
  assert.equal(asked.length, sent);
  pass(60_000);
  limited = false;
  await vendor.quote(order);
});

test('one absurd retry-after does not stop a shop for longer than five minutes', async () => {
  const {now, pass} = createNow();
  let limited = true;
  const {vendor} = fakeVendor(
    {'GET /quote': () => (limited ? json('{}', 429, {'retry-after': '999999'}) : json(tokens))},
    {now},
  );
  await problem(vendor.quote(order));
  limited = false;
  pass(5 * 60_000);
  await vendor.quote(order);
});

test('an answer without end is cut off, and is no answer', async () => {
  let pulled = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
      }),
      {headers: {'content-type': 'application/json'}},
    );
  const {vendor, of} = fakeVendor({'GET /quote': endless});
  assert.equal((await problem(vendor.quote(order))).code, 'bad_answer');
  assert.equal(of('GET /quote').length, 1);
  assert.ok(pulled < 40, `${pulled} parts were read`);
});

test('a creation may take longer than a read', async context => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const never = () => new Promise<Response>(() => {});
  const {vendor} = fakeVendor({'POST /createGuidedPayment': never}, {timeout: 10_000, creationTimeout: 30_000});
  let found: unknown;
  const ended = problem(vendor.createGuidedPayment(guided)).then(({code}) => (found = code));
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
  context.mock.timers.tick(29_999);
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
  assert.equal(found, undefined);
  context.mock.timers.tick(1);
  await ended;
  assert.equal(found, 'timeout');
});

test('strangers whose nonsense the vendor answers with 500 keep nobody from a price', async () => {
  const {now} = createNow();
  const {vendor} = fakeVendor(
    {'GET /quote': ({query}) => (query.get('symbol') === 'NOPE' ? json('{}', 500) : json(tokens))},
    {now},
  );
  for (let nth = 0; nth < 30; nth++) await problem(vendor.quote({...order, asset: 'NOPE'}));
  assert.equal((await vendor.quote(order)).receives, '1');
});

test('a 503 that asks for patience holds back its own call alone', async () => {
  const {now} = createNow();
  const {vendor} = fakeVendor(
    {'GET /kyc/check': () => json('{}', 503, {'retry-after': '300'}), 'GET /quote': tokens},
    {now},
  );
  await problem(vendor.kycStatus('5001'));
  assert.equal((await vendor.quote(order)).receives, '1');
});

test('a creation for which no token was had was not sent', async () => {
  const {vendor} = fakeVendor({'POST /authenticate': () => json('{}', 503)});
  const error: unknown = await vendor.createGuidedPayment(guided).catch((thrown: unknown) => thrown);
  assert.equal(typeof error === 'object' && error !== null && 'notSent' in error && error.notSent, true);
});
