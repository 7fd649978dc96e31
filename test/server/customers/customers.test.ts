import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BuyFlowOptions, Vendor} from '../../../src/server/index.js';
import {memoryStore, type Store} from '../../../src/server/index.js';
import {Shop, ada, createTime, hours, idle, minutes, type Answer, type Json} from '../setup.js';

const me = 'GET /customers/me';
const returning = 'returning@example.org';

function registerOnly(options: Partial<BuyFlowOptions> = {}): Shop {
  return new Shop(options, {registerOnly: true});
}

function plain({status, headers, json}: Answer): Json {
  return {status, headers: Object.fromEntries(headers), ...json, requestId: ''};
}

/** All codes that are not `code`. */
function* wrongCodes(code: string): Generator<string, never> {
  for (let wrong = 0; ; wrong++) if (Number(code) !== wrong) yield String(wrong).padStart(6, '0');
}

test('nobody learns from the page who is a customer: until a code is proven, the vendor is not even asked', async () => {
  const shop = new Shop();
  const answers = [];
  for (const email of [returning, 'banned@example.org', ada.email, 'ada@disposable.example']) {
    const token = await shop.token();
    const sent = await shop.call('POST /customers', {token, json: {...ada, email}});
    assert.deepEqual([sent.status, sent.json], [202, {verification: 'sent'}]);
    const [wrong = ''] = wrongCodes(shop.codeOf(email));
    const refused = await shop.refused('code_wrong', 'POST /customers/verification', {
      token,
      json: {email, code: wrong},
    });
    await shop.refused('customer_required', me, {token});
    answers.push(JSON.stringify([plain(sent), plain(refused)]));
  }
  assert.equal(new Set(answers).size, 1);
  assert.deepEqual(shop.asked, []);
});

test('a guest who proves the mailbox of a customer is that customer; a new one is registered by their name', async () => {
  const shop = new Shop();
  const known = await shop.verified(returning);
  assert.equal(known['identified'], 'customer');
  assert.deepEqual(await shop.ok(me, {token: String(known['token'])}), {kyc: 'approved'});
  assert.equal(shop.count('POST /registerUser'), 0);

  const {token} = await shop.verified(ada.email);
  const {kyc, kycUrl} = await shop.ok(me, {token: String(token)});
  assert.equal(kyc, 'required');
  const customer = (await shop.state('customers')).find(({email}) => email === ada.email);
  assert.deepEqual([customer?.['name'], customer?.['lastName'], customer?.['kycUrl']], ['Ada', 'Byron', kycUrl]);
});

test('the message with the code is in the buyer’s language', async () => {
  const shop = new Shop();
  await shop.ok('POST /customers', {token: await shop.token(), json: {...ada, locale: 'es-MX'}});
  assert.deepEqual(shop.mail, [{email: ada.email, code: shop.codeOf(ada.email), locale: 'es-MX'}]);
  assert.match(shop.codeOf(ada.email), /^\d{6}$/);
});

test('a code is good for ten minutes, and wrong guesses do not make it last', async () => {
  for (const [after, works] of [
    [10 * minutes - 1, true],
    [10 * minutes, false],
  ] as const) {
    const shop = new Shop();
    const token = await shop.token();
    await shop.ok('POST /customers', {token, json: ada});
    const code = shop.codeOf(ada.email);
    const [wrong = ''] = wrongCodes(code);
    shop.time.pass(after - 1000);
    await shop.refused('code_wrong', 'POST /customers/verification', {token, json: {email: ada.email, code: wrong}});
    shop.time.pass(1000);
    const as = {token: await shop.token(), json: {email: ada.email, code}};
    // Another session has no business with it at any time.
    await shop.refused('code_expired', 'POST /customers/verification', as);
    const {status} = await shop.call('POST /customers/verification', {...as, token});
    assert.equal(status === 200, works);
  }
});

