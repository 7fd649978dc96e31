import * as v from 'valibot';
import {isHostedUrl} from '../../contract/hosted-url.js';
import {isDecimal} from '../../contract/money.js';
import {offRampCoins, toKycStatus, toOffRampStatus, toPaymentStatus} from './assumptions.js';
import type {VendorOffRamp} from './back-office-types.js';
import {badAnswer} from './errors.js';
import type {VendorCustomer, VendorPayment} from './types.js';
import {eurosFromCents, plainDecimal} from './units.js';

// The JSON parser turns numbers into text, so ids are always text.
const text = v.pipe(v.string(), v.nonEmpty());
const decimal = v.pipe(text, v.transform(plainDecimal), v.check(isDecimal));
const count = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const link = v.pipe(text, v.check(isHostedUrl));
/** An optional field that is ignored if it is missing, null or invalid. */
const lenient = <T extends v.GenericSchema>(schema: T) => v.fallback(v.nullish(schema), null);

/**
 * Parses `input` with `schema`.
 * @throws {CryptopocketConnectionError} `bad_answer`. The message names the fields and never quotes a value.
 */
export function read<T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw badAnswer(`unexpected ${result.issues.map(issue => v.getDotPath(issue) ?? 'value').join(', ')}`);
}

/** `tokens` of `GET /quote`: coins. The name is documented, its numeric type is not. */
export const tokensSchema = decimal;

/** Guide, `create-customer-4200035e0`: both names are documented. */
export const registeredSchema = v.object({id: text, kyc_form_url: v.nullish(link)});

export const kycWordSchema = text;

/** `create-guided-payment-intent-4394353e0`: documented. */
export const guidedSchema = v.object({data: v.object({payment_id: text, gateway_url: link})});

/** `create-payment-intend-4200039e0`: the fields, not `status`, show which of the two it is. */
export const createdSchema = v.object({
  data: v.union([
    v.object({payment_id: text, url_payment: link}),
    // An unusable link must not turn a card payment into a bank transfer.
    v.object({
      payment_id: text,
      url_payment: v.nullish(v.literal('')),
      iban: text,
      bic: text,
      concept: text,
      destination_name: text,
    }),
  ]),
});

const customerSchema = v.object({
  id: text,
  email: text,
  name: lenient(text),
  last_name: lenient(text),
  kyc_status: lenient(text),
  kyc_url: lenient(link),
});

/** `list-customers-4407076e0`: example-only. */
export const listingSchema = v.object({
  page: lenient(count),
  total_items: lenient(count),
  data: v.array(v.unknown()),
});

/** The valid customers among the rows. An invalid row, for example a company without a name, does not hide the others. */
export function readCustomers(rows: readonly unknown[]): VendorCustomer[] {
  return rows.flatMap(row => {
    const result = v.safeParse(customerSchema, row);
    if (!result.success) return [];
    const {id, email, name, last_name: lastName, kyc_status: word, kyc_url: kycUrl} = result.output;
    return {
      id,
      email,
      kyc: toKycStatus(word ?? ''),
      ...(name != null && {name}),
      ...(lastName != null && {lastName}),
      ...(kycUrl != null && {kycUrl}),
    };
  });
}

/** `retrieve-payment-4200041e0`: status and cents documented, the rest example-only. */
const paymentSchema = v.object({
  id: text,
  external_id: lenient(text),
  user_id: lenient(text),
  status: text,
  fiat_amount: text,
  fiat_symbol: text,
  coin_symbol: text,
  coin_chain: lenient(text),
  coin_amount: lenient(decimal),
  created_at: lenient(text),
  txid: lenient(text),
});

export function readPayment(body: unknown): VendorPayment {
  const {data} = read(v.object({data: paymentSchema}), body);
  return {
    id: data.id,
    status: toPaymentStatus(data.status),
    vendorStatus: data.status,
    amount: eurosFromCents(data.fiat_amount),
    currency: data.fiat_symbol,
    asset: data.coin_symbol,
    ...(data.user_id != null && {customerId: data.user_id}),
    ...(data.external_id != null && {externalId: data.external_id}),
    ...(data.coin_chain != null && {chain: data.coin_chain.toLowerCase()}),
    ...(data.coin_amount != null && {receives: data.coin_amount}),
    ...(data.created_at != null && {createdAt: data.created_at}),
    ...(data.txid != null && {txId: data.txid}),
  };
}

/** `create-company-customer-4398184e0`: documented. */
export const companySchema = v.object({data: v.object({id: text, uuid: text, kyb_link: link, password: text})});

/** `create-rampoff-opetation-4200046e0`: documented. */
export const createdOffRampSchema = v.object({data: v.object({id: text, wallet: text})});

/** `get-rampoff-status-4200045e0`: example-only. */
const offRampSchema = v.object({
  id: lenient(text),
  status: text,
  blockchain: lenient(text),
  crypto: lenient(text),
  amount: lenient(text),
  decimals: lenient(text),
  fiat_amount: lenient(decimal),
});

/** `asked` is the requested id, for an answer that does not repeat it. */
export function readOffRamp(body: unknown, asked: string): VendorOffRamp {
  const {data} = read(v.object({data: offRampSchema}), body);
  const amount = offRampCoins(data.amount, data.decimals);
  return {
    id: data.id ?? asked,
    status: toOffRampStatus(data.status),
    vendorStatus: data.status,
    ...(data.crypto != null && {asset: data.crypto}),
    ...(data.blockchain != null && {chain: data.blockchain}),
    ...(amount !== undefined && {amount}),
    ...(data.fiat_amount != null && {fiatAmount: data.fiat_amount}),
  };
}
