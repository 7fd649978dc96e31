/**
 * All interpretations of the vendor's documentation where it is unclear, one function each, so that an answer from the vendor
 * changes one place. Row numbers refer to the section “Open questions and conflicts” of the contract guide. `assumptions`
 * lists them for the documentation; a test compares the two.
 */

import {LosslessNumber} from 'lossless-json';
import type {Asset} from '../../contract/asset.js';
import {isHostedUrl} from '../../contract/hosted-url.js';
import type {KycStatus} from '../../contract/kyc.js';
import {fromMinorUnits} from '../../contract/minor-units.js';
import {isEuros} from '../../contract/money.js';
import type {PaymentStatus} from '../../contract/payment.js';
import type {Refusal} from '../../contract/problem.js';
import type {DelegatedCustomer, OffRampStatus} from './back-office-types.js';
import {vendorCodes, type VendorCode} from './error-codes.js';
import {field, isList, isRecord, isText} from './json.js';

export {assumptions} from './assumption-list.js';

/** Row 21: the token is the first text in any of these places. */
export function tokenIn(body: unknown): string | undefined {
  const data = field(body, 'data');
  return [field(data, 'token'), field(body, 'token'), field(data, 'auth'), field(body, 'auth'), data].find(isText);
}

/** Row 21: HTTP 401 means the same as `authorization_incorrect`. Otherwise an expired token would be kept forever. */
export function isTokenRefused(httpStatus: number, code: VendorCode | undefined): boolean {
  return code === 'authorization_incorrect' || (code === undefined && httpStatus === 401);
}

/** Row 7: a field is at the top level, otherwise under `data`. */
export function topOrData(body: unknown, name: string): unknown {
  return field(body, name) ?? field(field(body, 'data'), name);
}

/** Row 5: the three spellings of success, in any case. */
export function isSuccess(status: unknown): boolean {
  return isText(status) && ['ok', 'success', 'sucess'].includes(status.toLowerCase());
}

/** Rows 7, 21, 22: an answer of unknown shape may come without the envelope's `status`. */
export function isBare(body: unknown): boolean {
  return isList(body) || (isRecord(body) && !Object.hasOwn(body, 'status'));
}

/** Section 5: the error tables say “error / message”, so the code may be at the start of either. */
export function codeIn(body: unknown): VendorCode | undefined {
  const starts = (text: unknown, code: string) =>
    // A longer word is another code. A number after the code is the amount of `min_purchase`.
    isText(text) && text.startsWith(code) && !/^(?:[a-z0-9]|_[a-z])/i.test(text.slice(code.length));
  const found = (text: unknown) => vendorCodes.find(code => starts(text, code));
  return found(field(body, 'error')) ?? found(field(body, 'message'));
}

/** Section 5: a single word in snake case is an undocumented code. Anything else is free exception text. */
export function isCodeLike(text: string): boolean {
  return /^[a-z][a-z0-9_]{2,63}$/.test(text);
}

/** Section 5: the text of `min_purchase` includes the minimum. It counts only if it is the only number in the text. */
export function minimumIn(text: string): string | undefined {
  const [only, ...others] = text.match(/\d+(?:[.,]\d+)?/g) ?? [];
  const amount = only?.replace(',', '.');
  return amount !== undefined && others.length === 0 && isEuros(amount) ? amount : undefined;
}

/** Row 19: a link is the value itself, or the first allowed http(s) URL inside it. */
export function linkIn(value: unknown, depth = 4): string | undefined {
  if (isText(value)) return isHostedUrl(value) ? value : undefined;
  if (depth === 0 || typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const link = linkIn(inner, depth - 1);
    if (link !== undefined) return link;
  }
  return undefined;
}

/** Row 6: HTTP 422 names the invalid fields in the same form as for companies. Returns the buyer's error for them. */
export function refusedField(fields: readonly string[]): Refusal | undefined {
  const known: readonly (readonly [string, Refusal])[] = [
    ['email', 'email_invalid'],
    ['name', 'name_invalid'],
    ['company_name', 'name_invalid'],
    ['user_id', 'customer_unknown'],
    ['fiat_amount', 'amount_invalid'],
  ];
  return known.find(([name]) => fields.includes(name))?.[1];
}

