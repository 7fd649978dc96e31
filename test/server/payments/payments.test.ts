import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore, type BuyFlowOptions, type Store, type Vendor} from '../../../src/server/index.js';
import {ada, createTime, field, hours, idle, Shop, until, type Json, type Surroundings} from '../setup.js';

const path = (payment: Json) => `GET /payments/${String(payment['id'])}`;

/** A shop whose vendor does not answer `call` before it is let go. */
function held(call: string, options: Partial<BuyFlowOptions> = {}, surroundings: Surroundings = {}) {
  let letGo = () => {};
  let asked = false;
  const gate = new Promise<void>(resolve => (letGo = resolve));
  const shop: Shop = new Shop(
    {
      ...options,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        if (request.url.endsWith(call)) {
          asked = true;
          await gate;
        }
        return shop.sandbox.fetch(request);
      },
    },
    surroundings,
  );
  return {shop, letGo, asked: () => asked};
}

test('what one instance has seen is turned back by no other, whatever the vendor answers that one, nor after a restart', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const other = new Shop({store}, shop);
  const token = await shop.buyer();
  const payment = await shop.paid(token);
  const look = async (at: Shop) => {
    const {status, txId} = await at.ok(path(payment), {token});
    return [status, txId];
  };
  const move = (status: string) => shop.control(`payments/${String(payment['id'])}`, {status});
  // What both have seen just now is no longer fresh.
  const later = () => {
    time.pass(0.01 * hours);
  };
  assert.deepEqual(await look(other), ['created', undefined]);
  await move('payment_received');
  later();
  assert.deepEqual(await look(shop), ['payment_received', undefined]);
  assert.deepEqual(await look(other), ['payment_received', undefined]);
  await move('coins_sent');
  later();
  const [status, txId] = await look(shop);
  assert.equal(status, 'completed');
  await move('pending_bank');
  later();
  assert.deepEqual(await look(other), ['completed', txId]);
  assert.deepEqual(await look(new Shop({store}, shop)), ['completed', txId]);
});

test('a buyer gets one payment with the page to pay on, and reads its way to the coins', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const createdAt = shop.time.clock();
  const payment = await shop.paid(token);
  assert.match(String(payment['gatewayUrl']), /^http:\/\/localhost:4175\/payment\//);
  const {id, gatewayUrl} = payment;
  const seen = [];
  for (const status of [
    'started',
    'pending_bank',
    'payment_received',
    'under_review',
    'coins_sent',
    // What was sent is sent, whatever is answered later.
    'payment_received',
    'payment_rejected',
  ]) {
    await shop.control(`payments/${String(id)}`, {status});
    seen.push(await shop.ok(path(payment), {token}));
  }
  const {receives} = await shop.purchase();
  const same = {id, amount: '100.00', asset: 'USDC', chain: 'polygon', receives, createdAt};
  const txId = seen[4]?.['txId'];
  assert.match(String(txId), /^0x/);
  assert.deepEqual(seen, [
    {...same, status: 'created', gatewayUrl},
    {...same, status: 'bank_pending'},
    {...same, status: 'payment_received'},
    {...same, status: 'unknown', vendorStatus: 'under_review', gatewayUrl},
    {...same, status: 'completed', txId},
    {...same, status: 'completed', txId},
    {...same, status: 'completed', txId},
  ]);
  const other = await shop.buyer();
  const refused = await shop.paid(other, 'another');
  await shop.control(`payments/${String(refused['id'])}`, {status: 'payment_rejected'});
  assert.equal((await shop.ok(path(refused), {token: other}))['status'], 'failed');
});

test('the merchant’s reference reaches the vendor, and without one, one of ours', async () => {
  const shop = new Shop();
  await shop.pay(await shop.buyer(), 'one', await shop.purchase('100', {externalId: 'order-77'}));
  await shop.pay(await shop.buyer(), 'two', await shop.purchase());
  const [one, two] = await shop.state('payments');
  assert.equal(one?.['external_id'], 'order-77');
  assert.match(String(two?.['external_id']), /^[0-9a-f-]{36}$/);
});

