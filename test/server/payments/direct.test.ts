import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore} from '../../../src/server/index.js';
import {ada, createTime, field, Shop, toObject, type Json, type Surroundings} from '../setup.js';

const wallet = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const bitcoinWallet = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const path = (payment: Json) => `GET /payments/${String(payment['id'])}`;

/** A shop that keeps what `createPayment` and `createGuidedPayment` are sent. */
function listening(options: ConstructorParameters<typeof Shop>[0] = {}, surroundings: Surroundings = {}) {
  const sent: [call: string, body: Json][] = [];
  const shop: Shop = new Shop(
    {
      async fetch(input, init) {
        const request = new Request(input, init);
        const [call = ''] = /create\w*Payment$/.exec(request.url) ?? [];
        if (call !== '') sent.push([call, toObject(await request.clone().text())]);
        return shop.sandbox.fetch(request);
      },
      ...options,
    },
    surroundings,
  );
  return {shop, sent};
}

/** A direct payment that must come about. */
async function direct(shop: Shop, token: string, more: Json = {}, amount = '100', key = 'key'): Promise<Json> {
  const {status, json, text} = await shop.pay(token, key, await shop.purchase(amount, {wallet, ...more}));
  assert.equal(status, 201, text);
  return {...json, ...field(json, 'payment')};
}

const bank = {iban: 'ES9121000418450200051332', bic: 'EXMPESMMXXX', recipient: 'Sandbox Payments S.L.'};

for (const [paymentType, told] of [
  ['card', 'card'],
  ['PSD2', 'psd2'],
  ['Card', 'card'],
  // Not ours to spell.
  ['KHIPU', 'KHIPU'],
] as const) {
  test(`a buyer who chose ${paymentType} and gave a wallet gets the page to pay on`, async () => {
    const {shop, sent} = listening({returnUrl: 'https://shop.test/thanks'});
    const token = await shop.buyer();
    const payment = await direct(shop, token, {paymentType, externalId: 'order-77'});
    assert.match(String(payment['gatewayUrl']), /^http:\/\/localhost:4175\/payment\//);
    assert.equal(payment['transfer'], undefined);
    assert.equal((await shop.ok(path(payment), {token}))['gatewayUrl'], payment['gatewayUrl']);
    assert.deepEqual(sent, [
      [
        'createPayment',
        {
          user_id: 5001,
          coin_symbol: 'USDC',
          coin_chain: 'polygon',
          fiat_symbol: 'EUR',
          fiat_amount: 100,
          payment_type: told,
          external_id: 'order-77',
          wallet,
          callback_url: 'https://shop.test/thanks',
        },
      ],
    ]);
  });
}

test('a buyer who gave no wallet is asked for it on the vendor’s page, as ever', async () => {
  const {shop, sent} = listening();
  await shop.paid(await shop.buyer());
  assert.deepEqual(
    sent.map(([call, body]) => [call, body['wallet']]),
    [['createGuidedPayment', undefined]],
  );
});

test('a buyer who pays by transfer is told where to send it as long as it has not arrived, and then no more', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const payment = await direct(shop, token, {paymentType: 'TRANSFER'});
  const {transfer} = payment;
  assert.deepEqual(transfer, {...bank, reference: '430001'});
  assert.equal(payment['gatewayUrl'], undefined);
  assert.deepEqual([payment['amount'], payment['status']], ['100.00', 'created']);
  const seen = [];
  for (const status of ['started', 'under_review', 'pending_bank', 'payment_received', 'coins_sent']) {
    await shop.control(`payments/${String(payment['id'])}`, {status});
    const told = await shop.ok(path(payment), {token});
    seen.push([told['status'], told['transfer']]);
  }
  assert.deepEqual(seen, [
    ['created', transfer],
    ['unknown', transfer],
    ['bank_pending', undefined],
    ['payment_received', undefined],
    ['completed', undefined],
  ]);
  const other = await shop.buyer();
  const refused = await direct(shop, other, {paymentType: 'transfer'}, '100', 'another');
  await shop.control(`payments/${String(refused['id'])}`, {status: 'payment_rejected'});
  const told = await shop.ok(path(refused), {token: other});
  assert.deepEqual([told['status'], told['transfer']], ['failed', undefined]);
});

