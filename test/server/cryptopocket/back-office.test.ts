import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeVendor, json, problem, secret, type Answer} from './fake-vendor.js';

const company = {email: 'ops@widgets.example', companyName: 'Widgets Iberia S.L.'};
const registered = {id: 5100, uuid: 'u-1', kyb_link: 'https://b2b.test/kyb/1', password: '123456789012'};
const payslip = {customerId: '5001', type: 'payslip', file: 'data:application/pdf;base64,JVBERi0xLjcK'} as const;
const sale = {customerId: '5001', amount: '50', asset: 'USDT', chain: 'bsc', iban: 'ES9121000418450200051332'};
const documents = 'POST /customers/5001/documents';

test('a company gets an id, a link and a password, as text whatever they look like', async () => {
  const {vendor, of} = fakeVendor({'POST /register/company': JSON.stringify({status: 'ok', data: registered})});
  assert.deepEqual(await vendor.registerCompany(company), {
    id: '5100',
    uuid: 'u-1',
    kybUrl: 'https://b2b.test/kyb/1',
    password: '123456789012',
  });
  assert.deepEqual(JSON.parse(of('POST /register/company')[0]?.body ?? ''), {
    email: company.email,
    company_name: company.companyName,
  });
});

for (const name of ['id', 'uuid', 'kyb_link', 'password']) {
  test(`a company without ${name} is a bad answer, and no secret is in its words`, async () => {
    const data = {...registered, [name]: undefined};
    const {vendor} = fakeVendor({'POST /register/company': JSON.stringify({status: 'ok', data})});
    const error = await problem(vendor.registerCompany(company));
    assert.equal(error.code, 'bad_answer');
    for (const hidden of [registered.kyb_link, registered.password, secret]) {
      assert.ok(!JSON.stringify(error).includes(hidden));
    }
  });
}

for (const [field, code] of [
  ['email', 'email_invalid'],
  ['company_name', 'name_invalid'],
  ['vat', 'invalid_request'],
] as const) {
  test(`HTTP 422 for the ${field} of a company is ${code}, from validation`, async () => {
    const body = JSON.stringify({message: 'Invalid.', errors: {[field]: ['Invalid.']}});
    const {vendor} = fakeVendor({'POST /register/company': () => json(body, 422)});
    const found = await problem(vendor.registerCompany(company));
    assert.deepEqual([found.name, found.code, found.vendorCode], ['CryptopocketApiError', code, 'validation']);
  });
}

for (const [vendorCode, name, code] of [
  ['user_already_exists', 'CryptopocketApiError', 'customer_exists'],
  ['email_not_allowed', 'CryptopocketApiError', 'email_not_allowed'],
  ['vat_number_taken', 'CryptopocketApiError', 'invalid_request'],
  ['unexpected_error', 'CryptopocketConnectionError', 'busy'],
] as const) {
  test(`a company that meets ${vendorCode} with HTTP 200 is ${code}, asked for once`, async () => {
    const {vendor, of} = fakeVendor({'POST /register/company': JSON.stringify({status: 'error', error: vendorCode})});
    const found = await problem(vendor.registerCompany(company));
    assert.deepEqual([found.name, found.code], [name, code]);
    if (name === 'CryptopocketApiError') assert.equal(found.vendorCode, vendorCode);
    assert.equal(of('POST /register/company').length, 1);
  });
}

test('what is given for a delegated KYC goes out untouched', async () => {
  const body = {front: 'data:image/png;base64,AA==', captures: [{face: true}, null], nested: {deep: ['ü', 1.5]}};
  const {vendor, of} = fakeVendor({'POST /registerUser/kyc-delegated': '{"status":"ok"}'});
  await vendor.registerCustomerWithDelegatedKyc(body);
  assert.deepEqual(JSON.parse(of('POST /registerUser/kyc-delegated')[0]?.body ?? ''), body);
});

