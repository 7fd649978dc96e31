import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {magicValues} from '../../src/sandbox/index.js';
import {Client, field, object} from './setup.js';

/** Each value of the list with what shows that it does what it says. */
const proofs: Record<string, (client: Client) => Promise<unknown>> = {
  'returning@example.org': client => isCustomer(client, 'returning@example.org', 'valid'),
  'reviewing@example.org': client => isCustomer(client, 'reviewing@example.org', 'processing'),
  'rejected@example.org': client => isCustomer(client, 'rejected@example.org', 'fail'),
  'unfinished@example.org': client => isCustomer(client, 'unfinished@example.org', 'unused'),
  'banned@example.org': async client => {
    const {id} = await isValid(client, 'banned@example.org');
    await refused(client, 100, 'user_banned', id);
  },
  'reinforced@example.org': async client => {
    const {id} = await isValid(client, 'reinforced@example.org');
    await needsForm(client, 100, id);
  },

  'any other, such as ada@example.org': client => checks(client, 'ada@example.org', ['valid']),
  'ada+review@example.org': client => checks(client, 'ada+review@example.org', ['processing', 'valid']),
  'ada+reject@example.org': client => checks(client, 'ada+reject@example.org', ['fail']),
  'ada+review-reject@example.org': client => checks(client, 'ada+review-reject@example.org', ['processing', 'fail']),
  'ada+unlisted@example.org': client => checks(client, 'ada+unlisted@example.org', ['waiting_documents', 'valid']),

  'ada@disposable.example': client => isNotRegistered(client, 'ada@disposable.example', 'email_not_allowed'),
  'unexpected@example.org': client => isNotRegistered(client, 'unexpected@example.org', 'unexpected_error'),
  'unauthorized@example.org': client => isNotRegistered(client, 'unauthorized@example.org', 'authorization_incorrect'),
  'an e-mail that is registered': client => isNotRegistered(client, 'Returning@example.org', 'user_already_exists'),
  'a company without a name or an e-mail': async client => {
    const message = 'The company name field is required.';
    const {answer, status} = await client.sent('/register/company', {
      wrong: true,
      json: {email: 'ops@widgets.example'},
    });
    assert.deepEqual([status, answer], [422, {message, errors: {company_name: [message]}}]);
    for (const email of [undefined, 'nobody', `${'a'.repeat(250)}@b.example`]) {
      const {errors} = await client.call('/register/company', {wrong: true, json: {email, company_name: 'Widgets'}});
      assert.deepEqual(Object.keys(object(errors)), ['email']);
    }
  },
  'delegated KYC': async client => {
    for (const [email, word] of [
      ['ada@example.org', 'valid'],
      ['ada+reject@example.org', 'fail'],
    ] as const) {
      const json = {name: 'Ada Byron', email, images: {front: 'data:image/png;base64,AA=='}};
      const {data} = await client.call('/registerUser/kyc-delegated', {json});
      assert.equal(field(data, 'kyc_status'), word);
      assert.equal(await client.kyc(Number(field(data, 'id'))), word);
    }
  },

  'https://files.example.org/unauthorized.pdf': client =>
    isNotStored(client, 'https://files.example.org/unauthorized.pdf', 'authorization_incorrect', 200),
  'https://files.example.org/other-integration.pdf': client =>
    isNotStored(client, 'https://files.example.org/other-integration.pdf', 'user_not_in_integration', 403),
  'https://files.example.org/no-customer.pdf': client =>
    isNotStored(client, 'https://files.example.org/no-customer.pdf', 'user_not_found', 404),
  'https://files.example.org/unreadable.pdf': client =>
    isNotStored(client, 'https://files.example.org/unreadable.pdf', 'invalid_file', 422),
  'a customer that there is not': client =>
    isNotStored(client, 'https://files.example.org/tax-2025.pdf', 'user_not_found', 404, 99),
  'neither base64 nor an address': async client => {
    for (const file of [
      'data:application/pdf;base64,not base64',
      'data:application/pdf;base64,A',
      'ftp://files',
      'ä',
    ]) {
      await isNotStored(client, file, 'invalid_file', 422);
    }
    for (const file of ['JVBERi0xLjcK', 'data:application/pdf;base64,JVBERi0xLg==', 'https://files.example.org/a']) {
      assert.deepEqual(await client.call('/customers/5001/documents', {json: {type: 'payslip', file}}), {status: 'ok'});
    }
    const {customers} = await client.state();
    assert.ok(Array.isArray(customers));
    assert.deepEqual(field(customers[0], 'documents'), ['payslip', 'payslip', 'payslip']);
  },
  'a type that is not listed': async client => {
    for (const json of [{type: 'passport', file: 'JVBERi0xLjcK'}, {type: 'payslip'}]) {
      assert.equal((await client.sent('/customers/5001/documents', {wrong: true, json})).status, 422);
    }
  },

  '400.01': async client => {
    await refused(client, 400.01, 'authorization_incorrect');
    await refused(client, 100, 'authorization_incorrect');
    await client.signIn();
    await client.created(400.01);
    await refused(client, 400.01, 'authorization_incorrect');
  },
  '400.02': client => refused(client, 400.02, 'fail_mandatory_field'),
  '400.03': client => refused(client, 400.03, 'user_not_found'),
  '400.04': client => refused(client, 400.04, 'user_banned'),
  '400.05': async client => {
    const link = String((await refused(client, 400.05, 'require_kyc')).data);
    await client.submit(new URL(link).pathname, {consent: 'yes'});
    await client.created(400.05);
    await client.created(400.05);
  },
  '400.06': client => needsForm(client, 400.06),
  '400.07': async client => {
    await refused(client, 400.07, 'guided_payment_eur_only');
    assert.equal((await client.createDirect(400.07, 'card')).status, 'success');
  },
  '400.08': client => refusedBoth(client, 400.08, 'limit_exceded'),
  '400.09': client => refusedBoth(client, 400.09, 'coin_not_supported'),
  '400.10': client => refusedBoth(client, 400.1, 'min_purchase'),
  '400.11': client => refusedBoth(client, 400.11, 'method_not_allowed'),
  '400.12': client => refusedBoth(client, 400.12, 'error_payment_creation'),
  '400.13': async client => {
    assert.match(String((await client.create(400.13)).error), /^Undefined array key/);
    assert.equal((await client.createDirect(400.13, 'card')).status, 'success');
  },
  '400.14': async client => {
    for (let times = 0; times < 3; times++) {
      await refused(client, 400.14, 'authorization_incorrect');
      await client.signIn();
    }
  },

  '500.01': client => becomes(client, 500.01, ['started'], ['started']),
  '500.02': client => becomes(client, 500.02, ['pending_bank'], ['pending_bank']),
  '500.03': client => becomes(client, 500.03, ['payment_received'], ['pending_bank', 'payment_received']),
  '500.04': client => becomes(client, 500.04, ['payment_rejected'], ['pending_bank', 'payment_rejected']),
  '500.05': client =>
    becomes(client, 500.05, ['under_review', 'coins_sent'], ['pending_bank', 'under_review', 'coins_sent']),
  '500.06': async client => {
    const id = await client.created(500.06);
    await client.payByCard(id);
    assert.deepEqual(await client.follow(id, 29_000), ['payment_received']);
    assert.deepEqual(await client.follow(id, 2000), ['payment_received', 'coins_sent']);
  },
  '500.07': async client => {
    assert.equal((await client.payment(await client.created(500.07))).fiat_amount, 500);
    await becomes(client, 500.07, usual, ['pending_bank', ...usual]);
  },

  '600.01': async client => {
    const quote = async () => {
      const query = {amount: '600.01', symbol: 'USDC', payment_type: 'card'};
      return Number((await client.call('/quote', {query})).tokens);
    };
    const [first, second, third] = [await quote(), await quote(), await quote()];
    assert.ok(second < first * 0.985 && third < second * 0.985, `${first}, ${second}, ${third}`);
  },

  '700.01': client => sells(client, 700.01, ['sandbox_awaiting_coins']),
  '700.02': client => sells(client, 700.02, ['sandbox_awaiting_coins', 'sandbox_coins_received']),
  'any other amount': client => sells(client, 700, ['sandbox_awaiting_coins', 'sandbox_coins_received', 'finished']),

  'less than 10.00': async client => {
    assert.equal((await refused(client, 9.99, 'min_purchase')).message, 'min_purchase 10');
    await client.created(10);
  },
  'more than 2,000.00 by card in a quarter': async client => {
    await refused(client, 2000.01, 'limit_exceded');
    await client.payByCard(await client.created(1500));
    await refused(client, 500.08, 'limit_exceded');
    const id = await client.created(600, {payment_type: 'transfer'});
    assert.equal((await client.payByCard(id)).status, 422);
    await client.created(500);
    await client.pass(92 * 24 * 60 * 60 * 1000);
    await client.signIn();
    await client.created(2000);
  },
  'BUSD on bsc, and every pair not listed': async client => {
    for (const [symbol, chain] of [
      ['BUSD', 'bsc'],
      ['USDC', 'bitcoin'],
      ['NONE', 'polygon'],
    ]) {
      await refused(client, 100, 'coin_not_supported', 5001, {coin_symbol: symbol, coin_chain: chain});
    }
  },
  'guided payment in another currency': async client => {
    await refused(client, 100, 'guided_payment_eur_only', 5001, {fiat_symbol: 'USD'});
  },
  'a customer who is not valid': async client => {
    for (const name of ['unfinished', 'reviewing', 'rejected']) {
      const {id} = await client.customer(`${name}@example.org`);
      assert.match(String((await refused(client, 100, 'require_kyc', id)).data), /^http:\/\/sandbox\.test\/kyc\//);
    }
  },
  'createPayment by transfer': async client => {
    const id = String(field((await client.createDirect(100, 'transfer')).data, 'payment_id'));
    assert.deepEqual(await client.follow(id, 20_000), ['started', 'pending_bank', ...usual]);
  },
};

const usual = ['payment_received', 'coins_sent'];

describe('magic values', () => {
  it('are listed once each, and each has a test', () => {
    const values = magicValues.map(({value}) => value);
    assert.deepEqual([...values].sort(), Object.keys(proofs).sort());
  });

  for (const {group, value, outcome} of magicValues) {
    it(`${group}, ${value}: ${outcome}`, async () => {
      await proofs[value]?.(new Client());
    });
  }
});

async function isCustomer(client: Client, email: string, kyc: string): Promise<void> {
  const customer = await client.customer(email);
  assert.equal(customer.kyc_status, kyc);
  assert.equal(await client.kyc(Number(customer.id)), kyc);
}

async function isValid(client: Client, email: string): Promise<{id: unknown}> {
  await isCustomer(client, email, 'valid');
  return {id: (await client.customer(email)).id};
}

async function isNotRegistered(client: Client, email: string, error: string): Promise<void> {
  for (const [path, json] of [
    ['/registerUser', {name: 'Ada', email}],
    ['/registerUser/kyc-delegated', {name: 'Ada', email}],
    ['/register/company', {company_name: 'Widgets', email}],
  ] as const) {
    assert.deepEqual(await client.call(path, {json}), {status: 'error', error});
  }
}

async function isNotStored(client: Client, file: string, error: string, status: number, id = 5001): Promise<void> {
  const found = await client.sent(`/customers/${id}/documents`, {json: {type: 'tax_return', file}});
  assert.deepEqual(found, {status, answer: {status: 'error', error}});
}

/** The words that an off-ramp of so many coins goes through. */
async function sells(client: Client, amount: number, words: string[]): Promise<void> {
  const {id} = await client.sell(amount);
  assert.deepEqual(await client.follow(id, 60_000, 'offRamp'), words);
}

/** What `kyc/check` says after the hosted check is sent with nothing but the consent. */
async function checks(client: Client, email: string, words: string[]): Promise<void> {
  const {id, kycPage} = await client.register(email);
  assert.equal(await client.kyc(id), 'unused');
  await client.submit(kycPage, {consent: 'yes'});
  const seen = [await client.kyc(id)];
  await client.pass(7999);
  assert.equal(await client.kyc(id), seen[0]);
  await client.pass(1);
  const later = await client.kyc(id);
  assert.deepEqual(later === seen[0] ? seen : [...seen, later], words);
}

async function refused(client: Client, amount: number, error: string, id: unknown = 5001, more: object = {}) {
  const answer = await client.create(amount, {user_id: id, ...more});
  assert.deepEqual([answer.status, answer.error], ['error', error]);
  return answer;
}

async function refusedBoth(client: Client, amount: number, error: string): Promise<void> {
  await refused(client, amount, error);
  assert.equal((await client.createDirect(amount, 'card')).error, error);
}

async function needsForm(client: Client, amount: number, id: unknown = 5001): Promise<void> {
  const {data} = await refused(client, amount, 'kyc_reinforced_required', id);
  const path = new URL(String(object(data).onboarding_link)).pathname;
  assert.match((await client.submit(path, {source: 'Savings'})).text, /Thank you/);
  await client.created(amount, {user_id: id});
}

/** What becomes of a payment by card, and of one by transfer. */
async function becomes(client: Client, amount: number, byCard: string[], byTransfer: string[]): Promise<void> {
  const card = await client.created(amount);
  await client.payByCard(card);
  assert.deepEqual(await client.follow(card, 60_000), byCard);
  const transfer = await client.created(amount);
  await client.payByTransfer(transfer);
  assert.deepEqual(await client.follow(transfer, 60_000), byTransfer);
}
