import {BadAnswer, text} from './read.js';

/**
 * Money and coins are decimal text with a point and no sign, grouping or exponent: `'50.00'`, `'0.00031'`.
 * They stay text from the buyer's keys to the vendor and back; only `bigint` compares them.
 */

const decimal = /^(\d+)(?:\.(\d+))?$/;

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

/** `text` in units of 10^-`digits`. Refuses extra digits, since rounding money is a decision. */
export function minorUnits(text: string, digits: number): bigint {
  const [, whole, fraction = ''] = decimal.exec(text) ?? [];
  if (whole === undefined || fraction.length > digits) {
    throw new RangeError(`not an amount with at most ${digits} digits after the point`);
  }
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

/** Decimal text of `units` of 10^-`digits`; `minorUnits` backwards. */
export function fromMinorUnits(units: bigint, digits: number): string {
  const text = String(units).padStart(digits + 1, '0');
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
}

/** Whether `text` can be paid in euros: more than nothing, and no fractions of a cent. */
export function isEuros(text: string): boolean {
  const [, , fraction = ''] = decimal.exec(text) ?? [];
  return isDecimal(text) && fraction.length <= euroDigits && /[1-9]/.test(text);
}

/** Digits after the point of an amount. */
export function digitsOf(text: string): number {
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}

/** Negative when `a` is less than `b`, 0 when they are the same amount, positive when it is more. */
export function compareDecimals(a: string, b: string): number {
  const digits = Math.max(digitsOf(a), digitsOf(b));
  const difference = minorUnits(a, digits) - minorUnits(b, digits);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
