import {asciiDigits} from '../contract/digits.js';
import {isEuros} from '../contract/money.js';

/** What typed text means: an amount of euros, nothing yet, no amount, or one of two amounts. */
export type Reading = {amount: string} | {problem: 'empty' | 'amount_invalid' | 'amount_ambiguous'};

const invalid: Reading = {problem: 'amount_invalid'};
/** Whole euros in groups of three, with the same sign between all of them. `'` stands for every sign but these. */
const groups = /^[1-9]\d{0,2}(?:([.,'])\d{3})(?:\1\d{3})*$/;

/** The sign between euros and cents where `locale` is spoken. */
export function decimalSign(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find(({type}) => type === 'decimal')?.value ?? '.';
}

/** Latin digits and signs for those of other scripts and widths, and nothing around the amount. */
function plain(typed: string): string {
  return (
    asciiDigits(typed)
      // Marks of direction, such as those around an amount that was copied from an Arabic sentence.
      .replace(/\p{Cf}/gu, '')
      .replace(/[\u060c\u066b\uff0c]/g, ',')
      .replace(/\uff0e/g, '.')
      .trim()
      .replace(/^(?:€|euros?|eur)\s*|\s*(?:€|euros?|eur)$/gi, '')
      .replace(/[\s'’_\u066c]/g, "'")
  );
}

/**
 * Reads an amount as people type and paste it. A sign before one or two last digits can only be the decimal sign; one
 * before three digits is a thousands separator where the language uses it so, and is asked about where it does not.
 * Spaces and apostrophes only group thousands.
 */
export function readAmount(typed: string, locale: string): Reading {
  const text = plain(typed);
  if (text === '') return {problem: 'empty'};
  if (!/^(?:\d[\d.,']*|[.,]\d+)$/.test(text)) return invalid;

  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const sign = text.charAt(last);
  const before = text.slice(0, Math.max(last, 0));
  const after = text.slice(last + 1);

  if (last < 0 || before.includes(sign)) return euros(text, '');
  if (after.length <= 2 || /[.,']/.test(before)) return euros(before, after);
  if (!groups.test(text)) return invalid;
  return decimalSign(locale) === (sign === '.' ? ',' : '.') ? euros(text, '') : {problem: 'amount_ambiguous'};
}

function euros(whole: string, cents: string): Reading {
  if (!/^\d*$/.test(whole) && !groups.test(whole)) return invalid;
  const digits = whole.replace(/[.,']/g, '');
  if (digits.length > 9) return invalid;
  const amount = `${digits.replace(/^0+/, '') || '0'}.${cents.padEnd(2, '0')}`;
  return isEuros(amount) ? {amount} : invalid;
}
