import assert from 'node:assert/strict';
import {test} from 'node:test';
import {direct, fakeVendor, guided, order, problem} from './fake-vendor.js';

const created =
  '{"status":"success","message":"guided_payment_created","data":{"payment_id":"p1","gateway_url":"https://pay.test/p1"}}';
const payment = (fields: string) =>
  `{"status":"ok","data":{"id":"p1","external_id":null,"user_id":"5001","fiat_symbol":"EUR","coin_symbol":"USDC","holder":null,${fields}}}`;
const started = '"status":"started","fiat_amount":7500';

for (const status of ['ok', 'success', 'sucess', 'OK', 'Success']) {
  test(`${status} is a success`, async () => {
    const {vendor} = fakeVendor({'POST /createGuidedPayment': created.replace('success', status)});
    assert.deepEqual(await vendor.createGuidedPayment(guided), {id: 'p1', gatewayUrl: 'https://pay.test/p1'});
  });
}

test('a guided payment is asked for with every field, the id and the euros as JSON numbers', async () => {
  const {vendor, of} = fakeVendor({'POST /createGuidedPayment': created});
  await vendor.createGuidedPayment({...guided, paymentType: 'PSD2', externalId: 'remit-77'});
  assert.equal(
    of('POST /createGuidedPayment')[0]?.body,
    '{"user_id":5001,"coin_symbol":"USDC","coin_chain":"polygon","fiat_symbol":"EUR","fiat_amount":75,"payment_type":"psd2","external_id":"remit-77"}',
  );
});

for (const [amount, sent] of [
  ['50.00', '50.00'],
  ['0.30', '0.30'],
  ['9007199254740993.01', '9007199254740993.01'],
  ['050', '50'],
  ['000.5', '0.5'],
] as const) {
  test(`${amount} euros are sent as ${sent}`, async () => {
    const {vendor, of} = fakeVendor({'POST /createGuidedPayment': created, 'GET /quote': '{"tokens":1}'});
    await vendor.createGuidedPayment({...guided, amount});
    assert.ok(of('POST /createGuidedPayment')[0]?.body.includes(`"fiat_amount":${sent},`));
    await vendor.quote({...order, amount});
    assert.equal(of('GET /quote')[0]?.query.get('amount'), sent);
  });
}

for (const amount of ['', '0', '0.00', '-5', '1e3', '10,00', '10.001', 'NaN', '5 ']) {
  test(`“${amount}” is no amount of euros, and never leaves`, async () => {
    const {vendor, asked} = fakeVendor({});
    for (const call of [
      () => vendor.createGuidedPayment({...guided, amount}),
      () => vendor.createPayment({...direct, amount}),
      () => vendor.quote({...order, amount}),
    ]) {
      const {name, code} = await problem(call());
      assert.deepEqual([name, code], ['CryptopocketApiError', 'amount_invalid']);
    }
    assert.deepEqual(asked, []);
  });
}

test('payment types known in several cases are sent in lower case, others as they are', async () => {
  const {vendor, of} = fakeVendor({'GET /quote': '{"tokens":1}'});
  for (const paymentType of ['Card', 'PSD2', 'TRANSFER', 'KHIPU', 'paypal'])
    await vendor.quote({...order, paymentType});
  assert.deepEqual(
    of('GET /quote').map(({query}) => query.get('payment_type')),
    ['card', 'psd2', 'transfer', 'KHIPU', 'paypal'],
  );
});

test('a customer id that is no plain number is sent as text', async () => {
  const {vendor, of} = fakeVendor({'POST /createGuidedPayment': created});
  for (const customerId of ['007', 'a1', '90071992547409931'])
    await vendor.createGuidedPayment({...guided, customerId});
  assert.deepEqual(
    of('POST /createGuidedPayment').map(({body}) => /"user_id":([^,]+)/.exec(body)?.[1]),
    ['"007"', '"a1"', '90071992547409931'],
  );
});

test('a gateway on plain http is a bad answer', async () => {
  const {vendor} = fakeVendor({'POST /createGuidedPayment': created.replace('https', 'http')});
  assert.equal((await problem(vendor.createGuidedPayment(guided))).code, 'bad_answer');
});

test('a direct payment by card leads to a page', async () => {
  const {vendor, of} = fakeVendor({
    'POST /createPayment':
      '{"status":"success","message":"payment_created","data":{"url_payment":"https://pay.test/x","payment_id":"p2"}}',
  });
  const answer = await vendor.createPayment({...direct, callbackUrl: 'https://shop.test/back'});
  assert.deepEqual(answer, {kind: 'redirect', id: 'p2', url: 'https://pay.test/x'});
  assert.ok(
    of('POST /createPayment')[0]?.body.includes(`"wallet":"${direct.wallet}","callback_url":"https://shop.test/back"`),
  );
});

