import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore, type Store, type Vendor} from '../../../src/server/index.js';
import {ada, field, order, Shop} from '../setup.js';

test('a mailbox costs the same work whether or not it is a customer’s, down to what is read and written', async () => {
  const inner = memoryStore();
  const work: string[] = [];
  const store: Store = new Proxy(inner, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        work.push(`${String(name)} ${String(given[0]).replace(/[0-9a-f-]{36}/, '')}`);
        return Reflect.apply(method, target, given) as unknown;
      };
    },
  });
  const shop = new Shop({store});
  await shop.token();
  const works = new Set<string>();
  for (const email of [
    'returning@example.org',
    'banned@example.org',
    'nobody@example.org',
    'nobody@disposable.example',
  ]) {
    const token = await shop.token();
    work.length = 0;
    await shop.ok('POST /customers', {token, json: {...ada, email}});
    for (const guess of ['000000', '000001', '999999']) {
      if (guess === shop.codeOf(email)) continue;
      await shop.refused('code_wrong', 'POST /customers/verification', {token, json: {email, code: guess}});
    }
    await shop.refused('customer_required', 'GET /customers/me', {token});
    works.add(work.join('\n'));
  }
  assert.equal(works.size, 1, [...works].join('\n\n'));
  assert.deepEqual(shop.asked, []);
});

for (const email of [
  'returning@exa\u017fple.org',
  'retur\u200bning@example.org',
  'returning\u3002@example.org',
  '\u212airk@example.org',
  '\u017fara@example.org',
  'returning@example.org\u0000',
  'returning@example.org.',
  'returning@example..org',
  '.returning@example.org',
  'returning @example.org',
  '"returning"@example.org',
  'returning@[127.0.0.1]',
  'returning%evil.test@example.org@evil.test',
  'returning@example.org?cc=x@evil.test',
  'returning@example.org;x@evil.test',
  '<returning@example.org>',
  '(comment)returning@example.org',
]) {
  test(`${JSON.stringify(email)} is nobody’s address, so it cannot pass for somebody’s`, async () => {
    const shop = new Shop();
    const token = await shop.token();
    await shop.refused('email_invalid', 'POST /customers', {token, json: {...ada, email}});
    await shop.refused('email_invalid', 'POST /customers/verification', {token, json: {email, code: '123456'}});
    assert.deepEqual([shop.mail, shop.asked], [[], []]);
  });
}

test('what makes one mailbox look like another is not folded away: a tag or a dot is another customer', async () => {
  const shop = new Shop();
  const customers = new Set();
  for (const email of ['ada.byron@example.org', 'adabyron@example.org', 'adabyron+1@example.org']) {
    await shop.verified(email);
    customers.add(await shop.customerId(email));
  }
  assert.equal(customers.size, 3);
});

test('a guest who registered is not for the next who logs in on that computer', async () => {
  let email: string | null = null;
  const identify = () => (email === null ? null : {reference: email, email, name: 'Somebody'});
  const shop = new Shop({identify}, {registerOnly: true});
  const {resume} = await shop.ok('POST /customers', {token: await shop.token(), json: ada});
  await shop.resume(resume);
  email = 'returning@example.org';
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}});
});

test('without codes, of two who register one e-mail at once, the second is not lent the first one’s customer', async () => {
  // A vendor whose listing lags behind, and that answers a known e-mail with the known customer.
  const stub: Partial<Vendor> = {
    findCustomer: () => Promise.resolve(undefined),
    registerCustomer: () => Promise.resolve({id: '1', kycUrl: 'https://kyc.test/of-the-first'}),
    kycStatus: () => Promise.resolve('required'),
  };
  const shop = new Shop({vendor: stub as Vendor}, {registerOnly: true});
  const [first, second] = [await shop.token(), await shop.token()];
  const mine = {token: first, json: ada};
  const answers = await Promise.all([mine, mine].map(call => shop.call('POST /customers', call)));
  assert.deepEqual(
    answers.map(({status}) => status),
    [200, 200],
  );
  const {text} = await shop.refused('customer_exists', 'POST /customers', {token: second, json: ada});
  assert.ok(!text.includes('kyc.test'));
  await shop.ok('POST /customers', mine);
});

test('a customer’s id, however the vendor writes it, ends where another’s key begins', async () => {
  const created: string[] = [];
  const stub: Partial<Vendor> = {
    findCustomer: email => Promise.resolve({id: email.startsWith('victim') ? '5:1' : '5', email, kyc: 'approved'}),
    quote: () => Promise.resolve({receives: '1'}),
    createGuidedPayment({customerId}) {
      created.push(customerId);
      return Promise.resolve({id: `p${created.length}`, gatewayUrl: `https://pay.test/${created.length}`});
    },
    payment: id => Promise.reject(new Error(`${id} cannot be read`)),
  };
  const shop = new Shop({vendor: stub as Vendor});
  const [victim, attacker] = [await shop.buyer('victim@example.org'), await shop.buyer('attacker@example.org')];
  const json = {...order, receives: '1'};
  const theirs = await shop.pay(victim, 'key', json);
  const mine = await shop.pay(attacker, '1:key', json);
  assert.deepEqual([theirs.status, mine.status, created], [201, 201, ['5:1', '5']]);
  assert.notDeepEqual(field(mine.json, 'payment'), field(theirs.json, 'payment'));
});