test('the same key and order are the same payment: again, fifty times at once, and after a restart', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  const answers = await Promise.all(Array.from({length: 50}, () => shop.pay(token, 'key', purchase)));
  answers.push(await shop.pay(token, 'key', purchase));
  const restarted = new Shop({store}, shop);
  answers.push(await restarted.pay(token, 'key', purchase));
  // Another look at the price is not another purchase.
  answers.push(await restarted.pay(token, 'key', {...purchase, receives: '1'}));
  const told = answers.map(({status, json}) => JSON.stringify([status, json['payment']]));
  assert.equal(new Set(told).size, 1, told.join('\n'));
  assert.equal(answers[0]?.status, 201);
  assert.equal((await shop.state('payments')).length, 1);
});

test('a buyer whose session ended before the answer arrived is told of the payment that they made, not sent to make another', async () => {
  const shop = new Shop();
  const {token, resume} = await shop.verified('returning@example.org');
  const purchase = await shop.purchase();
  const lost = await shop.pay(String(token), 'key', purchase);
  shop.time.pass(hours);
  await shop.refused('session_expired', 'GET /customers/me', {token: String(token)});
  const renewed = await shop.resume(resume);
  const again = await shop.pay(String(renewed['token']), 'key', purchase);
  assert.deepEqual([again.status, again.json['payment']], [201, lost.json['payment']]);
  assert.equal((await shop.state('payments')).length, 1);
});

test('of two payments that instances made under one key, a purchase goes on with the one that the buyer was handed', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const slow = held('/createGuidedPayment', {store}, {time});
  const {token, resume} = await slow.shop.verified('returning@example.org');
  const purchase = await slow.shop.purchase();
  const late = slow.shop.pay(String(token), 'key', purchase);
  await until(slow.asked);
  // The other instance takes this one for dead.
  time.pass(16_000);
  const fast = new Shop({store}, slow.shop);
  const first = field((await fast.pay(String(token), 'key', purchase)).json, 'payment');
  slow.letGo();
  assert.deepEqual(field((await late).json, 'payment')['id'], first['id']);
  assert.equal((await fast.resume(resume))['payment'], first['id']);
});

test('while a payment is being created, its key belongs to its order', async () => {
  const creating = held('/createGuidedPayment');
  const {shop} = creating;
  const token = await shop.buyer();
  const [purchase, other] = [await shop.purchase(), await shop.purchase('101')];
  const answers = [shop.pay(token, 'key', purchase)];
  await until(creating.asked);
  const otherwise = shop.pay(token, 'key', other);
  for (let nth = 0; nth < 9; nth++) answers.push(shop.pay(token, 'key', purchase));
  await idle();
  creating.letGo();
  const ids = (await Promise.all(answers)).map(({json}) => field(json, 'payment')['id']);
  assert.deepEqual([ids.length, new Set(ids).size, (await shop.state('payments')).length], [10, 1, 1]);
  // Not before there is something to go on with instead.
  assert.equal((await otherwise).json['code'], 'idempotency_key_reused');
});

test('another order that waited for one which the vendor refused gets its payment', async () => {
  const creating = held('/createGuidedPayment');
  const {shop} = creating;
  const token = await shop.buyer();
  const refused = shop.pay(token, 'key', await shop.purchase('400.08'));
  await until(creating.asked);
  const other = shop.pay(token, 'key', await shop.purchase('101'));
  await idle();
  creating.letGo();
  assert.equal((await refused).json['code'], 'limit_exceeded');
  assert.equal((await other).status, 201);
});

test('two tabs that two instances answer at once create one payment', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const creating = held('/createGuidedPayment', {store}, {time});
  const one = creating.shop;
  const two = new Shop({store}, one);
  const token = await one.buyer();
  const purchase = await one.purchase();
  const answer = one.pay(token, 'key', purchase);
  await until(creating.asked);
  const waiting = two.pay(token, 'key', purchase);
  creating.letGo();
  const [first, second] = [await answer, await waiting];
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.deepEqual(first.json['payment'], second.json['payment']);
  assert.equal((await one.state('payments')).length, 1);
});

