import {decimal} from './money.js';

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