for (const [body, customer] of [
  ['{"status":"ok","data":{"id":7,"kyc_status":"valid"}}', {id: '7', kyc: 'approved'}],
  ['{"id":"7","kyc_status":"in_some_queue"}', {id: '7', kyc: 'in_review'}],
  ['{"status":"ok","data":{"user":{"id":7}}}', {}],
  ['{"status":"ok","data":{"id":{},"kyc_status":null}}', {}],
  ['{"status":"ok"}', {}],
] as const) {
  test(`of ${body} to a delegated KYC is read what there is, and all of it is handed out`, async () => {
    const {vendor} = fakeVendor({'POST /registerUser/kyc-delegated': body});
    const {answer, ...found} = await vendor.registerCustomerWithDelegatedKyc({});
    assert.deepEqual(found, customer);
    assert.equal(JSON.stringify(answer).replaceAll('"7"', '7'), body.replaceAll('"7"', '7'));
  });
}

test('a document is a file, or the address of one, for a customer', async () => {
  const {vendor, of} = fakeVendor({[documents]: '{"status":"ok"}'});
  const address = 'https://files.example.org/tax-2025.pdf';
  await vendor.uploadDocument(payslip);
  await vendor.uploadDocument({...payslip, type: 'tax_return', file: address});
  assert.deepEqual(
    of(documents).map(({body}) => JSON.parse(body) as unknown),
    [
      {type: 'payslip', file: payslip.file},
      {type: 'tax_return', file: address},
    ],
  );
});

for (const file of ['', 'JVBERi0xLjcK', 'data:text/plain,hello', 'data:text/plain;base64,', '/home/ada/payslip.pdf']) {
  test(`“${file}” is no file, and never leaves`, async () => {
    const {vendor, asked} = fakeVendor({});
    const found = await problem(vendor.uploadDocument({...payslip, file}));
    assert.deepEqual(
      [found.name, found.code, found.vendorCode],
      ['CryptopocketApiError', 'invalid_request', undefined],
    );
    assert.deepEqual(asked, []);
  });
}

for (const [body, status, code, vendorCode] of [
  ['{"status":"error","error":"user_not_in_integration"}', 403, 'customer_unknown', 'user_not_in_integration'],
  ['{"status":"error","error":"user_not_found"}', 404, 'customer_unknown', 'user_not_found'],
  ['{"status":"error","error":"invalid_file"}', 422, 'invalid_request', 'invalid_file'],
  ['{"status":"error","error":"file_too_large"}', 422, 'invalid_request', 'file_too_large'],
  ['{"message":"Invalid.","errors":{"type":["Invalid."]}}', 422, 'invalid_request', 'validation'],
  ['{"message":"Invalid."}', 422, 'invalid_request', 'validation'],
] as const) {
  test(`${body} with HTTP ${status} refuses the document as ${vendorCode}`, async () => {
    const {vendor, of} = fakeVendor({[documents]: () => json(body, status)});
    const found = await problem(vendor.uploadDocument(payslip));
    assert.deepEqual([found.name, found.code, found.vendorCode], ['CryptopocketApiError', code, vendorCode]);
    assert.equal(of(documents).length, 1);
  });
}

test('a page that is not there says nothing about the document', async () => {
  const {vendor} = fakeVendor({[documents]: () => json('{"message":"Not Found"}', 404)});
  assert.equal((await problem(vendor.uploadDocument(payslip))).code, 'bad_answer');
});