test('an instance that died while it created a payment does not block the buyer for long', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  let asked = false;
  const never: Partial<Vendor> = {quote: () => ((asked = true), new Promise(() => undefined))};
  // Whoever died does nothing with the store any more.
  const lost: Store = {...store, replace: () => Promise.reject(new Error('gone'))};
  const dying = new Shop({store: lost, vendor: never as Vendor}, shop);
  void dying.pay(token, 'key', purchase);
  await until(() => asked);
  const waiting = shop.pay(token, 'key', purchase);
  await idle();
  time.pass(15_000);
  assert.equal((await waiting).status, 201);
  assert.equal((await shop.state('payments')).length, 1);
});

test('the same key for another order is refused, at once and later', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  const others = [
    await shop.purchase('101'),
    {...purchase, asset: 'BTC', chain: 'bitcoin'},
    {...purchase, paymentType: 'transfer'},
    {...purchase, externalId: 'other'},
  ];
  const atOnce = await Promise.all([purchase, ...others].map(json => shop.pay(token, 'key', json)));
  const later = [];
  for (const json of [purchase, ...others]) later.push(await shop.pay(token, 'key', json));
  for (const answers of [atOnce, later]) {
    const codes = answers.map(({status, json}) => json['code'] ?? status).sort();
    assert.deepEqual(codes, [201, ...Array<string>(4).fill('idempotency_key_reused')]);
  }
  assert.equal((await shop.state('payments')).length, 1);
});

test('a key is the buyer’s own: another’s same key is another payment', async () => {
  const shop = new Shop();
  const [one, two] = [await shop.buyer(), await shop.buyer('reinforced+none@example.org')];
  await shop.control(`customers/${await shop.customerId('reinforced+none@example.org')}`, {kyc: 'valid'});
  const [first, second] = [await shop.paid(one), await shop.paid(two)];
  assert.notEqual(first['id'], second['id']);
});

for (const [what, key] of [
  ['no key', undefined],
  ['an empty key', ''],
  ['a key without end', 'x'.repeat(256)],
  ['a key with spaces', 'a b'],
  ['a key beyond ASCII', 'schl\u00fcssel'],
] as const) {
  test(`${what} creates nothing`, async () => {
    const shop = new Shop();
    const token = await shop.buyer();
    const headers: Record<string, string> = key === undefined ? {} : {'idempotency-key': key};
    const call = {token, json: await shop.purchase(), headers};
    await shop.refused('idempotency_key_missing', 'POST /payments', call);
    assert.equal((await shop.state('payments')).length, 0);
  });
}

test('a key of 255 characters is taken', async () => {
  const shop = new Shop();
  await shop.paid(await shop.buyer(), 'x'.repeat(255));
});

const url = /^http:\/\/localhost:4175\/(?:kyc|onboarding)\//;
for (const [amount, code, status, details] of [
  ['400.01', undefined, 201],
  ['400.02', 'customer_unknown', 409],
  ['400.03', 'customer_unknown', 409],
  ['400.04', 'customer_banned', 403],
  ['400.05', 'kyc_required', 409, {url}],
  ['400.06', 'enhanced_verification_required', 409, {url}],
  ['400.07', 'currency_not_supported', 422],
  ['400.08', 'limit_exceeded', 422],
  ['400.09', 'asset_not_supported', 422],
  ['400.10', 'amount_too_low', 422, {minimum: '10'}],
  ['400.11', 'payment_method_not_allowed', 422],
  ['400.12', 'payment_provider_failed', 502],
  ['400.13', 'payment_refused', 502],
  ['400.14', 'busy', 503],
  ['9.99', 'amount_too_low', 422, {minimum: '10'}],
  ['2000.01', 'limit_exceeded', 422],
] as const) {
  test(`for ${amount} euros the buyer hears ${code ?? 'of no problem'}`, async () => {
    const shop = new Shop();
    const token = await shop.buyer();
    const answer = await shop.pay(token, 'key', await shop.purchase(amount));
    assert.deepEqual([answer.status, answer.json['code']], [status, code]);
    if (details && 'url' in details) assert.match(String(field(answer.json, 'details')['url']), details.url);
    else assert.deepEqual(answer.json['details'], details);
    assert.equal((await shop.state('payments')).length, code === undefined ? 1 : 0);
  });
}