test('five guesses, and even the right code comes too late', async () => {
  const shop = new Shop();
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  const code = shop.codeOf(ada.email);
  const left: unknown[] = [];
  for (const wrong of wrongCodes(code)) {
    const {json} = await shop.call('POST /customers/verification', {token, json: {email: ada.email, code: wrong}});
    left.push(json['details'] ?? json['code']);
    if (left.length === 5) break;
  }
  assert.deepEqual(left, [{triesLeft: 4}, {triesLeft: 3}, {triesLeft: 2}, {triesLeft: 1}, 'code_expired']);
  await shop.refused('code_expired', 'POST /customers/verification', {token, json: {email: ada.email, code}});
  // A new one starts over.
  await shop.verified(ada.email, {token});
});

test('the right code at the fifth guess is right', async () => {
  const shop = new Shop();
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  const code = shop.codeOf(ada.email);
  const wrong = wrongCodes(code);
  for (let nth = 1; nth < 5; nth++) {
    const json = {email: ada.email, code: wrong.next().value};
    await shop.refused('code_wrong', 'POST /customers/verification', {token, json});
  }
  await shop.ok('POST /customers/verification', {token, json: {email: ada.email, code}});
});

test('a hundred guesses at once are five tries all the same, also at two instances with one store', async () => {
  const time = createTime();
  const inner = memoryStore({clock: time.clock});
  // A store across a network: whoever reads before they write is overtaken.
  const slow: Store = new Proxy(inner, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || name === 'limiter') return method;
      return async (...given: unknown[]) => (await idle(), Reflect.apply(method, target, given) as unknown);
    },
  });
  const limits = {guessesPerMailbox: 1000};
  const [one, two] = [new Shop({store: slow, limits}, {time}), new Shop({store: slow, limits}, {time})];
  const token = await one.token();
  await one.ok('POST /customers', {token, json: ada});
  const code = one.codeOf(ada.email);
  const wrong = wrongCodes(code);
  const guess = async (shop: Shop) => {
    const json = {email: ada.email, code: wrong.next().value};
    return (await shop.call('POST /customers/verification', {token, json})).json['code'];
  };
  const codes = await Promise.all(Array.from({length: 50}, () => [guess(one), guess(two)]).flat());
  assert.equal(codes.filter(said => said === 'code_wrong').length, 4);
  assert.equal(codes.filter(said => said === 'code_expired').length, 96);
  await one.refused('code_expired', 'POST /customers/verification', {token, json: {email: ada.email, code}});
});

test('a code proves only the mailbox and the purchase that it was sent for', async () => {
  const shop = new Shop();
  const [mine, theirs] = [await shop.token(), await shop.token()];
  await shop.ok('POST /customers', {token: mine, json: ada});
  await shop.ok('POST /customers', {token: theirs, json: {...ada, email: returning}});
  const code = shop.codeOf(ada.email);
  for (const [token, email] of [
    [mine, returning],
    [theirs, ada.email],
  ] as const) {
    await shop.refused('code_expired', 'POST /customers/verification', {token, json: {email, code}});
  }
  await shop.ok('POST /customers/verification', {token: mine, json: {email: 'ADA@example.org', code}});
});

test('a code that was asked for again voids the one before, and a used one is used up', async () => {
  const shop = new Shop();
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  const first = shop.codeOf(ada.email);
  await shop.ok('POST /customers', {token, json: ada});
  const second = shop.codeOf(ada.email);
  if (first !== second) {
    await shop.refused('code_wrong', 'POST /customers/verification', {token, json: {email: ada.email, code: first}});
  }
  await shop.ok('POST /customers/verification', {token, json: {email: ada.email, code: second}});
  shop.time.pass(2 * minutes);
  await shop.refused('code_expired', 'POST /customers/verification', {token, json: {email: ada.email, code: second}});
});

