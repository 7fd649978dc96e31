import {BadAnswer, text} from './read.js';

/**
 * Money and coins are decimal text with a point and no sign, grouping or exponent: `'50.00'`, `'0.00031'`.
 * They stay text from the buyer's keys to the vendor and back; only `bigint` compares them.
 */

export const decimal = /^(\d+)(?:\.(\d+))?$/;

/** Digits after the point that an amount of euros may have. */
export const euroDigits = 2;

/** Whether `text` is an amount as this project writes them. */
export function isDecimal(text: string): boolean {
  return decimal.test(text);
}

/** Reads an amount from what JSON gave. */
export function readDecimal(value: unknown): string {
  const read = text(value);
  if (!isDecimal(read)) throw new BadAnswer('expected decimal text');
  return read;
}

/** Whether `text` can be paid in euros: more than nothing, and no fractions of a cent. */
export function isEuros(text: string): boolean {
  const [, , fraction = ''] = decimal.exec(text) ?? [];
  return isDecimal(text) && fraction.length <= euroDigits && /[1-9]/.test(text);
}