test('a refusal frees the key, so that the buyer can go on with it once all is settled', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const refused = await shop.pay(token, 'key', await shop.purchase('400.05'));
  assert.equal(refused.json['code'], 'kyc_required');
  await shop.control(`customers/${await shop.customerId('returning@example.org')}`, {kyc: 'valid'});
  await shop.paid(token, 'key', '400.05');
  const token2 = await shop.buyer('banned@example.org');
  const json = await shop.purchase();
  assert.equal((await shop.pay(token2, 'key', json)).json['code'], 'customer_banned');
  // Also for another amount.
  assert.equal((await shop.pay(token2, 'key', await shop.purchase('50'))).json['code'], 'customer_banned');
});

for (const [fault, code, created] of [
  ['lost_answer', 'busy', 2],
  ['error_500', 'busy', 1],
  ['garbage', 'bad_answer', 1],
] as const) {
  test(`after a silence (${fault}) the key is kept, and the retry has the same reference, also after a restart`, async () => {
    const time = createTime();
    const store = memoryStore({clock: time.clock});
    const shop = new Shop({store}, {time});
    const token = await shop.buyer();
    const purchase = await shop.purchase();
    const sent: unknown[] = [];
    const restarted = new Shop(
      {
        store,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          if (request.url.endsWith('/createGuidedPayment')) sent.push((await request.clone().json()) as unknown);
          return shop.sandbox.fetch(request);
        },
      },
      shop,
    );
    await shop.control('faults', {operation: 'createGuidedPayment', kind: fault, times: 2});
    assert.equal((await shop.pay(token, 'key', purchase)).json['code'], code);
    assert.equal((await restarted.pay(token, 'key', purchase)).json['code'], code);
    const other = await restarted.pay(token, 'key', {...purchase, amount: '101'});
    assert.equal(other.json['code'], 'idempotency_key_reused');
    assert.equal((await restarted.pay(token, 'key', purchase)).status, 201);
    assert.equal(sent.length, 2);
    assert.deepEqual(sent[0], sent[1]);
    const payments = await shop.state('payments');
    assert.equal(payments.length, created === 2 ? 3 : 1);
    assert.equal(new Set(payments.map(payment => payment['external_id'])).size, 1);
  });
}

test('a price that got worse by more than one per cent since the buyer agreed is agreed to anew, under the same key', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const agreed = await shop.purchase('600.01');
  shop.time.pass(20_001);
  const {json, status} = await shop.pay(token, 'key', agreed);
  assert.deepEqual([status, json['code']], [409, 'quote_changed']);
  assert.equal((await shop.state('payments')).length, 0);
  assert.equal((await shop.pay(token, 'key', await shop.purchase('600.01'))).status, 201);
});

test('a price that got worse by one per cent, or better, is not asked about again', async () => {
  for (const [change, status] of [
    [99n, 201],
    [100n, 201],
    [101n, 201],
  ] as const) {
    const shop = new Shop();
    const token = await shop.buyer();
    const purchase = await shop.purchase();
    const [whole = '', fraction = ''] = String(purchase['receives']).split('.');
    // What the buyer agreed to, so that today's price is `change` per cent of it.
    const agreed = (BigInt(whole + fraction) * 100n) / change;
    const text = agreed.toString().padStart(fraction.length + 1, '0');
    const receives = fraction === '' ? text : `${text.slice(0, -fraction.length)}.${text.slice(-fraction.length)}`;
    assert.equal((await shop.pay(token, 'key', {...purchase, receives})).status, status);
  }
});

for (const receives of ['', '-1', '1e3', '1,5', 'NaN', '9'.repeat(41), 5, null]) {
  test(`${JSON.stringify(receives)} is nothing that a buyer could have agreed to`, async () => {
    const shop = new Shop();
    const answer = await shop.pay(await shop.buyer(), 'key', {...(await shop.purchase()), receives});
    assert.equal(answer.json['code'], 'invalid_request');
  });
}

