import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {memoryStore, type PaymentEvent, type Store} from '../../../src/server/index.js';
import {ada, createTime, field, minutes, Shop, type Json} from '../setup.js';

/** What version 0.1 left in its store and in buyers' browsers, recorded from its build. */
const recorded = JSON.parse(readFileSync(new URL('../../fixtures/adapter-0.1.json', import.meta.url), 'utf8')) as {
  recordedAt: number;
  entries: Record<string, {value: string; seconds: number}>;
  agenda: Record<string, number>;
  tokens: Record<'guest' | 'known' | 'buyer' | 'waiting' | 'direct', {token: string; resume: string}>;
  code: string;
  purchase: Json;
  paid: {payment: Json; resume: string};
  transfer: {payment: Json; resume: string};
};

/** This version, started on what the former one left; at the vendor, its payments are at `status`. */
async function upgraded(status = 'started') {
  const time = createTime(recorded.recordedAt);
  const store: Store = memoryStore({clock: time.clock});
  for (const [key, {value, seconds}] of Object.entries(recorded.entries)) await store.set(key, value, seconds);
  for (const [entry, at] of Object.entries(recorded.agenda)) await store.schedule('payments', entry, at);
  const delivered: PaymentEvent[] = [];
  const payments = [recorded.paid.payment, recorded.transfer.payment];
  const shop: Shop = new Shop(
    {
      store,
      onPayment: event => void delivered.push(event),
      identify: ({headers}) =>
        headers.get('x-shop-user') === 'rita'
          ? {reference: 'rita', email: 'returning@example.org', name: 'Rita'}
          : null,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const payment = payments.find(({id}) => new URL(request.url).pathname.endsWith(`/payment/${String(id)}`));
        if (!payment) return shop.sandbox.fetch(request);
        const data = {
          id: payment['id'],
          status,
          fiat_amount: Number(payment['amount']) * 100,
          fiat_symbol: 'EUR',
          coin_symbol: payment['asset'],
          coin_amount: payment['receives'],
        };
        return Response.json({status: 'ok', data});
      },
    },
    {time},
  );
  return {shop, time, delivered};
}

test('sessions and resume tokens of the former version are accepted', async () => {
  const {shop} = await upgraded();
  const {guest, known, buyer} = recorded.tokens;
  await shop.refused('customer_required', 'GET /customers/me', {token: guest.token});
  assert.equal((await shop.resume(guest.resume))['identified'], 'no');
  assert.equal((await shop.ok('GET /customers/me', {token: known.token}))['kyc'], 'approved');
  assert.equal((await shop.ok('GET /customers/me', {token: buyer.token}))['kyc'], 'approved');
  assert.equal((await shop.resume(known.resume, {headers: {'x-shop-user': 'rita'}}))['identified'], 'customer');
});

test('a payment that was made before the upgrade is told again under its key, and is the purchase’s only one', async () => {
  const {shop} = await upgraded();
  const {token} = recorded.tokens.buyer;
  const other = await shop.pay(token, 'another-key', recorded.purchase);
  assert.equal(other.json['code'], 'idempotency_key_reused');
  const again = await shop.pay(token, 'key-1', recorded.purchase);
  assert.equal(field(again.json, 'payment')['id'], recorded.paid.payment['id']);
  const resumed = await shop.resume(recorded.tokens.buyer.resume);
  assert.equal(resumed['payment'], recorded.paid.payment['id']);
  assert.equal(shop.count('POST /createGuidedPayment'), 0);
});

test('a buyer goes on watching, with the page or the bank details to pay by', async () => {
  const {shop} = await upgraded();
  const page = await shop.ok(`GET /payments/${String(recorded.paid.payment['id'])}`, {
    token: recorded.tokens.buyer.token,
  });
  assert.equal(page['gatewayUrl'], recorded.paid.payment['gatewayUrl']);
  const resumed = await shop.resume(recorded.transfer.resume);
  const bank = await shop.ok(`GET /payments/${String(recorded.transfer.payment['id'])}`, {
    token: String(resumed['token']),
  });
  assert.deepEqual(bank['transfer'], recorded.transfer.payment['transfer']);
});

test('a code that was sent before the upgrade proves the mailbox after it', async () => {
  const {shop} = await upgraded();
  const {token} = recorded.tokens.waiting;
  const session = await shop.ok('POST /customers/verification', {token, json: {email: ada.email, code: recorded.code}});
  assert.equal(session['identified'], 'customer');
});

test('payments that were tracked before the upgrade are tracked on, and told once', async () => {
  const {shop, time, delivered} = await upgraded('coins_sent');
  time.pass(2 * minutes);
  await shop.flow.reconcile();
  time.pass(10 * minutes);
  await shop.flow.reconcile();
  const ids = [recorded.paid, recorded.transfer].map(({payment}) => `${String(payment['id'])}:completed`);
  assert.deepEqual(delivered.map(({id}) => id).sort(), ids.sort());
  assert.deepEqual(
    delivered.map(({mismatch}) => mismatch),
    [undefined, undefined],
  );
});