test('a buyer who never heard that their code was right says it again, for two minutes and in their purchase only', async () => {
  const shop = new Shop();
  const [token, stranger] = [await shop.token(), await shop.token()];
  await shop.ok('POST /customers', {token, json: ada});
  const json = {email: ada.email, code: shop.codeOf(ada.email)};
  await shop.ok('POST /customers/verification', {token, json});
  shop.time.pass(1.5 * minutes);
  await shop.ok('POST /customers/verification', {token, json});
  await shop.refused('code_expired', 'POST /customers/verification', {token: stranger, json});
  // A repetition does not make it last.
  shop.time.pass(0.5 * minutes);
  await shop.refused('code_expired', 'POST /customers/verification', {token, json});
});

test('a vendor that is silent for long uses up none of the tries of a buyer who has the right code', async () => {
  const shop = new Shop();
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  await shop.control('faults', {operation: 'registerUser', kind: 'error_500', times: 10});
  const json = {email: ada.email, code: shop.codeOf(ada.email)};
  for (let nth = 0; nth < 10; nth++) await shop.refused('busy', 'POST /customers/verification', {token, json});
  await shop.ok('POST /customers/verification', {token, json});
});

test('when the vendor is silent just then, the buyer’s code is still good', async () => {
  const shop = new Shop();
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  await shop.control('faults', {operation: 'registerUser', kind: 'error_500'});
  const json = {email: ada.email, code: shop.codeOf(ada.email)};
  await shop.refused('busy', 'POST /customers/verification', {token, json});
  await shop.ok('POST /customers/verification', {token, json});
});

test('a registration whose answer is lost is found again', async () => {
  const shop = new Shop();
  const token = await shop.token();
  await shop.ok('POST /customers', {token, json: ada});
  await shop.control('faults', {operation: 'registerUser', kind: 'lost_answer'});
  const json = {email: ada.email, code: shop.codeOf(ada.email)};
  await shop.refused('busy', 'POST /customers/verification', {token, json});
  await shop.ok('POST /customers/verification', {token, json});
  assert.equal((await shop.state('customers')).filter(({email}) => email === ada.email).length, 1);
});

test('two tabs that register the same mailbox at once are the same customer', async () => {
  const shop = new Shop();
  const tokens = [await shop.token(), await shop.token()];
  const proofs = [];
  for (const token of tokens) {
    await shop.ok('POST /customers', {token, json: ada});
    proofs.push({token, json: {email: ada.email, code: shop.codeOf(ada.email)}});
  }
  await Promise.all(proofs.map(proof => shop.ok('POST /customers/verification', proof)));
  assert.equal((await shop.state('customers')).filter(({email}) => email === ada.email).length, 1);
});

test('a mailbox is not flooded, however many purchases ask, nor is any mailbox from one address', async () => {
  const shop = new Shop({limits: {codesPerMailbox: 2, codesPerAddress: 4}});
  const address = '10.0.0.1';
  const ask = async (email: string) => ({token: await shop.token(), address, json: {...ada, email}});
  for (let nth = 0; nth < 2; nth++) await shop.ok('POST /customers', await ask(ada.email));
  const {headers} = await shop.refused('rate_limited', 'POST /customers', await ask('ADA@EXAMPLE.ORG'));
  assert.ok(Number(headers.get('retry-after')) > 0 && Number(headers.get('retry-after')) <= 600);
  await shop.ok('POST /customers', await ask('bob@example.org'));
  await shop.refused('rate_limited', 'POST /customers', await ask('eve@example.org'));
  assert.equal(shop.mail.length, 3);
});

test('a patient guesser who asks for code after code runs out of guesses for the mailbox', async () => {
  const shop = new Shop({limits: {codesPerMailbox: 1000, guessesPerMailbox: 7}});
  const said: unknown[] = [];
  for (let nth = 0; nth < 2; nth++) {
    const token = await shop.token();
    await shop.ok('POST /customers', {token, json: ada});
    const wrong = wrongCodes(shop.codeOf(ada.email));
    for (let guess = 0; guess < 4; guess++) {
      const json = {email: ada.email, code: wrong.next().value};
      said.push((await shop.call('POST /customers/verification', {token, json})).json['code']);
    }
  }
  assert.deepEqual(said, [...Array<string>(7).fill('code_wrong'), 'rate_limited']);
  await shop.verified('bob@example.org');
});