/** Row 22 and section 9: rows are the answer itself, `data`, or the first list in it. */
export function rowsIn(body: unknown): unknown[] | undefined {
  const data = field(body, 'data') ?? body;
  const rows = isRecord(data) ? Object.values(data).find(isList) : data;
  return isList(rows) ? rows : undefined;
}

/** Row 22: assets are named as in other calls. */
export function assetsIn(body: unknown): Asset[] | undefined {
  const rows = rowsIn(body);
  if (!rows) return undefined;
  const assets = rows.flatMap((row): Asset[] => {
    const symbol = field(row, 'symbol') ?? field(row, 'coin_symbol');
    const chain = field(row, 'chain') ?? field(row, 'coin_chain') ?? field(row, 'blockchain');
    return isText(symbol) && isText(chain) ? [{symbol, chain: chain.toLowerCase()}] : [];
  });
  return rows.length > 0 && assets.length === 0 ? undefined : assets;
}

/** Row 3: `card`, `psd2` and `transfer` are sent in lower case, other methods as they are. */
export function toPaymentType(paymentType: string): string {
  const lower = paymentType.toLowerCase();
  return ['card', 'psd2', 'transfer'].includes(lower) ? lower : paymentType;
}

/** Row 15: a customer id of digits is sent as a number, as the samples do, and compared as text. */
export function toUserId(customerId: string): string | LosslessNumber {
  return /^(?:0|[1-9]\d*)$/.test(customerId) ? new LosslessNumber(customerId) : customerId;
}

/** Row 17: the currency is always sent. */
export const fiatSymbol = 'EUR';

const kycStatuses: ReadonlyMap<string, KycStatus> = new Map([
  ['unused', 'required'],
  ['processing', 'in_review'],
  ['valid', 'approved'],
  ['fail', 'rejected'],
]);

/** Section 4: unknown KYC words count as in progress. */
export function toKycStatus(word: string): KycStatus {
  return kycStatuses.get(word) ?? 'in_review';
}

const paymentStatuses: ReadonlyMap<string, PaymentStatus> = new Map([
  ['started', 'created'],
  ['pending_bank', 'bank_pending'],
  ['payment_received', 'payment_received'],
  ['coins_sent', 'completed'],
  ['payment_rejected', 'failed'],
]);

/** Rows 9 and 10: four documented words and one hint of a failure. Any other word is unknown and not final. */
export function toPaymentStatus(word: string): PaymentStatus {
  return paymentStatuses.get(word) ?? 'unknown';
}

/** Section 9: the listing's filter may match loosely, so compare the email itself, ignoring case. */
export function isSameEmail(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Section 9: reads the fields of a customer with delegated KYC that have the same names as in other calls. */
export function delegatedCustomerIn(body: unknown): Omit<DelegatedCustomer, 'answer'> {
  const id = topOrData(body, 'id');
  const word = topOrData(body, 'kyc_status');
  return {...(isText(id) && {id}), ...(isText(word) && {kyc: toKycStatus(word)})};
}

/** Row 20: the off-ramp still uses the paths of the older pages. */
export const offRampPaths = {create: '/createRampoff', status: '/getRampoff'} as const;

/** Section 4: only one word is known to be final. */
export function toOffRampStatus(word: string): OffRampStatus {
  return word === 'finished' ? 'completed' : 'unknown';
}

/** Section 6: `amount` counts the coin's smallest units, of which one coin has 10^`decimals`. */
export function offRampCoins(
  amount: string | null | undefined,
  decimals: string | null | undefined,
): string | undefined {
  // No coin has three-digit `decimals`, and such a value could fill our memory with zeros.
  const readable = amount != null && /^\d+$/.test(amount) && decimals != null && /^\d{1,2}$/.test(decimals);
  return readable ? fromMinorUnits(BigInt(amount), Number(decimals)) : undefined;
}

/** Section 9: the path of the accounts is the first part of the path of their transactions. */
export const bankAccountsPath = '/banking/accounts';
