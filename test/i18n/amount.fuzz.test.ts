import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {isEuros} from '../../src/contract/money.js';
import {decimalSign, readAmount} from '../../src/i18n/amount.js';
import {endurance} from '../support/endurance.js';

const locales = fc.constantFrom('en', 'es', 'pt', 'pt-BR', 'fr', 'de', 'de-CH', 'it', 'ca', 'ar', 'ar-EG', 'sv', 'pl');

test('whatever is typed or pasted is an amount of euros or a problem, in every language', () => {
  const signs = fc.string({
    unit: fc.constantFrom(...Array.from("0123456789.,' €eur-+٠٩٫٬\u202f\u00a0")),
    maxLength: 16,
  });
  fc.assert(
    fc.property(
      fc.oneof(signs, fc.string({unit: 'binary'}), fc.string({unit: 'grapheme'})),
      locales,
      (typed, locale) => {
        const read = readAmount(typed, locale);
        if ('problem' in read) return;
        assert.match(read.amount, /^(?:0|[1-9]\d{0,8})\.\d\d$/);
        assert.ok(isEuros(read.amount));
        // What was read is read the same where it is shown again.
        assert.deepEqual(readAmount(read.amount.replace('.', decimalSign(locale)), locale), read);
      },
    ),
    endurance(3000),
  );
});

test('an amount as a language writes it is read as that amount, with its currency or without', () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 99_999_999_999}), locales, fc.boolean(), (cents, locale, currency) => {
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      const style = currency ? ({style: 'currency', currency: 'EUR'} as const) : {minimumFractionDigits: 2};
      // Text, so that no digit is lost on the way.
      const written = new Intl.NumberFormat(locale, style).format(amount as Intl.StringNumericLiteral);
      assert.deepEqual(readAmount(written, locale), {amount}, written);
    }),
    endurance(2000),
  );
});

test('nobody pays a thousand times what they meant: a sign before three digits is read as the language writes it, or asked about', () => {
  fc.assert(
    fc.property(
      fc.integer({min: 1, max: 999}),
      fc.integer({min: 0, max: 999}),
      fc.constantFrom('.', ','),
      locales,
      (whole, rest, sign, locale) => {
        const digits = String(rest).padStart(3, '0');
        const read = readAmount(`${whole}${sign}${digits}`, locale);
        const expected =
          sign === decimalSign(locale) ? {problem: 'amount_ambiguous'} : {amount: `${whole}${digits}.00`};
        const [ambiguous, thousands] = [JSON.stringify({problem: 'amount_ambiguous'}), JSON.stringify(expected)];
        assert.ok([ambiguous, thousands].includes(JSON.stringify(read)), JSON.stringify(read));
      },
    ),
    endurance(1000),
  );
});
