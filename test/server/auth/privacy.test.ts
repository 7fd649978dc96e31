import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore, CryptopocketApiError, type Store, type Vendor} from '../../../src/server/index.js';
import {createTime, idle, minutes, notify, Shop, ada} from '../setup.js';

/** A store that shows everything that was ever written to it. */
function recorded(store: Store): {store: Store; written: string[]} {
  const written: string[] = [];
  const recording = new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        if (name !== 'get') written.push(JSON.stringify(given));
        const answer: unknown = Reflect.apply(method, target, given);
        if (name !== 'limiter') return answer;
        const limiter = answer as {take: (who: string) => unknown; giveBack: (who: string) => unknown};
        return {
          take: (who: string) => (written.push(who), limiter.take(who)),
          giveBack: (who: string) => limiter.giveBack(who),
        };
      };
    },
  });
  return {store: recording, written};
}

for (const registerOnly of [false, true]) {
  test(`whoever reads the store learns no mailbox, name or code${registerOnly ? ' where guests only register' : ''}`, async () => {
    const {store, written} = recorded(memoryStore());
    const shop = new Shop({store}, {registerOnly});
    if (registerOnly) await shop.ok('POST /customers', {token: await shop.token(), json: ada});
    else await shop.verified(ada.email);
    const all = written.join('\n');
    for (const secret of [ada.email, ada.name, 'Ada', 'example.org', ...shop.mail.map(({code}) => code)]) {
      assert.equal(all.includes(secret), false, `${secret} is in the store`);
    }
  });
}

test('whoever reads the store learns nothing of a logged-in buyer', async () => {
  const {store, written} = recorded(memoryStore());
  const buyer = {reference: 'shop-user-4711', email: ada.email, name: ada.name};
  const shop = new Shop({store, identify: () => buyer});
  await shop.session();
  const all = written.join('\n');
  for (const secret of [buyer.reference, buyer.email, buyer.name]) assert.equal(all.includes(secret), false, secret);
});

test('a code that an earlier version stored in plain text is still accepted', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time});
  const {purchase, token} = await purchaseOf(shop);
  const record = {sending: 'c0ffee', email: ada.email, name: ada.name, code: '123456'};
  await store.set(`code:${purchase}`, JSON.stringify(record), 600);
  await shop.refused('code_wrong', 'POST /customers/verification', {token, json: {email: ada.email, code: '000000'}});
  await shop.ok('POST /customers/verification', {token, json: {email: ada.email, code: '123456'}});
});

test('a registration that an earlier version stored is still the same purchase’s', async () => {
  const time = createTime();
  const store = memoryStore({clock: time.clock});
  const shop = new Shop({store}, {time, registerOnly: true});
  const first = await purchaseOf(shop);
  await shop.ok('POST /customers', {token: first.token, json: ada});
  const id = await shop.customerId(ada.email);
  const second = await purchaseOf(shop);
  await store.set(`registered:${second.purchase}:${ada.email}`, id, 600);
  await store.set(`registrant:${id}`, second.purchase, 600);
  await shop.ok('POST /customers', {token: second.token, json: ada});
});

/** A guest's session; its token is signed and not encrypted, so that the purchase's id can be read. */
async function purchaseOf(shop: Shop): Promise<{purchase: string; token: string}> {
  const token = await shop.token();
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    grant: {purchase: string};
  };
  return {purchase: payload.grant.purchase, token};
}

test('a guest whose registration was answered to nobody gets through at the next try', async () => {
  for (const kind of ['lost_answer', 'error_500', 'garbage']) {
    const shop = new Shop({}, {registerOnly: true});
    const token = await shop.token();
    await shop.control('faults', {operation: 'registerUser', kind, times: 1});
    const first = await shop.call('POST /customers', {token, json: ada});
    assert.equal(first.json['recoverable'], true, first.text);
    assert.equal((await shop.ok('POST /customers', {token, json: ada}))['identified'], 'customer', kind);
    assert.equal((await shop.state('customers')).filter(({email}) => email === ada.email).length, 1);
    // Another purchase is lent nothing.
    await shop.refused('customer_exists', 'POST /customers', {token: await shop.token(), json: ada});
  }
});

test('a guest whom the vendor refused is not lent the customer of that email at the next try', async () => {
  let listed = false;
  const stub: Partial<Vendor> = {
    findCustomer: email => Promise.resolve(listed ? {id: '1', email, kyc: 'required'} : undefined),
    registerCustomer: () => Promise.reject(new CryptopocketApiError('customer_exists')),
    kycStatus: () => Promise.resolve('required'),
  };
  const shop = new Shop({vendor: stub as Vendor}, {registerOnly: true});
  const token = await shop.token();
  await shop.refused('customer_exists', 'POST /customers', {token, json: ada});
  await shop.refused('customer_exists', 'POST /customers', {token, json: ada});
  listed = true;
  await shop.refused('customer_exists', 'POST /customers', {token, json: ada});
});

test('a mail server that refuses a mailbox is not a way to try out mailboxes without end', async () => {
  let sent = 0;
  const shop = new Shop({
    sendCode: () => {
      sent += 1;
      throw new Error('550');
    },
  });
  const address = '198.51.100.1';
  for (let nth = 0; nth < 40; nth++) {
    const token = await shop.token({address});
    await shop.call('POST /customers', {token, json: {...ada, email: `nobody${nth}@example.org`}, address});
  }
  assert.equal(sent, 30);
});