test('a buyer who comes back with the right code as often as they like is no guesser', async () => {
  const shop = new Shop({limits: {codesPerMailbox: 1000, guessesPerMailbox: 2}});
  for (let nth = 0; nth < 5; nth++) await shop.verified(ada.email);
});

test('without codes, a guest can register a new e-mail', async () => {
  const shop = registerOnly({returnUrl: 'https://shop.test/back'});
  assert.equal((await shop.session())['guest'], 'register');
  const token = await shop.token();
  const session = await shop.ok('POST /customers', {token, json: ada});
  assert.equal(session['identified'], 'customer');
  const {kyc, kycUrl} = await shop.ok(me, {token: String(session['token'])});
  assert.equal(kyc, 'required');
  assert.match(String(kycUrl), /^http:\/\/localhost:4175\/kyc\//);
  await shop.refused('not_found', 'POST /customers/verification', {token, json: {email: ada.email, code: '123456'}});
});

test('without codes, one address registers no more e-mails than a household has', async () => {
  const shop = registerOnly({limits: {codesPerAddress: 2}});
  const ask = async (email: string, address: string) => ({token: await shop.token(), address, json: {...ada, email}});
  for (const email of ['a@example.org', 'b@example.org'])
    await shop.ok('POST /customers', await ask(email, '10.0.0.1'));
  await shop.refused('rate_limited', 'POST /customers', await ask('c@example.org', '10.0.0.1'));
  await shop.ok('POST /customers', await ask('c@example.org', '10.0.0.2'));
});

test('without codes, nobody gets hold of an e-mail that is registered', async () => {
  const shop = registerOnly();
  for (const email of [returning, 'unfinished@example.org', 'RETURNING@example.org']) {
    const token = await shop.token();
    const {status} = await shop.refused('customer_exists', 'POST /customers', {token, json: {...ada, email}});
    assert.equal(status, 409);
    await shop.refused('customer_required', me, {token});
  }
});

for (const kyc of ['approved', 'in_review', 'rejected', 'required'] as const) {
  test(`without codes, a vendor that answers a known e-mail with the known customer, ${kyc}, lends it to nobody`, async () => {
    const stub: Partial<Vendor> = {
      findCustomer: email => Promise.resolve(kyc === 'required' ? {id: '1', email, kyc} : undefined),
      registerCustomer: () => Promise.resolve({id: '1', kycUrl: 'https://kyc.test/of-somebody-else'}),
      kycStatus: () => Promise.resolve(kyc),
    };
    const shop = registerOnly({vendor: stub as Vendor});
    const token = await shop.token();
    for (let nth = 0; nth < 2; nth++) {
      const {text} = await shop.refused('customer_exists', 'POST /customers', {token, json: ada});
      assert.ok(!text.includes('kyc.test'));
    }
  });
}

test('without codes, a registration whose answer is lost is the same purchase’s to repeat, and nobody else’s', async () => {
  const shop = registerOnly();
  const token = await shop.token();
  // Lost after the vendor registered the customer; then between the adapter and the page.
  await shop.control('faults', {operation: 'kyc/check', kind: 'garbage'});
  await shop.refused('bad_answer', 'POST /customers', {token, json: ada});
  const sessions = [
    await shop.ok('POST /customers', {token, json: ada}),
    await shop.ok('POST /customers', {token, json: ada}),
  ];
  for (const {token} of sessions) {
    const {kyc, kycUrl} = await shop.ok(me, {token: String(token)});
    assert.equal(kyc, 'required');
    assert.match(String(kycUrl), /\/kyc\//);
  }
  await shop.refused('customer_exists', 'POST /customers', {token: await shop.token(), json: ada});
  assert.equal((await shop.state('customers')).filter(({email}) => email === ada.email).length, 1);
});

for (const [email, code] of [
  ['ada@disposable.example', 'email_not_allowed'],
  ['unexpected@example.org', 'busy'],
] as const) {
  test(`${email} is refused as ${code}, with codes only after the mailbox is proven`, async () => {
    const open = registerOnly();
    await open.refused(code, 'POST /customers', {token: await open.token(), json: {...ada, email}});
    const shop = new Shop();
    const token = await shop.token();
    await shop.ok('POST /customers', {token, json: {...ada, email}});
    const json = {email, code: shop.codeOf(email)};
    await shop.refused(code, 'POST /customers/verification', {token, json});
  });
}

test('a guest without an e-mail is asked for one', async () => {
  const shop = new Shop();
  await shop.refused('email_invalid', 'POST /customers', {
    token: await shop.token(),
    json: {name: 'Ada', locale: 'en'},
  });
});

test('whom the merchant knows is found or registered without a question, and remembered', async () => {
  for (const [email, registered] of [
    [returning, 0],
    [ada.email, 1],
  ] as const) {
    const shop = new Shop({identify: () => ({reference: 'buyer-1', email, name: 'Ada Byron'})});
    for (let nth = 0; nth < 3; nth++) {
      const {identified, token} = await shop.session();
      assert.equal(identified, 'customer');
      await shop.ok(me, {token: String(token)});
    }
    assert.equal(shop.count('GET /customers/list'), 1);
    assert.equal(shop.count('POST /registerUser'), registered);
    assert.deepEqual(shop.mail, []);
  }
});

test('whom the merchant knows by another e-mail is not taken for who they were before', async () => {
  let buyer = {reference: 'a', email: returning};
  const shop = new Shop({identify: () => buyer});
  await shop.session();
  buyer = {reference: 'a', email: 'reviewing@example.org'};
  assert.equal((await shop.ok(me, {token: await shop.token()}))['kyc'], 'in_review');
});

test('whom the merchant knows but not by name, and the vendor not at all, is asked for the name alone', async () => {
  const shop = new Shop({identify: () => ({reference: 'buyer-1', email: ada.email})});
  const {identified, token} = await shop.session();
  assert.equal(identified, 'email');
  assert.equal(shop.count('POST /registerUser'), 0);
  // What is said of another e-mail counts for nothing.
  const json = {name: 'Ada Byron', email: returning, locale: 'en'};
  const session = await shop.ok('POST /customers', {token: String(token), json});
  assert.equal(session['identified'], 'customer');
  assert.equal((await shop.ok(me, {token: String(session['token'])}))['kyc'], 'required');
  assert.deepEqual(shop.mail, []);
  assert.notEqual(await shop.customerId(ada.email), 'undefined');
  assert.equal((await shop.session())['identified'], 'customer');
});

test('who is not logged in is a guest', async () => {
  const shop = new Shop({
    identify: request => (request.headers.has('cookie') ? {reference: 'a', email: returning} : null),
  });
  assert.equal((await shop.session())['identified'], 'no');
  assert.equal((await shop.session({headers: {cookie: 'session=1'}}))['identified'], 'customer');
});

test('the link of the identity check is there while it is needed, also after the adapter starts anew', async () => {
  for (const sendCode of [true, false]) {
    const shop = sendCode ? new Shop() : registerOnly();
    const session = sendCode
      ? await shop.verified(ada.email)
      : await shop.ok('POST /customers', {token: await shop.token(), json: ada});
    const {kycUrl} = await shop.ok(me, {token: String(session['token'])});
    assert.match(String(kycUrl), /\/kyc\//);

    const restarted = new Shop({}, shop);
    const {token} = await restarted.resume(session['resume']);
    assert.deepEqual(await restarted.ok(me, {token: String(token)}), {kyc: 'required', kycUrl});
    assert.equal(restarted.count('GET /customers/list'), 0);
    await shop.control(`customers/${await shop.customerId(ada.email)}`, {kyc: 'valid'});
    assert.deepEqual(await restarted.ok(me, {token: String(token)}), {kyc: 'approved'});
  }
});

test('a buyer who waits hears at once of what they do not know yet, and as soon as it changes', async context => {
  const shop = new Shop();
  const {token} = await shop.verified(ada.email);
  const as = {token: String(token)};
  assert.equal((await shop.ok(`${me}?wait=30&known=in_review`, as))['kyc'], 'required');
  assert.equal((await shop.ok(`${me}?wait=30`, as))['kyc'], 'required');

  context.mock.timers.enable({apis: ['setTimeout']});
  const {answer} = await shop.waiting(`${me}?wait=30&known=required`, as);
  await shop.control(`customers/${await shop.customerId(ada.email)}`, {kyc: 'processing'});
  context.mock.timers.tick(18_750);
  assert.deepEqual(await answer, {kyc: 'in_review'});
});

test('a buyer who waits for nothing new hears so after the time that they named', async context => {
  const shop = new Shop();
  const {token} = await shop.verified(ada.email);
  context.mock.timers.enable({apis: ['setTimeout']});
  const {answer, latest} = await shop.waiting(`${me}?wait=2&known=required`, {token: String(token)});
  context.mock.timers.tick(1999);
  await idle();
  assert.equal(latest(), undefined);
  context.mock.timers.tick(1);
  assert.equal((await answer)['kyc'], 'required');
});

test('when the page goes away, nobody waits for it any more', async context => {
  const shop = new Shop();
  const {token} = await shop.verified(ada.email);
  context.mock.timers.enable({apis: ['setTimeout']});
  const page = new AbortController();
  const as = {token: String(token), signal: page.signal};
  const {answer} = await shop.waiting(`${me}?wait=30&known=required`, as);
  page.abort();
  await answer;
  const before = shop.asked.length;
  for (let second = 0; second < 30; second++) {
    context.mock.timers.tick(1000);
    await idle();
  }
  assert.equal(shop.asked.length, before);
});

for (const wait of ['31', '-1', '1.5', 'x', '', '1e1', '0030']) {
  test(`“${wait}” is no time to wait`, async () => {
    const shop = new Shop();
    await shop.refused('invalid_request', `${me}?wait=${wait}`, {token: await shop.token()});
  });
}

test('a guest who proved a mailbox is not made somebody else by the next thing that they type', async () => {
  const shop = new Shop();
  const {token} = await shop.verified(ada.email);
  const as = {token: String(token)};
  const session = await shop.ok('POST /customers', {...as, json: {...ada, email: returning}});
  assert.equal((await shop.ok(me, {token: String(session['token'])}))['kyc'], 'required');
  await shop.refused('code_expired', 'POST /customers/verification', {...as, json: {email: returning, code: '000000'}});
});

test('a guest who registered somebody else’s e-mail loses it when its owner comes', async () => {
  const owner = {reference: 'owner', email: 'owner@example.org', name: 'Olive Owner'};
  const shop = new Shop(
    {identify: request => (request.headers.get('x-shop-user') === 'owner' ? owner : null)},
    {registerOnly: true},
  );
  const guest = await shop.token();
  const kept = await shop.ok('POST /customers', {
    token: guest,
    json: {email: owner.email, name: 'Mallory', locale: 'en'},
  });
  const token = String(kept['token']);
  assert.equal((await shop.ok(me, {token}))['kyc'], 'required');
  const theirs = await shop.session({headers: {'x-shop-user': 'owner'}});
  assert.equal(theirs['identified'], 'customer');
  await shop.control(`customers/${await shop.customerId(owner.email)}`, {kyc: 'valid'});
  const ownersCall = {token: String(theirs['token']), headers: {'x-shop-user': 'owner'}};
  assert.deepEqual(await shop.ok(me, ownersCall), {kyc: 'approved'});
  await shop.refused('session_expired', me, {token});
  await shop.refused('session_expired', 'POST /payments', {
    token,
    json: await shop.purchase(),
    headers: {'idempotency-key': 'key'},
  });
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume: kept['resume']}});
  shop.time.pass(6 * 24 * hours);
  await shop.refused('customer_exists', 'POST /customers', {
    token: await shop.token(),
    json: {email: owner.email, name: 'Mallory', locale: 'en'},
  });
});
