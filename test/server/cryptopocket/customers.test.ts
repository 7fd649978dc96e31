import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeVendor, json, problem} from './fake-vendor.js';

const ada = {email: 'ada@example.org', name: 'Ada'};
const page = (rows: unknown[], rest: object = {}) =>
  JSON.stringify({status: 'ok', page: 1, total_items: 1, data: rows, ...rest});
const row = (id: number, email: string) => ({id, name: 'A', last_name: 'B', email, kyc_status: 'valid'});

for (const body of [
  '{"status":"ok","data":{"id":5001,"kyc_form_url":"https://kyc.test/f"}}',
  '{"status":"ok","id":"5001","kyc_form_url":"https://kyc.test/f"}',
  '{"id":5001,"data":{"kyc_form_url":"https://kyc.test/f"},"more":[1]}',
]) {
  test(`a new customer is read from ${body}`, async () => {
    const {vendor, of} = fakeVendor({'POST /registerUser': body});
    const customer = await vendor.registerCustomer({...ada, callbackUrl: 'https://shop.test/back'});
    assert.deepEqual(customer, {id: '5001', kycUrl: 'https://kyc.test/f'});
    const [asked] = of('POST /registerUser');
    assert.deepEqual(JSON.parse(asked?.body ?? ''), {...ada, callback_url: 'https://shop.test/back'});
    assert.equal(asked?.headers.get('content-type'), 'application/json');
  });
}

test('a new customer may come without a link to the identity check, but not without an id', async () => {
  const {vendor} = fakeVendor({'POST /registerUser': '{"status":"ok","data":{"id":7,"kyc_form_url":null}}'});
  assert.deepEqual(await vendor.registerCustomer(ada), {id: '7'});
  const without = fakeVendor({'POST /registerUser': '{"status":"ok","data":{}}'});
  assert.equal((await problem(without.vendor.registerCustomer(ada))).code, 'bad_answer');
});

test('fields of the fuller set go out as they are given, and never in place of the known ones', async () => {
  const {vendor, of} = fakeVendor({'POST /registerUser': '{"id":1}'});
  const extra = {country: 'ES', document: {type: 'PASSPORT', pages: [1, 2]}, email: 'other@example.org'};
  await vendor.registerCustomer({...ada, extra});
  assert.deepEqual(JSON.parse(of('POST /registerUser')[0]?.body ?? ''), {...extra, ...ada});
});

for (const url of [
  'http://kyc.test/f',
  'javascript:alert(1)',
  '//kyc.test/f',
  ' https://kyc.test',
  'data:text/html,x',
]) {
  test(`a buyer is never sent to “${url}”`, async () => {
    const {vendor} = fakeVendor({'POST /registerUser': JSON.stringify({id: 1, kyc_form_url: url})});
    assert.equal((await problem(vendor.registerCustomer(ada))).code, 'bad_answer');
  });
}

for (const url of ['http://localhost:8787/f', 'http://127.0.0.1/f', 'http://[::1]:1/f', 'https://kyc.test/f?x=1#y']) {
  test(`a buyer may be sent to ${url}`, async () => {
    const {vendor} = fakeVendor({'POST /registerUser': JSON.stringify({id: 1, kyc_form_url: url})});
    assert.equal((await vendor.registerCustomer(ada)).kycUrl, url);
  });
}

for (const [word, status] of [
  ['unused', 'required'],
  ['processing', 'in_review'],
  ['valid', 'approved'],
  ['fail', 'rejected'],
  ['waiting_for_documents', 'in_review'],
  ['constructor', 'in_review'],
] as const) {
  test(`the KYC word ${word} is ${status}, at the top level and under data`, async () => {
    for (const body of [
      {status: 'ok', kyc_status: word},
      {status: 'ok', data: {kyc_status: word}},
      {kyc_status: word},
    ]) {
      const {vendor, of} = fakeVendor({'GET /kyc/check': JSON.stringify(body)});
      assert.equal(await vendor.kycStatus('5001'), status);
      assert.equal(of('GET /kyc/check')[0]?.query.get('user_id'), '5001');
    }
  });
}

test('an answer without a KYC word is bad, not a verdict', async () => {
  const {vendor} = fakeVendor({'GET /kyc/check': '{"status":"ok","data":{}}'});
  assert.equal((await problem(vendor.kycStatus('5001'))).code, 'bad_answer');
});