test('coins are sold by the coin, and sent to the wallet that is answered', async () => {
  const {vendor, of} = fakeVendor({
    'POST /createRampoff': '{"status":"ok","data":{"rampoff":"payment created","wallet":"0x22","id":"r1"}}',
  });
  assert.deepEqual(await vendor.createOffRamp({...sale, amount: '050.000000000000000001'}), {id: 'r1', wallet: '0x22'});
  assert.equal(
    of('POST /createRampoff')[0]?.body,
    '{"user_id":5001,"amount":50.000000000000000001,"symbol":"USDT","blockchain":"bsc","iban":"ES9121000418450200051332"}',
  );
  await vendor.createOffRamp({customerId: '5001', amount: '50', asset: 'USDT', bankName: 'Bank'});
  assert.equal(of('POST /createRampoff')[1]?.body, '{"user_id":5001,"amount":50,"symbol":"USDT","bank_name":"Bank"}');
});

for (const amount of ['', '0', '0.000', '-5', '1e3', '10,5', 'NaN', '5 ', '.5']) {
  test(`“${amount}” is no amount of coins, and never leaves`, async () => {
    const {vendor, asked} = fakeVendor({});
    const found = await problem(vendor.createOffRamp({...sale, amount}));
    assert.deepEqual([found.name, found.code], ['CryptopocketApiError', 'amount_invalid']);
    assert.deepEqual(asked, []);
  });
}

test('an off-ramp that is not created is refused with the vendor’s word, as none is documented', async () => {
  for (const [error, vendorCode] of [
    ['iban_not_allowed', 'iban_not_allowed'],
    ['Call to a member function id() on null', undefined],
  ] as const) {
    const {vendor} = fakeVendor({'POST /createRampoff': JSON.stringify({status: 'error', error})});
    const found = await problem(vendor.createOffRamp(sale));
    assert.deepEqual(
      [found.name, found.code, found.vendorCode],
      ['CryptopocketApiError', 'payment_refused', vendorCode],
    );
  }
});

test('an off-ramp without a wallet or an id is a bad answer', async () => {
  for (const data of ['{"id":"r1"}', '{"wallet":"0x22"}', 'null']) {
    const {vendor} = fakeVendor({'POST /createRampoff': `{"status":"ok","data":${data}}`});
    assert.equal((await problem(vendor.createOffRamp(sale))).code, 'bad_answer');
  }
});

const offRamp = (fields: string) => fakeVendor({'GET /getRampoff': `{"status":"ok","data":{${fields}}}`});

test('an off-ramp is read with smallest units as coins, to the last digit, and the money as it is', async () => {
  const {vendor, of} = offRamp(
    '"id":"r1","status":"finished","blockchain":"bsc","crypto":"USDT","amount":"50000000000000000001","decimals":18,"fiat_amount":"46.10"',
  );
  assert.deepEqual(await vendor.offRamp('r1'), {
    id: 'r1',
    status: 'completed',
    vendorStatus: 'finished',
    chain: 'bsc',
    asset: 'USDT',
    amount: '50.000000000000000001',
    fiatAmount: '46.10',
  });
  assert.equal(of('GET /getRampoff')[0]?.query.toString(), 'id=r1');
});

for (const [amount, decimals, coins] of [
  ['"1"', '6', '0.000001'],
  ['"50000000"', '"6"', '50.000000'],
  ['5e19', '18', '50.000000000000000000'],
  ['"7"', '0', '7'],
  ['"50.5"', '18', undefined],
  ['"-1"', '18', undefined],
  ['"50"', '1e9', undefined],
  ['"50"', '999', undefined],
  ['"50"', 'null', undefined],
  ['null', '18', undefined],
] as const) {
  test(`${amount} units of a coin with ${decimals} decimals are ${coins ?? 'not guessed at'}`, async () => {
    const {vendor} = offRamp(`"id":"r1","status":"finished","amount":${amount},"decimals":${decimals}`);
    assert.equal((await vendor.offRamp('r1')).amount, coins);
  });
}

test('an off-ramp word that is not known is not final, and what is not told yet is left out', async () => {
  for (const word of ['pending', 'FINISHED', 'constructor']) {
    const {vendor} = offRamp(`"status":"${word}","amount":null,"fiat_amount":null`);
    assert.deepEqual(await vendor.offRamp('r1'), {id: 'r1', status: 'unknown', vendorStatus: word});
  }
});

