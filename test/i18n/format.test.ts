import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatCoins, formatEuros, formatRate, formatTime} from '../../src/i18n/format.js';

/** Spaces that do not break, as a reader sees them. */
const seen = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ');

for (const [decimal, locale, shown] of [
  ['50.00', 'en', '€50.00'],
  ['50', 'en', '€50.00'],
  ['50.00', 'es', '50,00 €'],
  ['1234.5', 'en', '€1,234.50'],
  ['12345.67', 'de', '12.345,67 €'],
  ['9007199254740993.01', 'en', '€9,007,199,254,740,993.01'],
  ['0.01', 'fr', '0,01 €'],
  ['50.009', 'en', '€50.00'],
  ['0.999', 'en', '€0.99'],
] as const) {
  test(`${decimal} euros are ${shown} in ${locale}`, () => {
    assert.equal(seen(formatEuros(decimal, locale)), shown);
  });
}

test('a least amount is never shown as less than it is', () => {
  assert.equal(formatEuros('4.991', 'en', 'ceil'), '€5.00');
  assert.equal(formatEuros('5', 'en', 'ceil'), '€5.00');
});

for (const [decimal, locale, shown] of [
  ['80.4', 'en', '80.4 USDC'],
  ['80.40', 'en', '80.4 USDC'],
  ['80.4', 'es', '80,4 USDC'],
  ['1234567.5', 'en', '1,234,567.5 USDC'],
  ['0.00031', 'en', '0.00031 USDC'],
  // Nobody is promised more than they get.
  ['0.999999999', 'en', '0.99999999 USDC'],
  ['107.123456789999999999', 'en', '107.12345678 USDC'],
  ['1.000000009999999999', 'en', '1 USDC'],
  ['123456789012345678.123456789123456789', 'en', '123,456,789,012,345,678.12345678 USDC'],
  ['0', 'en', '0 USDC'],
] as const) {
  test(`${decimal} coins are ${shown} in ${locale}`, () => {
    assert.equal(seen(formatCoins(decimal, 'USDC', locale)), shown);
  });
}

test('no line breaks between an amount and its coin', () => {
  assert.doesNotMatch(formatCoins('1234567.5', 'USDC', 'fr'), / /);
});

for (const [amount, receives, locale, shown] of [
  ['100', '107.5', 'en', '€0.9302'],
  ['100', '107.5', 'es', '0,9302 €'],
  ['100', '100', 'en', '€1.00'],
  ['100', '0.001', 'en', '€100,000.00'],
  ['100', '0.04', 'de', '2.500,00 €'],
  ['100', '12345678', 'en', '€0.0000081'],
] as const) {
  test(`one coin is about ${shown} in ${locale} where ${amount} euros buy ${receives}`, () => {
    assert.equal(seen(formatRate(amount, receives, locale)), shown);
  });
}

for (const [amount, receives] of [
  ['100', '0'],
  ['0', '107.5'],
  ['0', '0'],
  ['', ''],
] as const) {
  test(`no rate is shown where “${amount}” euros buy “${receives}”`, () => {
    assert.equal(formatRate(amount, receives, 'en'), undefined);
  });
}

test('a time is told to the second, as its language does', () => {
  const at = new Date(2026, 4, 1, 15, 4, 5).getTime();
  assert.equal(seen(formatTime(at, 'en-US')), '3:04:05 PM');
  assert.equal(formatTime(at, 'es'), '15:04:05');
});
