import {LosslessNumber} from 'lossless-json';
import {fromMinorUnits} from '../../contract/minor-units.js';
import {euroDigits, isDecimal, isEuros} from '../../contract/money.js';
import {badAnswer, CryptopocketApiError} from './errors.js';

/** Past this an exponent is no amount any more, but a way to fill our memory with zeros. */
const MAX_EXPONENT = 40;

/**
 * `text` without an exponent, digit for digit: `1e-7` is `0.0000001`, `80.40` stays `80.40`.
 * What is no number, or is one beyond all reason, comes back as it is and fails where an amount is expected.
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

/** `amount` as the vendor takes it in a query: euros (documented). Refuses what is none as `amount_invalid`. */
export function eurosText(amount: string): string {
  if (!isEuros(amount)) throw new CryptopocketApiError('amount_invalid');
  return withoutLeadingZeros(amount);
}

/** {@link eurosText} as the JSON number that the creating calls take, with exactly the same digits. */
export function eurosNumber(amount: string): LosslessNumber {
  return new LosslessNumber(eurosText(amount));
}

/** Euros from the cents of `GET /payment/{id}` (documented). Anything but whole cents is `bad_answer`: never guess. */
export function eurosFromCents(cents: string): string {
  if (!/^\d+$/.test(cents)) throw badAnswer('fiat_amount is not whole cents');
  return fromMinorUnits(BigInt(cents), euroDigits);
}

/** Coins as the JSON number that `POST /createRampoff` takes, with exactly the same digits. Refuses what is none as `amount_invalid`. */
export function coinsNumber(amount: string): LosslessNumber {
  if (!isDecimal(amount) || !/[1-9]/.test(amount)) throw new CryptopocketApiError('amount_invalid');
  return new LosslessNumber(withoutLeadingZeros(amount));
}

function withoutLeadingZeros(amount: string): string {
  return amount.replace(/^0+(?=\d)/, '');
}
