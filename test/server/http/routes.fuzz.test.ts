import assert from 'node:assert/strict';
import {before, test} from 'node:test';
import fc from 'fast-check';
import {described} from '../../support/openapi-assert.js';
import {endurance} from '../../support/endurance.js';
import {ada, evil, order, own, Shop, type Call, type Json} from '../setup.js';

const limits = {calls: 1e7, market: 1e7, sessions: 1e7, payments: 1e7, codesPerMailbox: 1e7, codesPerAddress: 1e7};

let shop: Shop;
let tokens: string[];
let resumes: string[];
let victims: string;

async function othersAt(): Promise<string> {
  const [customers, payments] = [await shop.state('customers'), await shop.state('payments')];
  const victim = customers.find(({email}) => email === 'returning@example.org');
  return JSON.stringify([victim, payments.filter(({user_id: id}) => id === victim?.['id'])]);
}

before(async () => {
  shop = new Shop({limits});
  const victim = await shop.buyer();
  await shop.paid(victim);
  const {token, resume} = await shop.verified(ada.email);
  await shop.control(`customers/${await shop.customerId(ada.email)}`, {kyc: 'valid'});
  const paid = await shop.paid(String(token));
  const nobody = await shop.session();
  tokens = [String(token), String(nobody['token'])];
  resumes = [String(resume), String(paid['resume'])];
  victims = await othersAt();
});

/** What a page in good faith sends, by field; among what is sent here, so that more than the door is tried. */
const honest: Json = {...order, receives: '0.01', ...ada, code: '123456', page: 'payment', externalId: 'order-7'};

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -0,
    1e308,
    5e-324,
    2 ** 53,
    '__proto__',
    'constructor',
    '9'.repeat(400),
    '0.'.padEnd(400, '0'),
    '\ud800',
    '\u202e',
    '\u0000',
    '1e9',
    'a@'.repeat(300),
    '(a+)+$',
    'x'.repeat(20_000),
  ),
  fc.string({unit: 'binary', maxLength: 40}),
  fc.jsonValue({maxDepth: 3}),
);

const names = fc.oneof(
  {weight: 6, arbitrary: fc.constantFrom(...Object.keys(honest), 'resume', 'wallet', 'locale')},
  fc.constantFrom('__proto__', 'constructor', 'toString', 'length', 'then', ''),
  fc.string({maxLength: 10}),
);

const nested = fc
  .integer({min: 1, max: 7000})
  .chain(depth =>
    fc.constantFrom(
      '['.repeat(depth),
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    ),
  );

