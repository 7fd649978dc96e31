import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {quirkChoices} from '../../src/sandbox/settings.js';
import {documentTypes} from '../../src/server/cryptopocket/document-types.js';
import {answerProblems, bodyProblems, queryProblems} from './contract-schema.js';
import {apiKey, Client, field, wallet} from './setup.js';

// `Client` holds every request and every answer against the contract, here and in the other tests.

describe('the check against the contract', () => {
  it('tells a wrong answer from a right one', () => {
    const payment = {id: 'a', status: 'started', fiat_amount: 7500, fiat_symbol: 'EUR', coin_symbol: 'USDC'};
    const check = (more: object) =>
      answerProblems('get', '/payment/abc', 200, {status: 'ok', data: {...payment, ...more}});
    assert.deepEqual(check({}), []);
    assert.notDeepEqual(check({fiat_amount: 75.5}), []);
    assert.notDeepEqual(answerProblems('get', '/payment/abc', 404, {}), []);
    assert.notDeepEqual(answerProblems('post', '/createPayment', 200, {status: 'error', error: 'no_such_code'}), []);
  });

  it('takes enums that the contract calls extensible as open', () => {
    const data = {id: 'a', status: 'payment_rejected', fiat_amount: 1, fiat_symbol: 'EUR', coin_symbol: 'USDC'};
    assert.deepEqual(answerProblems('get', '/payment/abc', 200, {status: 'ok', data}), []);
  });

  it('tells a wrong request from a right one', () => {
    assert.notDeepEqual(bodyProblems('post', '/createGuidedPayment', 'application/json', {user_id: 1}), []);
    assert.notDeepEqual(queryProblems('get', '/quote', {amount: 'much', symbol: 'USDC', payment_type: 'card'}), []);
    assert.notDeepEqual(queryProblems('get', '/quote', {amount: '1', symbol: 'USDC'}), []);
  });
});