test('the bank details are there again at another instance, after a reload, and after a restart that forgot all', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const token = await shop.buyer();
  const payment = await direct(shop, token, {paymentType: 'transfer'});
  const {transfer, resume} = payment;
  const other = new Shop({store}, shop);
  assert.deepEqual((await other.ok(path(payment), {token}))['transfer'], transfer);

  const reloaded = await other.resume(resume);
  assert.equal(reloaded['payment'], payment['id']);
  assert.deepEqual((await other.ok(path(payment), {token: String(reloaded['token'])}))['transfer'], transfer);

  const restarted = new Shop({}, shop);
  const later = await restarted.resume(resume);
  assert.deepEqual((await restarted.ok(path(payment), {token: String(later['token'])}))['transfer'], transfer);
  // What the browser stores next knows them as well.
  const again = new Shop({}, shop);
  const last = await again.resume(later['resume']);
  assert.deepEqual((await again.ok(path(payment), {token: String(last['token'])}))['transfer'], transfer);
  assert.doesNotMatch(Buffer.from(String(resume), 'base64url').toString('latin1'), /ES91/);
});

test('a buyer is not told where to send another amount than the one that they agreed to', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const {status, json, text} = await shop.pay(
    token,
    'key',
    await shop.purchase('500.07', {wallet, paymentType: 'transfer'}),
  );
  assert.deepEqual([status, json['code']], [502, 'amount_mismatch']);
  assert.ok(!text.includes(bank.iban));
});

for (const paymentType of ['transfer', 'card']) {
  test(`a payment by ${paymentType} that turns out later to be of another amount is not to be paid, nor after a restart`, async () => {
    const shop = new Shop();
    const token = await shop.buyer();
    const purchase = await shop.purchase('500.07', {wallet, paymentType});
    await shop.control('faults', {operation: 'payment', kind: 'garbage', times: 3});
    const created = await shop.pay(token, 'key', purchase);
    assert.equal(created.status, 201);
    await shop.control('faults/clear', {});
    const payment = field(created.json, 'payment');
    const restarted = new Shop({}, shop);
    const {token: resumed} = await restarted.resume(created.json['resume']);
    for (const [at, who] of [
      [shop, token],
      [restarted, String(resumed)],
    ] as const) {
      const told = await at.ok(path(payment), {token: who});
      assert.deepEqual([told['status'], told['transfer'], told['gatewayUrl']], ['created', undefined, undefined]);
      assert.ok(at.log.some(({event}) => event === 'amount_mismatch'));
    }
  });
}

test('another customer hears nothing of a transfer: neither by its id, nor by its key, nor after a restart', async () => {
  const shop = new Shop();
  const payment = await direct(shop, await shop.buyer(), {paymentType: 'transfer'});
  const other = await shop.buyer(ada.email);
  await shop.control(`customers/${await shop.customerId(ada.email)}`, {kyc: 'valid'});
  shop.time.pass(2000);
  const restarted = new Shop({}, shop);
  for (const at of [shop, restarted]) {
    const {text} = await at.refused('not_found', path(payment), {token: other});
    assert.ok(!text.includes(bank.iban));
  }
  const own = await direct(shop, other, {paymentType: 'transfer'});
  assert.notEqual(own['id'], payment['id']);
  assert.notDeepEqual(own['transfer'], payment['transfer']);
});

test('the same key, order and wallet are the same payment: fifty times at once, with spaces around, and after a restart', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const token = await shop.buyer();
  const purchase = await shop.purchase('100', {wallet, paymentType: 'transfer'});
  const answers = await Promise.all(Array.from({length: 50}, () => shop.pay(token, 'key', purchase)));
  answers.push(await shop.pay(token, 'key', {...purchase, wallet: ` ${wallet}\n`}));
  answers.push(await new Shop({store}, shop).pay(token, 'key', purchase));
  const told = answers.map(({status, json}) => JSON.stringify([status, json['payment']]));
  assert.equal(new Set(told).size, 1, told.join('\n'));
  assert.deepEqual(
    (await shop.state('payments')).map(payment => payment['wallet']),
    [wallet],
  );
});

test('another wallet under the same key is another purchase, and refused: at once, and after a restart', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const token = await shop.buyer();
  const purchase = await shop.purchase('100', {wallet});
  const others = [{...purchase, wallet: '0x1111111111111111111111111111111111111111'}, await shop.purchase()];
  const atOnce = await Promise.all([purchase, ...others].map(json => shop.pay(token, 'key', json)));
  assert.deepEqual(
    atOnce.map(({status, json}) => json['code'] ?? status),
    [201, 'idempotency_key_reused', 'idempotency_key_reused'],
  );
  const restarted = new Shop({store}, shop);
  for (const json of others) {
    assert.equal((await restarted.pay(token, 'key', json)).json['code'], 'idempotency_key_reused');
  }
  assert.equal((await shop.state('payments')).length, 1);
});

