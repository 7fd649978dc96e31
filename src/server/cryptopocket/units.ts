import {LosslessNumber} from 'lossless-json';
import {fromMinorUnits} from '../../contract/minor-units.js';
import {euroDigits, isDecimal, isEuros} from '../../contract/money.js';
import {badAnswer, CryptopocketApiError} from './errors.js';

/** A larger exponent is no real amount and could fill our memory with zeros. */
const MAX_EXPONENT = 40;

/**
 * Expands an exponent without rounding: `1e-7` becomes `0.0000001`, `80.40` stays `80.40`. Text that is not a number, or
 * whose exponent is too large, is returned unchanged and fails a later check for an amount.
 */
export function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power] = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text) ?? [];
  const exponent = Number(power);
  if (power === undefined || Math.abs(exponent) > MAX_EXPONENT) return text;
  const point = whole.length + exponent;
  const digits = (whole + fraction).padEnd(point, '0');
  const before = point > 0 ? digits.slice(0, point).replace(/^0+(?=\d)/, '') : '0';
  const after = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return `${sign}${before}${after && '.'}${after}`;
}

/**
 * Formats `amount` for a query: the vendor takes euros (documented).
 * @throws {CryptopocketApiError} `amount_invalid`.
 */
export function eurosText(amount: string): string {
  if (!isEuros(amount)) throw new CryptopocketApiError('amount_invalid');
  return withoutLeadingZeros(amount);
}

/** {@link eurosText} as a JSON number with exactly the same digits, as the creating calls take it. */
export function eurosNumber(amount: string): LosslessNumber {
  return new LosslessNumber(eurosText(amount));
}

/**
 * Converts the cents of `GET /payment/{id}` (documented) to euros.
 * @throws {CryptopocketConnectionError} `bad_answer` for anything but whole cents.
 */
export function eurosFromCents(cents: string): string {
  if (!/^\d+$/.test(cents)) throw badAnswer('fiat_amount is not whole cents');
  return fromMinorUnits(BigInt(cents), euroDigits);
}

/**
 * Formats coins as a JSON number with exactly the same digits, as `POST /createRampoff` takes it.
 * @throws {CryptopocketApiError} `amount_invalid`.
 */
export function coinsNumber(amount: string): LosslessNumber {
  if (!isDecimal(amount) || !/[1-9]/.test(amount)) throw new CryptopocketApiError('amount_invalid');
  return new LosslessNumber(withoutLeadingZeros(amount));
}

function withoutLeadingZeros(amount: string): string {
  return amount.replace(/^0+(?=\d)/, '');
}
