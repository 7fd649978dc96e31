import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createSandbox} from '../../src/sandbox/index.js';
import {apiKey, apiSecret, Client, field, origin, wallet} from './setup.js';

describe('a purchase', () => {
  it('goes from registering to the coins, on the hosted pages', async () => {
    const client = new Client();
    const {id, kycPage} = await client.register('ada@example.org', {callback_url: 'https://shop.example.org/done'});
    assert.match((await client.page(kycPage)).text, /Ada Byron/);
    const approved = await client.submit(kycPage, {document: 'passport', consent: 'yes'});
    assert.match(approved.text, /Approved/);
    assert.match(approved.text, /href="https:\/\/shop\.example\.org\/done"/);
    assert.equal(await client.kyc(id), 'valid');

    const payment = await client.created(100, {user_id: id});
    assert.match((await client.page(`/payment/${payment}`)).text, /100\.00 EUR/);
    assert.match((await client.payByCard(payment)).text, /Your payment has arrived/);
    assert.deepEqual(await client.follow(payment, 3000), ['payment_received', 'coins_sent']);
    assert.match(String((await client.payment(payment)).txid), /^0x[0-9a-f]{64}$/);
    assert.match((await client.page(`/payment/${payment}`)).text, /Coins sent/);
  });

  it('by bank app is approved on a page of its own', async () => {
    const client = new Client();
    const id = await client.created(100);
    const bank = await client.submit(`/payment/${id}`, {wallet, method: 'psd2'});
    assert.equal(bank.path, `/payment/${id}/bank`);
    assert.equal((await client.payment(id)).status, 'started');
    await client.submit(bank.path, {decision: 'approve'});
    assert.equal((await client.payment(id)).status, 'payment_received');
  });

  it('by transfer waits for the bank', async () => {
    const client = new Client();
    const id = await client.created(100);
    const details = await client.submit(`/payment/${id}`, {wallet, method: 'transfer'});
    assert.match(details.text, /ES91 2100/);
    assert.match(details.text, /430001/);
    await client.submit(details.path);
    assert.deepEqual(await client.follow(id, 8000), ['pending_bank', 'payment_received', 'coins_sent']);
  });

  it('whose wallet is known already asks for none, and goes from the card to the coins and back to the shop', async () => {
    const client = new Client();
    const answer = await client.createDirect(100, 'card', {callback_url: 'https://shop.example.org/done'});
    const page = new URL(String(field(answer.data, 'url_payment'))).pathname;
    const {text} = await client.page(page);
    assert.ok(text.includes(wallet) && !/name="wallet"/.test(text));
    assert.deepEqual(
      [...text.matchAll(/name="method" value="(\w+)"/g)].map(([, method]) => method),
      ['card'],
    );
    const declined = await client.submit(page, {method: 'card', decision: 'decline'});
    assert.match(declined.text, /Declined/);
    // Where the coins go was settled before.
    const other = wallet.replaceAll('1', '2');
    const paid = await client.submit(page, {wallet: other, method: 'card'});
    assert.match(paid.text, /Your payment has arrived/);
    assert.match(paid.text, /href="https:\/\/shop\.example\.org\/done"/);
    assert.ok(paid.text.includes(wallet) && !paid.text.includes(other));
    const id = String(field(answer.data, 'payment_id'));
    assert.deepEqual(await client.follow(id, 3000), ['payment_received', 'coins_sent']);
  });

  for (const method of ['psd2', 'khipu']) {
    it(`whose wallet is known already is approved with the provider of ${method}`, async () => {
      const client = new Client();
      const {data} = await client.createDirect(100, method);
      const page = new URL(String(field(data, 'url_payment'))).pathname;
      assert.doesNotMatch((await client.page(page)).text, /name="wallet"/);
      const bank = await client.submit(page, {method});
      assert.equal(bank.path, `${page}/bank`);
      assert.match((await client.submit(bank.path, {decision: 'decline'})).text, /Declined/);
      const again = await client.submit(page, {method});
      assert.match((await client.submit(again.path, {decision: 'approve'})).text, /Your payment has arrived/);
      const id = String(field(data, 'payment_id'));
      assert.deepEqual(await client.follow(id, 3000), ['payment_received', 'coins_sent']);
    });
  }

  it('by a transfer that no page is there for arrives step by step, when somebody at the control page says so', async () => {
    const client = new Client();
    const {data} = await client.createDirect(100, 'transfer');
    assert.equal(field(data, 'url_payment'), undefined);
    const id = String(field(data, 'payment_id'));
    for (const status of ['pending_bank', 'payment_received', 'coins_sent']) {
      const {text} = await client.page('/');
      assert.ok(text.includes(`action="/control/payments/${id}"`) && text.includes(`<option value="${status}"`));
      await client.submit(`/control/payments/${id}`, {status});
      await client.pass(60_000);
      assert.equal((await client.payment(id)).status, status);
    }
    assert.match(String((await client.payment(id)).txid), /^0x[0-9a-f]{64}$/);
  });

  it('that is declined stays open and can be paid another way', async () => {
    const client = new Client();
    const id = await client.created(100);
    const byCard = await client.submit(`/payment/${id}`, {wallet, method: 'card', decision: 'decline'});
    assert.match(byCard.text, /Declined/);
    assert.match(byCard.text, new RegExp(`value="${wallet}"`));
    const bank = await client.submit(`/payment/${id}`, {wallet, method: 'psd2'});
    assert.match((await client.submit(bank.path, {decision: 'decline'})).text, /Declined/);
    assert.equal((await client.payment(id)).status, 'started');
    await client.payByCard(id);
    assert.equal((await client.payment(id)).status, 'payment_received');
  });

  it('is paid once, however often the form is sent', async () => {
    const client = new Client();
    const id = await client.created(100);
    await client.payByCard(id);
    await client.pass(5000);
    for (const path of [`/payment/${id}`, `/payment/${id}/bank`, `/payment/${id}/transfer`]) {
      const again = await client.submit(path, {wallet, method: 'card', decision: 'approve'});
      assert.match(again.text, /This purchase is paid/, path);
    }
    assert.equal((await client.payment(id)).status, 'coins_sent');
  });

  it('does not skip the wallet on the way to the bank', async () => {
    const client = new Client();
    const id = await client.created(100);
    for (const step of ['bank', 'transfer']) {
      const {path} = await client.submit(`/payment/${id}/${step}`, {decision: 'approve'});
      assert.equal(path, `/payment/${id}`);
    }
    assert.equal((await client.payment(id)).status, 'started');
  });

  it('keeps what was typed when the wallet is wrong', async () => {
    const client = new Client();
    const id = await client.created(100);
    for (const [typed, problem] of [
      ['', /Enter the wallet/],
      ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', /no address on polygon/],
    ] as const) {
      const {status, text} = await client.submit(`/payment/${id}`, {wallet: typed, method: 'transfer'});
      assert.equal(status, 422);
      assert.match(text, problem);
      assert.ok(text.includes(`value="${typed}"`));
      assert.match(text, /value="transfer" required checked/);
    }
    const bitcoin = await client.created(100, {coin_symbol: 'BTC', coin_chain: 'bitcoin'});
    assert.equal((await client.submit(`/payment/${bitcoin}`, {wallet, method: 'card'})).status, 422);
    const address = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
    assert.equal((await client.submit(`/payment/${bitcoin}`, {wallet: address, method: 'card'})).status, 200);
  });

  it('is up to date even where timers never fire', async () => {
    let now = 0;
    const options = {apiKey, apiSecret, origin, clock: () => now, schedule: () => undefined};
    const sandbox = createSandbox(options);
    const post = async (path: string, body: object, token = '') => {
      const headers = {'content-type': 'application/json', auth: token};
      const request = new Request(`${origin}/api${path}`, {method: 'POST', headers, body: JSON.stringify(body)});
      return field(await (await sandbox.fetch(request)).json(), 'data');
    };
    const token = String(field(await post('/authenticate', {api_key: apiKey, api_secret: apiSecret}), 'token'));
    const order = {user_id: 5001, coin_symbol: 'USDC', coin_chain: 'polygon', fiat_amount: 100};
    const id = String(field(await post('/createGuidedPayment', order, token), 'payment_id'));
    const body = new URLSearchParams({wallet, method: 'card'});
    await sandbox.fetch(new Request(`${origin}/payment/${id}`, {method: 'POST', body}));
    now = 2000;
    const payment = await sandbox.fetch(new Request(`${origin}/api/payment/${id}`));
    assert.equal(field(field(await payment.json(), 'data'), 'status'), 'coins_sent');
  });
});

describe('the identity check', () => {
  for (const [outcome, word] of [
    ['approve', 'valid'],
    ['review', 'processing'],
    ['reject', 'fail'],
  ] as const) {
    it(`lets a person choose to ${outcome}, whatever the e-mail says`, async () => {
      const client = new Client();
      const {id, kycPage} = await client.register('ada+unlisted@example.org');
      await client.submit(kycPage, {consent: 'yes', outcome});
      assert.equal(await client.kyc(id), word);
    });
  }

  it('is not sent without the consent, and keeps the document', async () => {
    const client = new Client();
    const {id, kycPage} = await client.register('ada@example.org');
    const {status, text} = await client.submit(kycPage, {document: 'permit'});
    assert.equal(status, 422);
    assert.match(text, /value="permit" selected/);
    assert.equal(await client.kyc(id), 'unused');
  });

  it('is final once it is decided', async () => {
    const client = new Client();
    const {id, kycPage} = await client.register('ada+reject@example.org');
    await client.submit(kycPage, {consent: 'yes'});
    await client.submit(kycPage, {consent: 'yes', outcome: 'approve'});
    assert.equal(await client.kyc(id), 'fail');
  });
});
