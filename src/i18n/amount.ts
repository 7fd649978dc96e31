import {fromMinorUnits, minorUnits} from '../contract/money.js';

/** What typed text means: an amount of euros, nothing yet, no amount, or one of two amounts. */
export type Reading = {amount: string} | {problem: 'empty' | 'amount_invalid' | 'amount_ambiguous'};

const invalid: Reading = {problem: 'amount_invalid'};
const groups = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/;

/** The sign between euros and cents where `locale` is spoken. */
export function decimalSign(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find(({type}) => type === 'decimal')?.value ?? '.';
}

/** Latin digits for those of other scripts and widths, and no signs that carry no meaning in an amount. */
function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, digit => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, digit => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\u066b/g, ',')
    .replace(/[\s'’_\u066c\u200e\u200f]|€|EUR/gi, '');
}

/**
 * Reads an amount as people type and paste it. A sign before one or two last digits can only be the decimal sign; one
 * before three digits is a thousands separator where the language uses it so, and is asked about where it does not.
 */
export function readAmount(typed: string, locale: string): Reading {
  const text = plain(typed);
  if (text === '') return {problem: 'empty'};
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(text)) return invalid;

  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0) return euros(text, '');
  const sign = text.charAt(last);
  const before = text.slice(0, last);
  const after = text.slice(last + 1);

  if (before.includes(sign)) return groups.test(text) ? euros(text.replaceAll(sign, ''), '') : invalid;
  if (/[.,]/.test(before)) return groups.test(before) ? euros(before.replace(/[.,]/g, ''), after) : invalid;
  if (after.length <= 2) return euros(before, after);
  if (!groups.test(text)) return invalid;
  if (before === '0') return invalid;
  return sign === decimalSign(locale) || decimalSign(locale) !== (sign === '.' ? ',' : '.')
    ? {problem: 'amount_ambiguous'}
    : euros(before + after, '');
}

function euros(whole: string, cents: string): Reading {
  if (cents.length > 2 || whole.length > 9) return invalid;
  return {amount: fromMinorUnits(minorUnits(`${whole || '0'}.${cents || '0'}`, 2), 2)};
}
