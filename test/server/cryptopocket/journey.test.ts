import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createVendor, documentTypes, type VendorClient} from '../../../src/server/index.js';
import {apiKey, apiSecret, Client, field} from '../../sandbox/setup.js';
import {problem} from './fake-vendor.js';

/** The client, with the sandbox for its network and the sandbox's clock in hand. */
function start(): {vendor: VendorClient; sandbox: Client} {
  const sandbox = new Client('http://localhost:4175');
  const vendor = createVendor({
    apiKey,
    apiSecret,
    baseUrl: 'http://localhost:4175/api',
    fetch: (input, init) => sandbox.sandbox.fetch(new Request(input, init)),
    sleep: () => Promise.resolve(),
  });
  return {vendor, sandbox};
}

test('a company is registered, hands in documents and sells coins, and the back office follows the sale to its end', async () => {
  const {vendor, sandbox} = start();
  await vendor.subscribe('CRYPTO_RECEIVED', 'https://shop.test/hooks');
  await vendor.subscribe('TRANSFER_RAMPOFF_FINISHED', 'https://shop.test/hooks');
  await vendor.updateSubscription('TRANSFER_RAMPOFF_FINISHED', 'https://shop.test/hooks/v2');

  const company = await vendor.registerCompany({email: 'ops@widgets.example', companyName: 'Widgets Iberia S.L.'});
  assert.match(company.uuid, /^[0-9a-f-]{36}$/);
  assert.equal(company.password.length, 12);
  const customerId = company.id;
  assert.equal(await vendor.kycStatus(customerId), 'required');
  await sandbox.submit(new URL(company.kybUrl).pathname, {consent: 'yes'});
  assert.equal(await vendor.kycStatus(customerId), 'approved');
  const file = 'data:application/pdf;base64,JVBERi0xLjcK';
  for (const type of documentTypes) await vendor.uploadDocument({customerId, type, file});

  const sale = {customerId, amount: '50', asset: 'USDT', chain: 'bsc', iban: 'ES9121000418450200051332'};
  const {id, wallet} = await vendor.createOffRamp(sale);
  assert.match(wallet, /^0x/);
  const seen: string[] = [];
  for (let step = 0; step < 20; step++) {
    const {status, vendorStatus} = await vendor.offRamp(id);
    if (seen.at(-1) !== `${status}: ${vendorStatus}`) seen.push(`${status}: ${vendorStatus}`);
    await sandbox.pass(500);
  }
  assert.deepEqual(seen, ['unknown: sandbox_awaiting_coins', 'unknown: sandbox_coins_received', 'completed: finished']);
  const {amount, fiatAmount} = await vendor.offRamp(id);
  assert.deepEqual([amount, fiatAmount], ['50.000000', '44.59']);
  assert.deepEqual(
    sandbox.delivered.map(({url, body}) => [url, field(JSON.parse(body), 'type')]),
    [
      ['https://shop.test/hooks', 'CRYPTO_RECEIVED'],
      ['https://shop.test/hooks/v2', 'TRANSFER_RAMPOFF_FINISHED'],
    ],
  );
});

test('a customer whose identity was checked elsewhere is approved or rejected at once', async () => {
  const {vendor} = start();
  const {id = '', kyc} = await vendor.registerCustomerWithDelegatedKyc({name: 'Ada', email: 'ada@example.org'});
  assert.deepEqual([kyc, await vendor.kycStatus(id)], ['approved', 'approved']);
  const rejected = await vendor.registerCustomerWithDelegatedKyc({name: 'Ada', email: 'ada+reject@example.org'});
  assert.equal(rejected.kyc, 'rejected');
});

test('the account’s transfers can be told apart by the reference of the payment', async () => {
  const {vendor, sandbox} = start();
  const {rows} = await vendor.bankAccounts();
  const iban = String(field(rows[0], 'iban'));
  const order = {customerId: '5001', amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'transfer'};
  const created = await vendor.createPayment({...order, wallet: '0x1111111111111111111111111111111111111111'});
  assert.ok(created.kind === 'transfer' && created.iban === iban);
  await sandbox.pass(60_000);
  const {rows: transactions} = await vendor.bankAccountTransactions(iban);
  assert.deepEqual(transactions, [{concept: created.reference, amount: '100.00', currency: 'EUR'}]);
});

test('every documented error of a company and of a document reaches the back office as the vendor’s word', async () => {
  const {vendor} = start();
  const company = (email: string) => vendor.registerCompany({email, companyName: 'Widgets'});
  const upload = (name: string, customerId = '5001') =>
    vendor.uploadDocument({customerId, type: 'tax_return', file: `https://files.example.org/${name}.pdf`});
  for (const [call, code, vendorCode] of [
    [() => company('returning@example.org'), 'customer_exists', 'user_already_exists'],
    [() => company('ada@disposable.example'), 'email_not_allowed', 'email_not_allowed'],
    [() => company('nobody'), 'email_invalid', 'validation'],
    [() => company('unexpected@example.org'), 'busy', undefined],
    [() => company('unauthorized@example.org'), 'busy', undefined],
    [() => upload('other-integration'), 'customer_unknown', 'user_not_in_integration'],
    [() => upload('no-customer'), 'customer_unknown', 'user_not_found'],
    [() => upload('tax-2025', '99'), 'customer_unknown', 'user_not_found'],
    [() => upload('unreadable'), 'invalid_request', 'invalid_file'],
    [() => upload('unauthorized'), 'busy', undefined],
  ] as const) {
    const found = await problem(call());
    assert.deepEqual([found.code, found.vendorCode], [code, vendorCode]);
  }
});