test('a direct payment by transfer gives the bank details, the reference as text', async () => {
  const data = '"payment_id":"p3","iban":"ES91","bic":"EXMP","concept":430021,"destination_name":"Example"';
  for (const more of ['', ',"url_payment":null', ',"url_payment":""']) {
    const {vendor} = fakeVendor({'POST /createPayment': `{"status":"sucess","data":{${data}${more}}}`});
    assert.deepEqual(await vendor.createPayment({...direct, paymentType: 'transfer'}), {
      kind: 'transfer',
      id: 'p3',
      iban: 'ES91',
      bic: 'EXMP',
      reference: '430021',
      beneficiary: 'Example',
    });
  }
});

test('an unusable payment link is a bad answer, not a transfer; bank details have to be complete', async () => {
  for (const data of [
    '"payment_id":"p","url_payment":"http://pay.test","iban":"E","bic":"B","concept":1,"destination_name":"D"',
    '"payment_id":"p","iban":"E","bic":"B","destination_name":"D"',
    '"payment_id":"p"',
  ]) {
    const {vendor} = fakeVendor({'POST /createPayment': `{"status":"success","data":{${data}}}`});
    assert.equal((await problem(vendor.createPayment(direct))).code, 'bad_answer');
  }
});

for (const [word, status] of [
  ['started', 'created'],
  ['pending_bank', 'bank_pending'],
  ['payment_received', 'payment_received'],
  ['coins_sent', 'completed'],
  ['payment_rejected', 'failed'],
  ['refunded', 'unknown'],
  ['toString', 'unknown'],
] as const) {
  test(`a payment that is ${word} to the vendor is ${status}`, async () => {
    const {vendor} = fakeVendor({'GET /payment/p1': payment(`"status":"${word}","fiat_amount":7500`)});
    const found = await vendor.payment('p1');
    assert.deepEqual([found.status, found.vendorStatus], [status, word]);
  });
}

test('a payment is read with cents as euros and coins to the last digit', async () => {
  const {vendor, of} = fakeVendor({
    'GET /payment/p1': `{"status":"ok","data":{"id":"p1","external_id":"remit-77","user_id":5001,"status":"coins_sent",
      "fiat_amount":7500,"fiat_symbol":"EUR","coin_symbol":"USDC","coin_amount":80.400000000000000001,
      "created_at":"2026-06-30T09:15:00.000000Z","holder":{"any":"thing"},"txid":"0xabc123"}}`,
  });
  assert.deepEqual(await vendor.payment('p1'), {
    id: 'p1',
    customerId: '5001',
    externalId: 'remit-77',
    status: 'completed',
    vendorStatus: 'coins_sent',
    amount: '75.00',
    currency: 'EUR',
    asset: 'USDC',
    receives: '80.400000000000000001',
    createdAt: '2026-06-30T09:15:00.000000Z',
    txId: '0xabc123',
  });
  assert.equal(of('GET /payment/p1')[0]?.headers.get('auth'), 'token-1');
});

test('what a young payment does not have yet is left out', async () => {
  const {vendor} = fakeVendor({'GET /payment/p1': payment(`${started},"coin_amount":null`)});
  const {externalId, receives, txId, createdAt} = await vendor.payment('p1');
  assert.deepEqual([externalId, receives, txId, createdAt], [undefined, undefined, undefined, undefined]);
});

for (const [cents, euros] of [
  ['1', '0.01'],
  ['30', '0.30'],
  ['"7500"', '75.00'],
  ['900719925474099301', '9007199254740993.01'],
] as const) {
  test(`${cents} cents are ${euros} euros`, async () => {
    const {vendor} = fakeVendor({'GET /payment/p1': payment(`"status":"started","fiat_amount":${cents}`)});
    assert.equal((await vendor.payment('p1')).amount, euros);
  });
}

for (const cents of ['75.5', '75.00', '"75,00"', '-7500', 'null', 'true', '""', '1e99']) {
  test(`${cents} is no amount of cents, and is not guessed at`, async () => {
    const {vendor} = fakeVendor({'GET /payment/p1': payment(`"status":"started","fiat_amount":${cents}`)});
    assert.equal((await problem(vendor.payment('p1'))).code, 'bad_answer');
  });
}

test('another payment than the one asked for is a bad answer', async () => {
  const {vendor} = fakeVendor({'GET /payment/p2': payment(started)});
  assert.equal((await problem(vendor.payment('p2'))).code, 'bad_answer');
});

test('an id is a name in the path and never a step', async () => {
  const {vendor, asked} = fakeVendor({});
  for (const id of ['', '.', '..']) assert.equal((await problem(vendor.payment(id))).code, 'not_found');
  assert.equal(asked.length, 0);
  await problem(vendor.payment('../customers/list?x=1'));
  assert.equal(asked.at(-1)?.path, '/payment/..%2Fcustomers%2Flist%3Fx%3D1');
});