test('another off-ramp than the one asked for, or one without a status, is a bad answer', async () => {
  for (const fields of ['"id":"r2","status":"finished"', '"id":"r1"']) {
    assert.equal((await problem(offRamp(fields).vendor.offRamp('r1'))).code, 'bad_answer');
  }
});

for (const [body, rows] of [
  ['{"status":"ok","data":[{"amount":1.10}]}', [{amount: '1.10'}]],
  ['[{"amount":1}]', [{amount: '1'}]],
  ['{"data":{"page":1,"items":[1,null]}}', ['1', null]],
  ['{"status":"ok","data":[]}', []],
] as const) {
  test(`the rows in ${body} are handed out as they are, beside the whole answer`, async () => {
    const accounts: Record<string, Answer> = {
      'GET /banking/accounts': body,
      'GET /banking/accounts/ES91/transactions': body,
    };
    const {vendor} = fakeVendor(accounts);
    for (const found of [await vendor.bankAccounts(), await vendor.bankAccountTransactions('ES91')]) {
      assert.deepEqual(found.rows, rows);
      assert.ok(JSON.stringify(found.answer).includes(JSON.stringify(rows)));
    }
  });
}

test('an answer without a list is a bad answer, not an empty account', async () => {
  for (const body of ['{"status":"ok"}', '{"status":"ok","data":null}', '{"status":"ok","data":"none"}']) {
    const {vendor} = fakeVendor({'GET /banking/accounts': body});
    assert.equal((await problem(vendor.bankAccounts())).code, 'bad_answer');
  }
});

test('a customer or an account is a name in the path and never a step', async () => {
  const {vendor, asked} = fakeVendor({});
  for (const name of ['', '.', '..']) {
    assert.equal((await problem(vendor.bankAccountTransactions(name))).code, 'not_found');
    assert.equal((await problem(vendor.uploadDocument({...payslip, customerId: name}))).code, 'not_found');
  }
  assert.equal(asked.length, 0);
  await problem(vendor.bankAccountTransactions('../../customers/list?x='));
  assert.equal(asked.at(-1)?.path, '/banking/accounts/..%2F..%2Fcustomers%2Flist%3Fx%3D/transactions');
});

test('a subscription is sent elsewhere by a form', async () => {
  const {vendor, of} = fakeVendor({'POST /updateWebhookSubscription': '{"status":"ok","data":"subscription_updated"}'});
  await vendor.updateSubscription('TRANSFER_RAMPOFF_FINISHED', 'https://shop.test/hooks?v=2');
  const [asked] = of('POST /updateWebhookSubscription');
  assert.equal(asked?.headers.get('content-type'), 'application/x-www-form-urlencoded');
  assert.equal(asked.body, 'type=TRANSFER_RAMPOFF_FINISHED&url=https%3A%2F%2Fshop.test%2Fhooks%3Fv%3D2');
});

test('neither a file nor what a delegated KYC is about is in any error', async () => {
  const hidden = 'PERSONALDATA';
  const answers: Answer[] = [
    () => json(`{"status":"error","error":"Exception: ${hidden}"}`),
    () => json(`{"status":"error","error":"invalid_file","message":"${hidden}"}`, 422),
    () => json(hidden, 500),
    () => Promise.reject(new TypeError('fetch failed')),
  ];
  for (const answer of answers) {
    const {vendor} = fakeVendor({[documents]: answer, 'POST /registerUser/kyc-delegated': answer});
    for (const call of [
      () => vendor.uploadDocument({...payslip, file: `data:application/pdf;base64,${hidden}`}),
      () => vendor.registerCustomerWithDelegatedKyc({name: hidden}),
    ]) {
      const found = await problem(call());
      assert.ok(!JSON.stringify(found).includes(hidden) && !String(found.message).includes(hidden));
    }
  }
});