test('the listing is filtered and paged in the vendor’s words', async () => {
  const open = {id: '5002', email: 'alan@example.org', kyc_status: 'unused', kyc_url: 'https://kyc.test/s', x: 1};
  const {vendor, of} = fakeVendor({
    'GET /customers/list': page([row(5001, 'ada@example.org'), open], {total_items: 2}),
  });
  const filter = {from: '2026-05-01', to: '2026-05-31', email: 'a@example.org', itemsPerPage: 20, page: 1};
  assert.deepEqual(await vendor.listCustomers(filter), {
    page: 1,
    totalItems: 2,
    customers: [
      {id: '5001', name: 'A', lastName: 'B', email: 'ada@example.org', kyc: 'approved'},
      {id: '5002', email: 'alan@example.org', kyc: 'required', kycUrl: 'https://kyc.test/s'},
    ],
  });
  assert.equal(
    of('GET /customers/list')[0]?.query.toString(),
    'from=2026-05-01&to=2026-05-31&email=a%40example.org&items_per_page=20&page=1',
  );
  await vendor.listCustomers({});
  assert.equal(of('GET /customers/list')[1]?.query.toString(), '');
});

test('an odd row or link does not hide the other customers', async () => {
  const rows = [{id: 1, email: null}, 'x', {...row(2, 'b@example.org'), kyc_url: 'javascript:1', name: null}];
  const {vendor} = fakeVendor({'GET /customers/list': page(rows, {page: null, total_items: null})});
  assert.deepEqual(await vendor.listCustomers({}), {
    page: 1,
    totalItems: 3,
    customers: [{id: '2', email: 'b@example.org', lastName: 'B', kyc: 'approved'}],
  });
});

test('a customer is found by the e-mail itself, in any case, on whatever page', async () => {
  const {vendor, of} = fakeVendor({
    'GET /customers/list': ({query}) => {
      const nth = Number(query.get('page'));
      const rows = nth < 3 ? [row(nth, `not-${ada.email}`)] : [row(nth, 'ADA@example.org')];
      return json(page(rows, {page: nth, total_items: 9}));
    },
  });
  assert.equal((await vendor.findCustomer('Ada@Example.org'))?.id, '3');
  assert.deepEqual(
    of('GET /customers/list').map(({query}) => query.get('email')),
    ['Ada@Example.org', 'Ada@Example.org', 'Ada@Example.org'],
  );
});

for (const [what, rest, pages] of [
  ['the last page', (nth: number) => ({page: nth, total_items: 2}), 2],
  ['a vendor that answers the first page for ever', () => ({page: 1, total_items: 99}), 2],
  ['twenty pages', (nth: number) => ({page: nth, total_items: 1e9}), 20],
] as const) {
  test(`a search ends after ${what}`, async () => {
    const {vendor, of} = fakeVendor({
      'GET /customers/list': (_, nth) => json(page([row(nth, 'someone@example.org')], rest(nth))),
    });
    assert.equal(await vendor.findCustomer(ada.email), undefined);
    assert.equal(of('GET /customers/list').length, pages);
  });
}

test('a search that fails is a problem, not “no such customer”', async () => {
  const {vendor} = fakeVendor({'GET /customers/list': '{"status":"ok","data":null}'});
  assert.equal((await problem(vendor.findCustomer(ada.email))).code, 'bad_answer');
});

for (const [body, url] of [
  ['{"status":"ok","data":"https://b2b.test/o"}', 'https://b2b.test/o'],
  ['{"status":"ok","data":{"id":1,"deep":{"link":"https://b2b.test/o"}}}', 'https://b2b.test/o'],
  ['{"link":"https://b2b.test/o"}', 'https://b2b.test/o'],
  ['{"status":"ok","logo":"https://x.test","data":{"url":"https://b2b.test/o"}}', 'https://b2b.test/o'],
  ['{"status":"ok","data":{"url":"http://b2b.test/o"}}', undefined],
  ['{"status":"ok"}', undefined],
] as const) {
  test(`the enhanced verification in ${body} is at ${url ?? 'no address'}`, async () => {
    const {vendor, of} = fakeVendor({'POST /onboarding-form': body});
    assert.equal(await vendor.enhancedVerificationUrl('5001'), url);
    assert.equal(of('POST /onboarding-form')[0]?.body, '{"user_id":5001}');
  });
}