test('a payment that the vendor wrote down with another amount is handed to nobody, and no second one is created', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const purchase = await shop.purchase('500.07');
  // With other words as well: there is nothing under such a key that anybody could go on with.
  for (const asked of [purchase, purchase, await shop.purchase('101')]) {
    const {status, json, text} = await shop.pay(token, 'key', asked);
    assert.deepEqual([status, json['code'], json['recoverable']], [502, 'amount_mismatch', false]);
    assert.ok(!text.includes('http'));
  }
  assert.equal((await shop.state('payments')).length, 1);
  assert.ok(shop.log.some(({event, level}) => event === 'amount_mismatch' && level === 'error'));
});

test('a payment that could not be read back at once is checked when it can', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const purchase = await shop.purchase('500.07');
  await shop.control('faults', {operation: 'payment', kind: 'garbage', times: 3});
  const created = await shop.pay(token, 'key', purchase);
  assert.equal(created.status, 201);
  await shop.control('faults/clear', {});
  const id = String(field(created.json, 'payment')['id']);
  const {json} = await shop.call(`GET /payments/${id}`, {token});
  assert.equal(json['status'], 'created');
  assert.equal(json['gatewayUrl'], undefined);
  assert.ok(shop.log.some(({event}) => event === 'amount_mismatch'));
});

test('a payment that cannot be read back at once is a payment all the same', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const purchase = await shop.purchase();
  await shop.control('faults', {operation: 'payment', kind: 'garbage'});
  const {status, json} = await shop.pay(token, 'key', purchase);
  const payment = field(json, 'payment');
  assert.deepEqual([status, payment['status'], payment['amount']], [201, 'created', '100']);
});

test('a payment that was paid before its creation is answered comes without the page to pay on', async () => {
  const shop: Shop = new Shop({
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const response = await shop.sandbox.fetch(request);
      if (!request.url.endsWith('/createGuidedPayment')) return response;
      const {data} = (await response.clone().json()) as {data: {payment_id: string}};
      await shop.control(`payments/${data.payment_id}`, {status: 'coins_sent'});
      return response;
    },
  });
  const {json} = await shop.pay(await shop.buyer(), 'key', await shop.purchase());
  const {status, gatewayUrl} = field(json, 'payment');
  assert.deepEqual([status, gatewayUrl], ['completed', undefined]);
});

test('whoever is no customer creates nothing', async () => {
  const shop = new Shop();
  const answer = await shop.pay(await shop.token(), 'key', await shop.purchase());
  assert.deepEqual([answer.status, answer.json['code']], [403, 'customer_required']);
});