describe('answers', () => {
  it('are as the contract says for everything that works', async () => {
    const client = new Client();
    const {data: assets} = await client.call('/available-assets');
    assert.ok(Array.isArray(assets));
    for (const asset of assets) {
      const pair = {symbol: String(field(asset, 'symbol')), chain: String(field(asset, 'chain'))};
      const {tokens} = await client.call('/quote', {query: {amount: '100', ...pair, payment_type: 'card'}});
      assert.ok(Number(tokens) > 0);
    }
    const {id} = await client.register('ada@example.org', {callback_url: 'https://shop.example.org/done'});
    await client.call('/kyc/check', {query: {user_id: String(id)}});
    await client.call('/customers/list');
    await client.call('/customers/list', {
      query: {from: '2026-05-01', to: '2027-05-31', email: 'ada', items_per_page: '2', page: '1'},
    });
    await client.call('/onboarding-form', {json: {user_id: id}});
    await client.payment(await client.created(75, {external_id: 'remit-77', payment_type: 'card'}));
    for (const type of ['card', 'psd2', 'PSD2', 'transfer', 'TRANSFER', 'paypal']) await client.createDirect(120, type);
    await client.createDirect(90_000, 'KHIPU', {fiat_symbol: 'ARS', coin_chain: undefined, coin_symbol: 'USDT'});
    const company = {email: 'ops@widgets.example', company_name: 'Widgets Iberia S.L.'};
    const {data: registered} = await client.call('/register/company', {json: company});
    assert.match(String(field(registered, 'password')), /^\w{12}$/);
    await client.call('/registerUser/kyc-delegated', {json: {name: 'Ada', email: 'ada@example.com'}});
    for (const type of documentTypes) {
      await client.call(`/customers/${id}/documents`, {json: {type, file: 'data:application/pdf;base64,JVBERi0xLjcK'}});
    }
    const iban = 'ES9121000418450200051332';
    for (const more of [{blockchain: 'bsc', iban}, {bank_name: 'Bank'}]) {
      const json = {user_id: id, amount: 50, symbol: 'USDT', ...more};
      const {data: sold} = await client.call('/createRampoff', {json});
      await client.offRamp(String(field(sold, 'id')));
    }
    await client.call('/banking/accounts');
    await client.call(`/banking/accounts/${iban}/transactions`);
    const url = 'https://shop.example.org/hooks';
    for (const type of ['PAY_IN', 'COINS_SENT', 'CRYPTO_RECEIVED', 'RAMPOFF_FINISHED']) {
      const created = await client.call('/subscribeToWebhook', {form: {type, url}});
      assert.deepEqual(created, {status: 'ok', data: 'subscription_created'});
      const updated = await client.call('/updateWebhookSubscription', {form: {type, url: `${url}/2`}});
      assert.deepEqual(updated, {status: 'ok', data: 'subscription_updated'});
    }
  });

  it('are as the contract says for every choice of every quirk', async () => {
    for (const [name, choices] of Object.entries(quirkChoices)) {
      for (const choice of choices) {
        const client = new Client();
        await client.control('quirks', {[name]: choice});
        const {id} = await client.register('ada@example.org');
        assert.equal(await client.kyc(id), 'unused');
        await client.call('/quote', {query: {amount: '100', symbol: 'USDC', payment_type: 'card'}});
        const refused = await client.create(100, {user_id: id});
        assert.equal(refused.error ?? refused.message, 'require_kyc');
        const small = await client.create(9.99);
        assert.equal(small.message, 'min_purchase 10');
        await client.payByCard(await client.created(100));
      }
    }
  });

  it('are as the contract says for what is wrong', async () => {
    const client = new Client();
    const order = {user_id: 5001, coin_symbol: 'USDC', coin_chain: 'polygon', fiat_symbol: 'EUR', fiat_amount: 75};
    const error = async (path: string, call: Parameters<Client['call']>[1]) =>
      (await client.call(path, {...call, wrong: true})).error;
    const bad = {token: 'stale'};
    const json = {};
    for (const path of [
      '/available-assets',
      '/quote',
      '/kyc/check',
      '/customers/list',
      '/payment/abc',
      '/getRampoff',
      '/banking/accounts',
      '/banking/accounts/ES91/transactions',
    ]) {
      assert.equal(await error(path, bad), 'authorization_incorrect', path);
    }
    for (const path of [
      '/registerUser',
      '/registerUser/kyc-delegated',
      '/register/company',
      '/onboarding-form',
      '/customers/5001/documents',
      '/createGuidedPayment',
      '/createPayment',
      '/createRampoff',
    ]) {
      assert.equal(await error(path, {json, ...bad}), 'authorization_incorrect', path);
      assert.equal(await error(path, {json, token: null}), 'authorization_incorrect', path);
    }
    assert.equal(
      await error('/authenticate', {json: {api_key: apiKey, api_secret: 'wrong'}}),
      'authorization_incorrect',
    );
    assert.equal(await error('/createGuidedPayment', {json: {...order, user_id: undefined}}), 'fail_mandatory_field');
    assert.equal(await error('/createGuidedPayment', {json: {...order, user_id: 99}}), 'user_not_found');
    assert.equal(await error('/createPayment', {json: {...order, wallet: 'nonsense'}}), 'error_payment_creation');
    assert.equal(await error('/createPayment', {json: {...order, fiat_amount: 10.001}}), 'error_payment_creation');
    assert.equal(await error('/registerUser', {json: {name: 'Ada'}}), 'unexpected_error');
    assert.equal(await error('/kyc/check', {query: {user_id: '99'}}), 'user_not_found');
    assert.equal(await error('/onboarding-form', {json: {user_id: 99}}), 'user_not_found');
    assert.equal(await error('/payment/abc', {token: null}), 'payment_not_found');
    assert.equal(await error('/getRampoff', {token: null}), 'off_ramp_not_found');
    assert.equal(await error('/banking/accounts/ES91/transactions', {}), 'account_not_found');
    assert.equal(await error('/registerUser/kyc-delegated', {json: {}}), 'unexpected_error');
    const sale = {user_id: 5001, amount: 50, symbol: 'USDT', blockchain: 'bsc', iban: 'ES9121000418450200051332'};
    for (const [more, word] of [
      [{user_id: 99}, 'user_not_found'],
      [{symbol: 'BUSD'}, 'coin_not_supported'],
      [{blockchain: undefined}, 'coin_not_supported'],
      [{amount: 0}, 'invalid_off_ramp'],
      [{amount: '0.0000001'}, 'invalid_off_ramp'],
      [{iban: undefined}, 'invalid_off_ramp'],
    ] as const) {
      assert.equal(await error('/createRampoff', {json: {...sale, ...more}}), word);
    }
    assert.equal(await error('/quote', {query: {amount: '1e3', symbol: 'USDC'}}), 'invalid_quote_request');
    assert.equal(await error('/subscribeToWebhook', {form: {type: 'PAY_IN', url: 'ftp://x'}}), 'invalid_subscription');
    const update = {type: 'COINS_SENT', url: 'https://shop.example.org'};
    assert.equal(await error('/updateWebhookSubscription', {form: update}), 'subscription_not_found');
  });
});