for (const [paymentType, fault, code] of [
  ['card', 'lost_answer', 'busy'],
  ['transfer', 'lost_answer', 'busy'],
  ['transfer', 'error_500', 'busy'],
  ['transfer', 'garbage', 'bad_answer'],
] as const) {
  test(`after a silence (${fault}) a direct payment by ${paymentType} is asked for again with the same reference and wallet`, async () => {
    const time = createTime();
    const store = memoryStore({clock: time.clock});
    const {shop, sent} = listening({store}, {time});
    const token = await shop.buyer();
    const purchase = await shop.purchase('100', {wallet, paymentType});
    await shop.control('faults', {operation: 'createPayment', kind: fault});
    assert.equal((await shop.pay(token, 'key', purchase)).json['code'], code);
    const other = {...purchase, wallet: '0x1111111111111111111111111111111111111111'};
    assert.equal((await shop.pay(token, 'key', other)).json['code'], 'idempotency_key_reused');
    const restarted = listening({store}, shop);
    assert.equal((await restarted.shop.pay(token, 'key', purchase)).status, 201);
    assert.deepEqual([sent.length, restarted.sent.length], [1, 1]);
    assert.deepEqual(sent, restarted.sent);
    const references = (await shop.state('payments')).map(payment => payment['external_id']);
    assert.equal(new Set(references).size, 1);
  });
}

test('a refusal of a direct payment frees its key, and the next try may name another wallet', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const refused = await shop.pay(token, 'key', await shop.purchase('400.12', {wallet}));
  assert.deepEqual([refused.status, refused.json['code']], [502, 'payment_provider_failed']);
  await direct(shop, token, {wallet: '0x1111111111111111111111111111111111111111'});
});

test('a price that got worse is asked about before a direct payment, too', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const agreed = await shop.purchase('600.01', {wallet});
  shop.time.pass(20_001);
  assert.equal((await shop.pay(token, 'key', agreed)).json['code'], 'quote_changed');
  assert.equal((await shop.state('payments')).length, 0);
});

for (const [what, more, code, network] of [
  ['a typing error', {wallet: wallet.replace('5aA', '5aa')}, 'wallet_invalid'],
  ['an address on bitcoin for coins on polygon', {wallet: bitcoinWallet}, 'wallet_wrong_network', 'bitcoin'],
  ['an address on polygon for bitcoin', {asset: 'BTC', chain: 'bitcoin'}, 'wallet_wrong_network', 'ethereum'],
  ['nothing', {wallet: ''}, 'wallet_invalid'],
  ['spaces alone', {wallet: '   '}, 'wallet_invalid'],
  ['null', {wallet: null}, 'wallet_invalid'],
  ['a number', {wallet: 5}, 'wallet_invalid'],
  ['a list', {wallet: [wallet]}, 'wallet_invalid'],
  ['two addresses', {wallet: `${wallet} ${wallet}`}, 'wallet_invalid'],
  ['a header', {wallet: `${wallet}\r\nx-wallet: ${wallet}`}, 'wallet_invalid'],
  ['a control character', {wallet: `${wallet}\u0000`}, 'wallet_invalid'],
  ['nobody’s address', {wallet: `0x${'0'.repeat(40)}`}, 'wallet_invalid'],
  ['a URI of another chain', {wallet: `ethereum:${wallet}@1`}, 'wallet_wrong_network', 'ethereum'],
  ['10,000 characters', {wallet: 'x'.repeat(10_000)}, 'wallet_invalid'],
  ['10,000 characters of base58 on solana', {chain: 'solana', wallet: '2'.repeat(10_000)}, 'wallet_invalid'],
  ['10,000 characters on a chain of no name', {chain: 'nowhere', wallet: 'x'.repeat(10_000)}, 'wallet_invalid'],
  [
    'a control character on a chain of no name',
    {chain: 'nowhere', wallet: 'x'.repeat(20) + '\u0007x'},
    'wallet_invalid',
  ],
] as const) {
  test(`a buyer who gives ${what} for a wallet hears so before the vendor hears anything`, async () => {
    const shop = new Shop();
    const token = await shop.buyer();
    const json = await shop.purchase('100', {wallet, ...more});
    const asked = shop.asked.length;
    const answer = await shop.pay(token, 'key', json);
    assert.deepEqual([answer.status, answer.json['code'], answer.json['recoverable']], [422, code, true]);
    const {network: named} = (answer.json['details'] ?? {}) as Record<string, unknown>;
    assert.equal(named, network);
    assert.equal(shop.asked.length, asked);
    assert.ok(!JSON.stringify(shop.log).includes('0x'), 'a wallet is logged');
    // The key is as free as before.
    await direct(shop, token);
  });
}

test('a wallet on a chain that we do not know is for the vendor to judge', async () => {
  const {shop, sent} = listening();
  const token = await shop.buyer();
  const purchase = await shop.purchase('100', {wallet: 'rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH'});
  const answer = await shop.pay(token, 'key', {...purchase, asset: 'XRP', chain: 'ripple'});
  // The sandbox has no price for it.
  assert.ok(answer.status >= 400 && answer.json['code'] !== 'wallet_invalid', answer.text);
  assert.deepEqual(sent, []);
});
