import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readPaymentCreated, readSession, readSessionOrSent} from '../../src/contract/api.js';
import {readAssets} from '../../src/contract/asset.js';
import {kycStatuses, readCustomer} from '../../src/contract/kyc.js';
import {isFinal, paymentStatuses, readPayment} from '../../src/contract/payment.js';
import {toProblemCode} from '../../src/contract/problem-code.js';
import {isRefusal, refusals, silences} from '../../src/contract/problem.js';
import {readQuote} from '../../src/contract/quote.js';

const session = {token: 't', expiresIn: 900, resume: 'r', guest: 'code', identified: 'no', payment: 'p-1'};
const quote = {
  amount: '100.00',
  asset: 'USDC',
  chain: 'polygon',
  paymentType: 'card',
  receives: '107.5',
  expiresIn: 30,
};
const payment = {
  id: 'p-1',
  status: 'completed',
  amount: '100.00',
  asset: 'USDC',
  chain: 'polygon',
  receives: '107.5',
  txId: '0x1',
  gatewayUrl: 'https://pay.test/p-1',
  vendorStatus: 'coins_sent',
};
const customer = {kyc: 'required', kycUrl: 'https://kyc.test/1'};

/** Each reader with a whole answer, what it makes of it, and what may be missing. */
const readers: {
  name: string;
  read: (value: unknown) => unknown;
  whole: Record<string, unknown>;
  as?: unknown;
  optional: string[];
}[] = [
  {name: 'a session', read: readSession, whole: session, optional: ['payment']},
  {name: 'a session in place of a code', read: readSessionOrSent, whole: session, optional: ['payment']},
  {
    name: 'a quote',
    read: value => readQuote(value, 1000),
    whole: quote,
    as: {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '107.5', expiresAt: 31_000},
    optional: [],
  },
  {
    name: 'a payment',
    read: readPayment,
    whole: payment,
    optional: ['chain', 'receives', 'txId', 'gatewayUrl', 'vendorStatus'],
  },
  {name: 'a created payment', read: readPaymentCreated, whole: {payment, resume: 'r'}, optional: []},
  {name: 'a customer', read: readCustomer, whole: customer, optional: ['kycUrl']},
  {
    name: 'the assets',
    read: readAssets,
    whole: {assets: [{symbol: 'USDC', chain: 'polygon'}]},
    as: [{symbol: 'USDC', chain: 'polygon'}],
    optional: [],
  },
];

const badAnswer = {name: 'BadAnswer', code: 'bad_answer'};

for (const {name, read, whole, as, optional} of readers) {
  test(`${name} is read as it was written, and nothing beside it`, () => {
    assert.deepEqual(read({...whole, extra: 'field'}), as ?? whole);
  });

  for (const field of Object.keys(whole)) {
    test(`${name} ${optional.includes(field) ? 'may' : 'may not'} leave out ${field}`, () => {
      const rest = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field));
      for (const without of [rest, {...rest, [field]: null}]) {
        if (optional.includes(field)) assert.deepEqual(read(without), rest);
        else assert.throws(() => read(without), badAnswer);
      }
    });

    test(`${name} with something else for ${field} is no answer`, () => {
      for (const value of [true, [7], {a: 1}, typeof whole[field] === 'string' ? 7 : 'text']) {
        assert.throws(() => read({...whole, [field]: value}), badAnswer, JSON.stringify(value));
      }
    });
  }

  test(`what is no object is not ${name}`, () => {
    for (const value of [undefined, null, '', 'text', 7, true, []]) assert.throws(() => read(value), badAnswer);
  });
}

for (const [what, read] of [
  ['a status', () => readPayment({...payment, status: 'coins_sent'})],
  ['a KYC status', () => readCustomer({...customer, kyc: 'valid'})],
  ['a way to know guests', () => readSession({...session, guest: 'trust'})],
  ['a way to know a buyer', () => readSession({...session, identified: 'maybe'})],
] as const) {
  test(`${what} that the contract does not name is no answer`, () => {
    assert.throws(read, badAnswer);
  });
}

test('every status that the contract names is read', () => {
  for (const status of paymentStatuses) assert.equal(readPayment({...payment, status}).status, status);
  for (const kyc of kycStatuses) assert.equal(readCustomer({kyc}).kyc, kyc);
});

test('amounts that are no decimal text are no answer', () => {
  for (const amount of ['1e3', '-1', '1,5', '', 'NaN']) {
    assert.throws(() => readQuote({...quote, receives: amount}, 0), badAnswer);
    assert.throws(() => readQuote({...quote, amount}, 0), badAnswer);
    assert.throws(() => readPayment({...payment, amount}), badAnswer);
    assert.throws(() => readPayment({...payment, receives: amount}), badAnswer);
  }
});

test('times that never end, or ended before they began, are no answer', () => {
  for (const expiresIn of [-1, Infinity, NaN]) {
    assert.throws(() => readQuote({...quote, expiresIn}, 0), badAnswer);
    assert.throws(() => readSession({...session, expiresIn}), badAnswer);
  }
});

test('a code that was sent is told apart from a session', () => {
  assert.deepEqual(readSessionOrSent({verification: 'sent'}), {verification: 'sent'});
  assert.throws(() => readSessionOrSent({verification: 'pending'}), badAnswer);
});

test('an error about an answer does not repeat the answer', () => {
  for (const read of [readPayment, readSession, readCustomer]) {
    assert.throws(
      () => read({...payment, token: 'secret', id: {}, kyc: 'secret', status: 'secret'}),
      (error: Error) => !error.message.includes('secret'),
    );
  }
});

test('only sent coins and a refusal are final', () => {
  assert.deepEqual(paymentStatuses.filter(isFinal), ['completed', 'failed']);
});

test('every code is itself, also one of a newer adapter; what is no word is a garbled answer', () => {
  assert.equal(toProblemCode('wallet_unsafe'), 'wallet_unsafe');
  for (const code of [...refusals, ...silences]) assert.equal(toProblemCode(code), code);
  for (const code of [
    '',
    'Busy',
    'toString',
    '__proto__',
    'no connection',
    'a'.repeat(3) + '!',
    7,
    null,
    undefined,
    {},
    ['busy'],
  ]) {
    assert.equal(toProblemCode(code), 'bad_answer');
  }
});

test('a code is a refusal or a silence, never both', () => {
  for (const code of refusals) assert.equal(isRefusal(code), true, code);
  for (const code of silences) assert.equal(isRefusal(code), false, code);
});
