import assert from 'node:assert/strict';
import {test} from 'node:test';
import {direct, fakeVendor, guided, json, order, problem} from './fake-vendor.js';

const ada = {email: 'ada@example.org', name: 'Ada'};

const codes = {
  min_purchase: 'amount_too_low',
  limit_exceded: 'limit_exceeded',
  coin_not_supported: 'asset_not_supported',
  require_kyc: 'kyc_required',
  kyc_reinforced_required: 'enhanced_verification_required',
  user_banned: 'customer_banned',
  user_not_found: 'customer_unknown',
  user_not_in_integration: 'customer_unknown',
  fail_mandatory_field: 'customer_unknown',
  guided_payment_eur_only: 'currency_not_supported',
  method_not_allowed: 'payment_method_not_allowed',
  error_payment_creation: 'payment_provider_failed',
  user_already_exists: 'customer_exists',
  email_not_allowed: 'email_not_allowed',
  invalid_file: 'invalid_request',
};

for (const [vendorCode, code] of Object.entries(codes)) {
  for (const [where, body, status] of [
    ['in error', {status: 'error', error: vendorCode}, 200],
    ['in message', {status: 'error', message: vendorCode}, 200],
    ['without a status', {error: vendorCode}, 200],
    ['beside a success', {status: 'ok', error: vendorCode}, 200],
    ['with HTTP 404', {status: 'error', error: vendorCode}, 404],
    ['with HTTP 500', {status: 'error', error: vendorCode}, 500],
  ] as const) {
    test(`${vendorCode} ${where} is the refusal ${code}, asked for once`, async () => {
      const answer = () => json(JSON.stringify(body), status);
      const {vendor, of} = fakeVendor({'POST /createGuidedPayment': answer, 'GET /quote': answer});
      for (const call of [() => vendor.createGuidedPayment(guided), () => vendor.quote(order)]) {
        const found = await problem(call());
        assert.deepEqual([found.name, found.code, found.vendorCode], ['CryptopocketApiError', code, vendorCode]);
      }
      assert.equal(of('POST /createGuidedPayment').length, 1);
      assert.equal(of('GET /quote').length, 1);
    });
  }
}

for (const [body, minimum] of [
  ['{"status":"error","error":"min_purchase","message":"The minimum purchase is 30 EUR."}', '30'],
  ['{"status":"error","error":"min_purchase: 30.50"}', '30.50'],
  ['{"status":"error","message":"min_purchase 30,50 €"}', '30.50'],
  ['{"status":"error","message":"min_purchase_25"}', '25'],
  ['{"status":"error","error":"min_purchase","message":25}', '25'],
  ['{"status":"error","error":"min_purchase 20","message":"too little"}', '20'],
  ['{"status":"error","error":"min_purchase"}', undefined],
  ['{"status":"error","error":"min_purchase","message":"30 EUR or 35 USD"}', undefined],
  ['{"status":"error","error":"min_purchase","message":"1.000"}', undefined],
] as const) {
  test(`the minimum in ${body} is ${minimum ?? 'not told'}`, async () => {
    const {vendor} = fakeVendor({'POST /createGuidedPayment': body});
    const {code, details} = await problem(vendor.createGuidedPayment(guided));
    assert.equal(code, 'amount_too_low');
    assert.deepEqual(details, minimum === undefined ? undefined : {minimum});
  });
}

for (const [body, url] of [
  ['{"status":"error","error":"require_kyc","data":"https://kyc.test/f/1"}', 'https://kyc.test/f/1'],
  ['{"status":"error","error":"require_kyc","data":{"id":1,"url":"https://kyc.test/f/1"}}', 'https://kyc.test/f/1'],
  ['{"status":"error","error":"require_kyc","data":["x",{"a":"https://kyc.test/f/1"}]}', 'https://kyc.test/f/1'],
  ['{"status":"error","error":"require_kyc","data":"javascript:alert(1)"}', undefined],
  ['{"status":"error","error":"require_kyc"}', undefined],
  ['{"error":"kyc_reinforced_required","data":{"onboarding_link":"https://b2b.test/o"}}', 'https://b2b.test/o'],
  [
    '{"error":"kyc_reinforced_required","docs":"https://x.test","onboarding_link":"https://b2b.test/o"}',
    'https://b2b.test/o',
  ],
  ['{"error":"kyc_reinforced_required","extra":{"link":"https://b2b.test/o"}}', 'https://b2b.test/o'],
] as const) {
  test(`the buyer’s way on in ${body} is ${url ?? 'not told'}`, async () => {
    const {vendor} = fakeVendor({'POST /createPayment': body});
    assert.deepEqual((await problem(vendor.createPayment(direct))).details, url === undefined ? undefined : {url});
  });
}