test('another’s payment, one that there is not, and one that cannot be are all the same: not there', async () => {
  const shop = new Shop();
  const payment = await shop.paid(await shop.buyer());
  const token = await shop.buyer(ada.email);
  const guest = await shop.token();
  // To a fresh instance without a memory, everything is the vendor's word.
  const restarted = new Shop({}, shop);
  const told = [];
  for (const id of [
    String(payment['id']),
    `${String(payment['id'])}x`,
    '0',
    '5001',
    'x'.repeat(300),
    '%00',
    '%ff',
    '..%2Fcustomers%2Flist',
    '%2e%2e%2fcustomers',
    "'%20OR%201=1",
    '__proto__',
    'constructor',
  ]) {
    for (const [at, token_] of [
      [shop, token],
      [shop, guest],
      [restarted, token],
    ] as const) {
      for (const query of ['', '?known=created&wait=1']) {
        const {status, json, headers} = await at.call(`GET /payments/${id}${query}`, {token: token_});
        told.push(JSON.stringify([status, {...json, requestId: ''}, [...headers]]));
      }
    }
  }
  assert.equal(new Set(told).size, 1, [...new Set(told)].join('\n'));
  const asked = restarted.asked.length;
  for (const id of ['x'.repeat(256), '%00', '%0d%0aauth:%20x', 'a%20b']) {
    await restarted.refused('not_found', `GET /payments/${id}`, {token});
  }
  assert.equal(restarted.asked.length, asked, 'what can be nobody’s id does not reach the vendor');
  assert.match(told[0] ?? '', /^\[404,\{"code":"not_found"/);
});

test('after a restart the buyer’s payment is still the buyer’s, by the vendor’s word', async () => {
  const shop = new Shop();
  const token = await shop.buyer();
  const payment = await shop.paid(token);
  const restarted = new Shop({}, shop);
  // One garbled answer proves nothing.
  await shop.control('faults', {operation: 'payment', kind: 'garbage'});
  assert.equal((await restarted.ok(path(payment), {token}))['status'], 'created');
  const again = new Shop({}, shop);
  await shop.control('faults', {operation: 'payment', kind: 'error_500', times: 3});
  const {status} = await again.refused('busy', path(payment), {token});
  assert.equal(status, 503);
  // The page to pay on comes back with what the browser stored.
  const {token: resumed} = await again.resume(payment['resume']);
  assert.equal((await again.ok(path(payment), {token: String(resumed)}))['gatewayUrl'], payment['gatewayUrl']);
});

test('a key is forgotten after a day', async () => {
  const shop = new Shop();
  const purchase = await shop.purchase();
  await shop.pay(await shop.buyer(), 'key', purchase);
  shop.time.pass(24 * hours);
  await shop.pay(await shop.buyer(), 'key', await shop.purchase());
  assert.equal((await shop.state('payments')).length, 2);
});

test('a buyer who waits for a payment hears at once of what they do not know yet, and as soon as it changes', async context => {
  const shop = new Shop();
  const token = await shop.buyer();
  const payment = await shop.paid(token);
  assert.equal((await shop.ok(`${path(payment)}?known=completed&wait=30`, {token}))['status'], 'created');
  context.mock.timers.enable({apis: ['setTimeout']});
  const {answer} = await shop.waiting(`${path(payment)}?known=created&wait=30`, {token});
  await shop.control(`payments/${String(payment['id'])}`, {status: 'coins_sent'});
  shop.time.pass(1500);
  context.mock.timers.tick(1500);
  assert.equal((await answer)['status'], 'completed');
});

test('a buyer who waits for nothing new hears so after the time that they named, and a page that left costs nothing', async context => {
  const shop = new Shop();
  const token = await shop.buyer();
  const payment = await shop.paid(token);
  context.mock.timers.enable({apis: ['setTimeout']});
  const page = new AbortController();
  const left = await shop.waiting(`${path(payment)}?known=created&wait=30`, {token, signal: page.signal});
  page.abort();
  assert.equal((await left.answer)['status'], 'created');

  const {answer} = await shop.waiting(`${path(payment)}?known=created&wait=1`, {token});
  const before = shop.asked.length;
  context.mock.timers.tick(1000);
  assert.equal((await answer)['status'], 'created');
  context.mock.timers.tick(60_000);
  await idle();
  // The first pause may have ended just before the wait.
  assert.ok(shop.asked.length <= before + 1);
});

test('a customer gets no more new payments in an hour than anybody needs, and the same one as often as they ask', async () => {
  const shop = new Shop({limits: {payments: 3}});
  const purchase = await shop.purchase();
  let token = '';
  for (const key of ['one', 'two', 'three']) {
    token = await shop.buyer();
    assert.equal((await shop.pay(token, key, purchase)).status, 201);
  }
  const {status, json} = await shop.pay(await shop.buyer(), 'four', purchase);
  assert.deepEqual([status, json['code'], json['recoverable']], [429, 'rate_limited', true]);
  assert.equal((await shop.pay(token, 'three', purchase)).status, 201);
  assert.equal((await shop.state('payments')).length, 3);
});

test('a word of the vendor’s that we do not know is passed on to developers, but no essay', async () => {
  const shop: Shop = new Shop({
    fetch: async (input, init) => {
      const response = await shop.sandbox.fetch(new Request(input, init));
      const text = await response.text();
      return new Response(text.replace('"started"', `"${'x'.repeat(1000)}"`), response);
    },
  });
  const token = await shop.buyer();
  const payment = await shop.paid(token);
  assert.equal((await shop.ok(path(payment), {token}))['vendorStatus'], 'x'.repeat(64));
});