describe('quirks of the vendor', () => {
  it('spell success in three ways', async () => {
    const client = new Client();
    assert.equal((await client.call('/available-assets')).status, 'ok');
    assert.equal((await client.createDirect(100, 'card')).status, 'success');
    assert.equal((await client.createDirect(100, 'transfer')).status, 'sucess');
  });

  it('take euros and give cents, and write the same id as a number and as text', async () => {
    const client = new Client();
    const {id, kycPage} = await client.register('ada@example.org');
    await client.submit(kycPage, {consent: 'yes'});
    const payment = await client.payment(await client.created(75.5, {user_id: id, external_id: 'remit-77'}));
    assert.equal(payment.fiat_amount, 7550);
    assert.equal(payment.user_id, String(id));
    assert.equal(payment.external_id, 'remit-77');
    assert.equal(typeof payment.coin_amount, 'number');
    assert.match(String(payment.created_at), /^2026-07-01T09:00:00\.\d{6}Z$/);
    assert.match(String(payment.id), /^[A-Za-z0-9]{25}$/);
    assert.ok(!('txid' in payment));
  });

  it('write coins with all their digits', async () => {
    const client = new Client();
    const query = {amount: '10', symbol: 'BTC', chain: 'bitcoin', payment_type: 'card'};
    assert.match(await (await client.raw('/quote', {query})).text(), /"tokens":0\.0001225\}/);
  });

  it('take coins to sell, and give them in their smallest unit, and euros with a point', async () => {
    const client = new Client();
    const {id, wallet: destination} = await client.sell('50.5');
    assert.match(destination, /^0x[0-9a-f]{40}$/);
    assert.deepEqual(await client.offRamp(id), {
      id,
      status: 'sandbox_awaiting_coins',
      blockchain: 'bsc',
      crypto: 'USDT',
      amount: '50500000',
      decimals: 6,
      fiat_amount: '45.03',
    });
  });

  it('let tokens expire', async () => {
    const client = new Client();
    await client.call('/available-assets');
    await client.pass(10 * 60 * 1000);
    assert.equal((await client.call('/available-assets')).error, 'authorization_incorrect');
    await client.signIn();
    assert.equal((await client.call('/available-assets')).status, 'ok');
    await client.control('tokens', {lifetimeMs: 1000});
    await client.pass(1000);
    assert.equal((await client.call('/available-assets')).error, 'authorization_incorrect');
    await client.signIn();
    await client.control('tokens', {revoke: true});
    assert.equal((await client.call('/available-assets')).error, 'authorization_incorrect');
  });

  it('find e-mails by their parts, in pages, with the link only where the check is open', async () => {
    const client = new Client();
    for (const name of ['ada', 'nada', 'ADA.two', 'other']) await client.register(`${name}@example.com`);
    const list = (page: string) => client.call('/customers/list', {query: {email: 'Ada', items_per_page: '2', page}});
    const [first, second, third] = [await list('1'), await list('2'), await list('3')];
    const emails = ({data}: typeof first) => (Array.isArray(data) ? data.map(item => field(item, 'email')) : []);
    assert.equal(first.total_items, 3);
    assert.deepEqual(emails(first), ['ada@example.com', 'nada@example.com']);
    assert.deepEqual(emails(second), ['ADA.two@example.com']);
    assert.deepEqual(emails(third), []);
    assert.match(String((await client.customer('ada@example.com')).kyc_url), /^http:\/\/sandbox\.test\/kyc\//);
    for (const name of ['returning', 'reviewing', 'rejected']) {
      assert.ok(!('kyc_url' in (await client.customer(`${name}@example.org`))), name);
    }
  });

  it('filter customers by the day of registration', async () => {
    const client = new Client();
    const total = async (query: Record<string, string>) => (await client.call('/customers/list', {query})).total_items;
    assert.equal(await total({from: '2026-07-01', to: '2026-07-01'}), 6);
    assert.equal(await total({from: '2026-07-02'}), 0);
    assert.equal(await total({to: '2026-06-30'}), 0);
  });

  it('need the content type that is documented', async () => {
    const client = new Client();
    const form = {user_id: '5001', coin_symbol: 'USDC', coin_chain: 'polygon', fiat_amount: '75'};
    const answer = await client.raw('/createGuidedPayment', {form});
    assert.equal(field(await answer.json(), 'error'), 'fail_mandatory_field');
    const json = {type: 'PAY_IN', url: 'https://shop.example.org'};
    assert.equal(
      field(await (await client.raw('/subscribeToWebhook', {json})).json(), 'error'),
      'invalid_subscription',
    );
    assert.equal((await client.raw('/no-such-path')).status, 404);
  });

  it('give bank details for a direct transfer, and a page for the rest', async () => {
    const client = new Client();
    const transfer = (await client.createDirect(100, 'transfer')).data;
    assert.equal(typeof field(transfer, 'concept'), 'number');
    assert.match(String(field(transfer, 'iban')), /^ES\d{22}$/);
    const {url_payment: page, payment_id: id} = await client.createDirect(100, 'psd2').then(({data}) => ({
      url_payment: String(field(data, 'url_payment')),
      payment_id: String(field(data, 'payment_id')),
    }));
    assert.equal((await client.submit(new URL(page).pathname, {method: 'psd2'})).path, `/payment/${id}/bank`);
    assert.match((await client.page(page)).text, new RegExp(wallet));
  });

  it('list the transfers that have arrived in the account', async () => {
    const client = new Client();
    const transactions = async () =>
      (await client.call('/banking/accounts/ES9121000418450200051332/transactions')).data;
    const {data: arriving} = await client.createDirect(100, 'transfer');
    await client.payByCard(await client.created(50));
    assert.deepEqual(await transactions(), []);
    await client.pass(60_000);
    const concept = field(arriving, 'concept');
    assert.deepEqual(await transactions(), [{concept, amount: '100.00', currency: 'EUR'}]);
  });
});