test('a word that only begins like a code is not that code', async () => {
  const {vendor} = fakeVendor({'POST /createPayment': '{"status":"error","error":"user_banned_for_life"}'});
  const {code, vendorCode} = await problem(vendor.createPayment(direct));
  assert.deepEqual([code, vendorCode], ['payment_refused', 'user_banned_for_life']);
});

test('an unknown code refuses a payment that was to be created, and tells a read nothing', async () => {
  const body = '{"status":"error","error":"moon_in_wrong_phase"}';
  const {vendor} = fakeVendor({
    'POST /createGuidedPayment': body,
    'POST /createPayment': body,
    'GET /payment/p': body,
    'GET /quote': body,
    'POST /registerUser': body,
  });
  assert.equal((await problem(vendor.createGuidedPayment(guided))).code, 'payment_refused');
  assert.equal((await problem(vendor.createPayment(direct))).code, 'payment_refused');
  for (const call of [() => vendor.payment('p'), () => vendor.quote(order), () => vendor.registerCustomer(ada)]) {
    assert.equal((await problem(call())).code, 'bad_answer');
  }
});

test('free exception text refuses the payment, and stays with the vendor', async () => {
  const {vendor} = fakeVendor({
    'POST /createGuidedPayment': '{"status":"error","error":"Call to a member function id() on null"}',
  });
  const {name, code, vendorCode} = await problem(vendor.createGuidedPayment(guided));
  assert.deepEqual([name, code, vendorCode], ['CryptopocketApiError', 'payment_refused', undefined]);
});

for (const body of [
  '{"status":"pending"}',
  '{"message":"payment_created"}',
  '{}',
  '{"status":"error"}',
  '{"status":1}',
]) {
  test(`${body} to a creating call is neither success nor refusal`, async () => {
    const {vendor} = fakeVendor({'POST /createGuidedPayment': body});
    const {name, code} = await problem(vendor.createGuidedPayment(guided));
    assert.deepEqual([name, code], ['CryptopocketConnectionError', 'bad_answer']);
  });
}

test('success with HTTP 400 is no success', async () => {
  const {vendor} = fakeVendor({'GET /quote': () => json('{"status":"ok","tokens":1}', 400)});
  assert.equal((await problem(vendor.quote(order))).code, 'bad_answer');
});

test('an error field that says nothing spoils no success', async () => {
  for (const none of ['null', 'false', '""']) {
    const {vendor} = fakeVendor({'GET /quote': `{"status":"ok","error":${none},"tokens":1}`});
    assert.deepEqual(await vendor.quote(order), {receives: '1'});
  }
});

test('an internal failure at registration is a silence', async () => {
  const {vendor, of} = fakeVendor({'POST /registerUser': '{"status":"error","error":"unexpected_error"}'});
  const {name, code} = await problem(vendor.registerCustomer(ada));
  assert.deepEqual([name, code], ['CryptopocketConnectionError', 'busy']);
  assert.equal(of('POST /registerUser').length, 1);
});

for (const [field, code] of [
  ['email', 'email_invalid'],
  ['name', 'name_invalid'],
] as const) {
  test(`HTTP 422 without a status names the field: ${field} is ${code}`, async () => {
    const body = JSON.stringify({message: `The ${field} field is required.`, errors: {[field]: ['Required.']}});
    const {vendor} = fakeVendor({'POST /registerUser': () => json(body, 422)});
    const {name, code: found} = await problem(vendor.registerCustomer(ada));
    assert.deepEqual([name, found], ['CryptopocketApiError', code]);
  });
}

test('HTTP 422 refuses a payment, whatever field it names', async () => {
  const answer = (name: string) => () =>
    json(JSON.stringify({message: 'Invalid.', errors: {[name]: ['Invalid.']}}), 422);
  const of = (name: string) => fakeVendor({'POST /createPayment': answer(name)}).vendor.createPayment(direct);
  assert.equal((await problem(of('fiat_amount'))).code, 'amount_invalid');
  assert.equal((await problem(of('wallet'))).code, 'payment_refused');
});