const bodies: fc.Arbitrary<string | Uint8Array<ArrayBuffer>> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(names, hostile), {maxLength: 2})
      // As text, since a `__proto__` of an object literal is not one of its own fields.
      .map(
        changes =>
          `{${[...Object.entries(honest), ...changes].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
      ),
  },
  {weight: 1, arbitrary: fc.nat(1).map(nth => JSON.stringify({resume: resumes[nth]}))},
  {weight: 2, arbitrary: fc.json()},
  {weight: 1, arbitrary: nested},
  {weight: 1, arbitrary: fc.uint8Array({maxLength: 60}).map(bytes => Uint8Array.from(bytes))},
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({maxLength: 4})
      .map(bytes => Uint8Array.from([...Buffer.from('{"resume":"'), ...bytes, 0x22, 0x7d])),
  },
  {weight: 1, arbitrary: fc.integer({min: 16_000, max: 20_000}).map(length => `"${'x'.repeat(length)}"`)},
);

/** What a header can hold. */
const headerValue = fc.oneof(
  fc.string({
    unit: fc
      .integer({min: 0x21, max: 0xff})
      .filter(code => code < 0x7f || code > 0x9f)
      .map(code => String.fromCharCode(code)),
    maxLength: 40,
  }),
  fc.constantFrom(
    '',
    '__proto__',
    'null',
    '-1',
    '1e9',
    '9'.repeat(300),
    'x'.repeat(9000),
    'Bearer',
    'Bearer  ',
    'Bearer a.b.c',
    'Bearer a.b.c.d.e',
    'Bearer ....',
  ),
);

const headerNames = [
  'authorization',
  'origin',
  'content-type',
  'content-length',
  'idempotency-key',
  'sec-fetch-site',
  'x-signature',
  'x-timestamp',
  'x-forwarded-for',
  'accept',
  'cookie',
  'host',
] as const;

const paths = fc.oneof(
  {weight: 6, arbitrary: fc.constantFrom(...described)},
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'),
        fc.constantFrom(...described),
      )
      .map(([method, operation]) => operation.replace(/^\w+/, method)),
  },
  {weight: 1, arbitrary: fc.webPath().map(path => `GET /${path}`)},
);

const pathPart = fc.oneof(
  fc.string({maxLength: 30}).map(encodeURIComponent),
  fc.constantFrom('%', '%00', '%ff', '%c0%af', '..', '%2e%2e', '%2f', 'a'.repeat(5000), '__proto__', '%ud800', "'--"),
);

interface Knock {
  what: string;
  part: string;
  query: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
  token: number;
  headers: Partial<Record<(typeof headerNames)[number], string>>;
}

const knocks: fc.Arbitrary<Knock> = fc.record({
  what: paths,
  part: pathPart,
  query: fc.dictionary(
    fc.constantFrom('amount', 'asset', 'chain', 'paymentType', 'known', 'fresh', 'x', '__proto__'),
    fc.oneof(fc.constantFrom('100', 'USDC', 'polygon', 'card', 'true'), fc.string({unit: 'binary', maxLength: 20})),
    {maxKeys: 5},
  ),
  body: bodies,
  token: fc.nat(2),
  headers: fc.dictionary(fc.constantFrom(...headerNames), headerValue, {maxKeys: 3}),
});

/** Whoever wants to wait is let wait; what is not asked for is answered at once. */
const bound = 5000;

/** The vendor said no, with a word for its own side; no silence and nothing of ours that broke. */
const vendorsNo = ['payment_provider_failed', 'payment_refused'];

test('whatever is sent to whatever route, the adapter says in its own words what it is, soon, and breaks over nothing', async () => {
  const knock = async ({what, part, query, body, token, headers}: Knock) => {
    const target = what.replace(/\{\w+\}/, () => part);
    const search = new URLSearchParams(Object.entries(query)).toString();
    const [method = ''] = target.split(' ');
    if (!URL.canParse(`${own}/cryptopocket${target.slice(method.length + 1)}`)) return;
    const hasBody = !['GET', 'HEAD'].includes(method);
    const bearer = tokens[token];
    const sent: Record<string, string> = {'content-type': 'application/json', 'idempotency-key': 'key', ...headers};
    const call: Call = {headers: sent, ...(bearer === undefined ? {} : {token: bearer}), ...(hasBody ? {body} : {})};
    const begun = performance.now();
    shop.log.length = 0;
    const answer = await shop.call(`${target}${search === '' ? '' : `?${search}`}`, call);
    const wholly = `${target}: ${answer.status} ${answer.text} ${JSON.stringify(shop.log)}`;
    assert.ok(performance.now() - begun < bound, `${target} took too long`);
    assert.ok(answer.status < 500 || vendorsNo.includes(String(answer.json['code'])), wholly);
    assert.ok(
      shop.log.every(({level}) => level !== 'error'),
      wholly,
    );
    assert.ok(!answer.text.includes('at Object.') && !answer.text.includes('node_modules'), wholly);
  };
  await fc.assert(fc.asyncProperty(knocks, knock), endurance(1200));
  assert.equal(await othersAt(), victims, 'something of another buyer’s changed');
  assert.equal(Object.keys(Object.prototype).length, 0, 'every object has something new');
});

test('a page of nobody’s is told the same whatever it sends', async () => {
  const knock = async ({what, body}: Knock) => {
    const [method = '', path = ''] = what.split(' ');
    const call: Call = {origin: evil, ...(['GET', 'HEAD'].includes(method) ? {} : {body})};
    const {status, json} = await shop.call(`${method} ${path.replace(/\{\w+\}/, 'x')}`, call);
    // The vendor's door asks for a signature, and a phone's for a code.
    if (status !== 410) assert.match(String(json['code']), /^(?:origin_not_allowed|not_found)$/);
  };
  await fc.assert(fc.asyncProperty(knocks, knock), endurance(150));
});
