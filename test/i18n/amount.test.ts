import assert from 'node:assert/strict';
import {test} from 'node:test';
import {decimalSign, readAmount} from '../../src/i18n/amount.js';

const locales = ['en', 'es', 'pt', 'fr', 'de', 'it', 'ca', 'ar', 'ar-EG', 'ar-MA'] as const;
const empty = 'empty';
const invalid = 'amount_invalid';
const ambiguous = 'amount_ambiguous';

function reading(typed: string, locale: string): string {
  const read = readAmount(typed, locale);
  return 'amount' in read ? read.amount : read.problem;
}

/** What means the same wherever it is typed. */
for (const [typed, means] of [
  // nothing
  ['', empty],
  ['   ', empty],
  ['\u00a0', empty],
  ['€', empty],
  ['EUR', empty],
  // whole euros
  ['50', '50.00'],
  ['007', '7.00'],
  ['1000', '1000.00'],
  ['123456789', '123456789.00'],
  // cents
  ['50.5', '50.50'],
  ['50,5', '50.50'],
  ['1,50', '1.50'],
  ['1.50', '1.50'],
  ['0.01', '0.01'],
  ['0,01', '0.01'],
  ['.5', '0.50'],
  [',50', '0.50'],
  // half typed
  ['50.', '50.00'],
  ['50,', '50.00'],
  // thousands that cannot be anything else
  ['1.000,50', '1000.50'],
  ['1,000.50', '1000.50'],
  ['1.000,5', '1000.50'],
  ['12.345.678', '12345678.00'],
  ['12,345,678', '12345678.00'],
  ['1,234,567.89', '1234567.89'],
  ['1.234.567,89', '1234567.89'],
  // spaces and apostrophes
  ['1 000', '1000.00'],
  ['1\u00a0000', '1000.00'],
  ['1\u202f000,50', '1000.50'],
  ['1\u2009000.50', '1000.50'],
  ['50 100', '50100.00'],
  ['1 234 567,89', '1234567.89'],
  ["1'000", '1000.00'],
  ['1’000.50', '1000.50'],
  ['1_000', '1000.00'],
  // with a currency around it
  ['€50', '50.00'],
  ['50€', '50.00'],
  ['50 €', '50.00'],
  ['50,00\u00a0€', '50.00'],
  ['€ 1.000,50', '1000.50'],
  ['EUR 50', '50.00'],
  ['50 EUR', '50.00'],
  ['50 eur', '50.00'],
  ['50 euros', '50.00'],
  ['1 euro', '1.00'],
  ['\u200e50\u200f', '50.00'],
  ['\u2067\u200f1,000.50\u00a0€\u2069', '1000.50'],
  [' 50\n', '50.00'],
  ['\t50,00 €\t', '50.00'],
  // other digits and widths
  ['５０', '50.00'],
  ['５０．２５', '50.25'],
  ['１，０００．５０', '1000.50'],
  ['٥٠', '50.00'],
  ['٥٠٫٢٥', '50.25'],
  ['٥٠،٢٥', '50.25'],
  ['١٬٠٠٠', '1000.00'],
  ['١٬٠٠٠٫٥٠', '1000.50'],
  ['\u200f١٠٠٫٠٠\u00a0€', '100.00'],
  ['۵۰', '50.00'],
  // fractions of a cent are not rounded away
  ['0.005', invalid],
  ['0,005', invalid],
  ['.005', invalid],
  ['1.0000', invalid],
  ['1,2345', invalid],
  ['1.000,505', invalid],
  ['1,000.505', invalid],
  ['50.00000', invalid],
  // nothing to pay
  ['0', invalid],
  ['0.00', invalid],
  ['0,', invalid],
  ['000', invalid],
  // too much
  ['1234567890', invalid],
  ['1,234,567,890', invalid],
  ['9'.repeat(400), invalid],
  // two amounts, or one that was broken
  ['50 50', invalid],
  ['1 0', invalid],
  ['1 00', invalid],
  ['1  000', invalid],
  ['50\n60', invalid],
  ["50'25", invalid],
  ['50€25', invalid],
  ['5EUR0', invalid],
  ['50 € 60 €', invalid],
  ['1,000,50', invalid],
  ['1.000.50', invalid],
  ['1.00.000', invalid],
  ['10,00,000', invalid],
  ['1,000 000', invalid],
  ['1 000.000', invalid],
  ['1.000 000', invalid],
  ['1, 50', invalid],
  ['1,.5', invalid],
  ['1..5', invalid],
  ['1.2,3.4', invalid],
  ['0.500', invalid],
  ['0,500', invalid],
  ['000.500', invalid],
  // no amount
  ['.', invalid],
  [',', invalid],
  ["'", invalid],
  ['-5', invalid],
  ['−5', invalid],
  ['+5', invalid],
  ['(5)', invalid],
  ['5-', invalid],
  ['50,-', invalid],
  ['1e3', invalid],
  ['1E3', invalid],
  ['0x10', invalid],
  ['Infinity', invalid],
  ['NaN', invalid],
  ['fifty', invalid],
  ['50%', invalid],
  ['$50', invalid],
  ['50 USD', invalid],
  ['5²', invalid],
  ['½', invalid],
  ['5½', invalid],
  ['①', invalid],
  ['五十', invalid],
  ['50 <b>', invalid],
] as const) {
  test(`${JSON.stringify(typed.slice(0, 20))} means ${means} in every language`, () => {
    for (const locale of locales) assert.equal(reading(typed, locale), means, locale);
  });
}

/** One sign before three digits: a thousands separator, or a price with a digit too many. */
for (const [typed, locale, means] of [
  ['1,000', 'en', '1000.00'],
  ['1.000', 'en', ambiguous],
  ['1.000', 'es', '1000.00'],
  ['1,000', 'es', ambiguous],
  ['1.000', 'de', '1000.00'],
  ['1,000', 'de', ambiguous],
  ['1.000', 'fr', '1000.00'],
  ['1,000', 'fr', ambiguous],
  ['999.999', 'de', '999999.00'],
  ['12,345', 'en-GB', '12345.00'],
  // Mexico writes as English does, and Spain as Germany.
  ['1,000', 'es-MX', '1000.00'],
  ['1.000', 'es-MX', ambiguous],
  ['1.000', 'es-AR', '1000.00'],
  ['1.000', 'de-CH', ambiguous],
  ['1.000 €', 'es', '1000.00'],
  ['€1.000', 'en', ambiguous],
  ['1.000', 'ar-EG', ambiguous],
  ['1,000', 'ar-EG', ambiguous],
] as const) {
  test(`${typed} means ${means} in ${locale}`, () => {
    assert.equal(reading(typed, locale), means);
  });
}

test('every amount of cents is read back as what it was written as, in every language', () => {
  for (const locale of locales) {
    const plain = new Intl.NumberFormat(locale, {minimumFractionDigits: 2});
    const currency = new Intl.NumberFormat(locale, {style: 'currency', currency: 'EUR'});
    for (let cents = 1; cents < 200_000_000; cents = Math.ceil(cents * 1.37)) {
      const written = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      const number = cents / 100;
      assert.equal(reading(plain.format(number), locale), written);
      assert.equal(reading(currency.format(number), locale), written);
      assert.equal(reading(written.replace('.', decimalSign(locale)), locale), written);
    }
  }
});