test('two calls that register the same guest at once are both answered with the customer', async () => {
  const shop = new Shop({}, {registerOnly: true});
  const token = await shop.token();
  const answers = await Promise.all([1, 2, 3].map(() => shop.call('POST /customers', {token, json: ada})));
  assert.deepEqual(
    answers.map(({status}) => status),
    [200, 200, 200],
  );
});

test('a guest who only meant to register an email does not get its owner’s customer later', async () => {
  const owner = {reference: 'owner', email: ada.email, name: ada.name};
  const shop = new Shop(
    {identify: ({headers}) => (headers.get('x-shop-user') === 'owner' ? owner : null)},
    {registerOnly: true},
  );
  const token = await shop.token();
  // The vendor never heard of it, but that nobody had the mailbox was written down.
  await shop.control('faults', {operation: 'registerUser', kind: 'drop', times: 1});
  await shop.call('POST /customers', {token, json: ada});
  const session = await shop.session({headers: {'x-shop-user': 'owner'}});
  assert.equal(session['identified'], 'customer');
  await shop.refused('customer_exists', 'POST /customers', {token, json: ada});
});

test('a mail server that is away uses up none of the codes a buyer may ask for', async () => {
  let away = true;
  const sent: string[] = [];
  const shop = new Shop({
    sendCode: ({code}) => {
      if (away) throw new Error('the mail server is away');
      sent.push(code);
    },
  });
  const token = await shop.token();
  for (let tries = 0; tries < 8; tries++) await shop.refused('busy', 'POST /customers', {token, json: ada});
  away = false;
  await shop.ok('POST /customers', {token, json: ada});
  assert.equal(sent.length, 1);
});

test('a stranger who guesses at a mailbox, or has it flooded, does not lock its owner out', async () => {
  const shop = new Shop({limits: {codesPerAddress: 1000}});
  const stranger = '198.51.100.1';
  for (let nth = 0; nth < 20; nth++) {
    const token = await shop.token({address: stranger});
    const {status} = await shop.call('POST /customers', {token, json: ada, address: stranger});
    if (status === 202) {
      for (let guess = 0; guess < 5; guess++) {
        const code = shop.codeOf(ada.email) === '000000' ? '000001' : '000000';
        await shop.call('POST /customers/verification', {token, json: {email: ada.email, code}, address: stranger});
      }
    }
    shop.time.pass(2 * minutes);
  }
  const address = '203.0.113.7';
  const token = await shop.token({address});
  await shop.ok('POST /customers', {token, json: ada, address});
  const json = {email: ada.email, code: shop.codeOf(ada.email)};
  await shop.ok('POST /customers/verification', {token, json, address});
});

test('many networks together are stopped from guessing at one mailbox', async () => {
  const shop = new Shop({limits: {guessesPerMailbox: 1, codesPerMailbox: 1000, codesPerAddress: 1000}});
  const said: unknown[] = [];
  for (let nth = 0; nth < 12; nth++) {
    const address = `198.51.${nth}.1`;
    const token = await shop.token({address});
    await shop.ok('POST /customers', {token, json: ada, address});
    const code = shop.codeOf(ada.email) === '000000' ? '000001' : '000000';
    const answer = await shop.call('POST /customers/verification', {token, json: {email: ada.email, code}, address});
    said.push(answer.json['code']);
  }
  assert.deepEqual(said, [...Array<string>(10).fill('code_wrong'), 'rate_limited', 'rate_limited']);
});

test('an API secret is changed without losing a webhook or a session: old ones stay valid beside the new one', async () => {
  const before = new Shop({apiSecret: 'cs_never_to_be_told'});
  const session = await before.session();
  const rotated = new Shop({apiSecret: ['cs_the_new_one', 'cs_never_to_be_told']}, before);
  await rotated.resume(session['resume']);
  await rotated.refused('customer_required', 'GET /customers/me', {token: String(session['token'])});
  assert.equal((await notify(rotated, 'p1', {secret: 'cs_never_to_be_told'})).status, 200);
  assert.equal((await notify(rotated, 'p2', {secret: 'cs_the_new_one'})).status, 200);
  assert.equal((await notify(rotated, 'p3', {secret: 'cs_another'})).status, 404);
  const over = new Shop({apiSecret: 'cs_the_new_one'}, before);
  assert.equal((await notify(over, 'p4', {secret: 'cs_never_to_be_told'})).status, 404);
  await over.refused('resume_expired', 'POST /sessions', {json: {resume: session['resume']}});
  await idle();
});

test('a buyer who needs an enhanced verification gets its link, also where the vendor named none', async () => {
  const shop: Shop = new Shop({
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith('/createGuidedPayment')) {
        return Response.json({status: 'error', error: 'kyc_reinforced_required'}, {status: 400});
      }
      return shop.sandbox.fetch(request);
    },
  });
  const token = await shop.buyer();
  const {json} = await shop.pay(token, 'key', await shop.purchase());
  assert.equal(json['code'], 'enhanced_verification_required');
  const {url} = json['details'] as {url?: string};
  assert.match(String(url), /^http:\/\/localhost:4175\//);
  await shop.ok('POST /handovers', {token, json: {page: 'enhanced'}});
});
