import {bytesToHex} from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type {PaymentRequest} from '../../contract/api.js';
import {readPayment, readTransfer, type Payment} from '../../contract/payment.js';
import {isWorse} from '../../contract/price-change.js';
import {isRefusal, type Problem} from '../../contract/problem.js';
import {HttpError} from '../http/http-error.js';
import type {Limit} from '../http/rate-limits.js';
import type {Log} from '../observability/log.js';
import type {Market} from '../market/market.js';
import {readInstructions, type PaymentRecords, type PaymentMeans} from './payment-record.js';
import type {PlacedOrder} from './placed-order.js';
import type {PaymentObserver} from './payment-observer.js';
import type {PaymentView} from './payment-view.js';
import type {Store} from '../store/store.js';
import {isApiError, CryptopocketApiError, wasNotSent} from '../cryptopocket/errors.js';
import type {GuidedPaymentOrder, Vendor, VendorPayment} from '../cryptopocket/api.js';

const IDEMPOTENCY_TTL_SECONDS = 24 * 60 * 60;

/** Requests to the vendor per payment. Each one without an answer may leave a payment that is never paid. */
const MAX_ATTEMPTS = 20;

const idempotencyRecordSchema = v.object({
  /** Identifies the request that used this key. */
  fingerprint: v.string(),
  externalId: v.string(),
  /** Coins that the buyer accepted at the first attempt, decimal text. */
  receives: v.optional(v.string()),
  /** Requests to the vendor that got no clear answer. */
  tries: v.optional(v.number(), 0),
  /** The payment that the vendor created. From then on this key creates nothing more, whatever fails. */
  created: v.optional(
    v.object({
      id: v.string(),
      gatewayUrl: v.optional(v.string()),
      transfer: v.optional(v.pipe(v.unknown(), v.transform(readTransfer))),
    }),
  ),
  /** The answer to the page. */
  payment: v.optional(v.pipe(v.unknown(), v.transform(readPayment))),
  /** The vendor created a payment that differs from the request. This key creates nothing more. */
  mismatched: v.optional(v.boolean()),
});
type IdempotencyRecord = v.InferOutput<typeof idempotencyRecordSchema>;

/** A request to create a payment, with its idempotency record. */
export interface CreateOnceRequest {
  customer: string;
  /** Store key of the idempotency record, separate for each customer. */
  storeKey: string;
  /** Identifies the content of the request. */
  fingerprint: string;
  request: PaymentRequest;
}

export interface PaymentCreator {
  /**
   * Reads an idempotency record.
   * @throws {HttpError} `idempotency_key_reused` if the record is of another request, `amount_mismatch` if its payment
   * differs from the request.
   */
  read(storeKey: string, fingerprint: string): Promise<IdempotencyRecord | undefined>;
  /** Creates the payment of a key, or returns the one that was created before. */
  createOnce(order: CreateOnceRequest): Promise<Payment>;
}

export interface PaymentCreatorDependencies {
  vendor: Vendor;
  market: Market;
  store: Store;
  records: PaymentRecords;
  observer: PaymentObserver;
  view: PaymentView;
  limit: Limit;
  log: Log;
  /** Called if the vendor rejects a payment. Resolves with the page where the buyer can fix the reason, if there is one. */
  onRefused: (customer: string, why: Problem) => Promise<string | undefined>;
  /** The URL to which the vendor's page for a direct payment sends the buyer back. */
  returnUrl: string | undefined;
}

/** Our own reference for a payment without one of the merchant's. Derived, so that it stays the same even if the store loses it. */
async function referenceFor(attempt: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(attempt));
  return bytesToHex(new Uint8Array(digest, 0, 16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function createPaymentCreator({
  vendor,
  market,
  store,
  records,
  observer,
  view,
  limit,
  log,
  onRefused,
  returnUrl,
}: PaymentCreatorDependencies): PaymentCreator {
  /** The vendor takes euros and reports cents, so compare the created payment with the order. */
  const verifyAmount = async (id: string, order: PlacedOrder): Promise<VendorPayment | undefined> => {
    let recorded: VendorPayment;
    try {
      recorded = await vendor.payment(id);
    } catch {
      // The payment exists. It is compared later, whenever its status is read.
      return undefined;
    }
    if (view.mismatchOf(recorded, order).length > 0) throw new HttpError('amount_mismatch');
    return observer.observe(recorded, 'creation');
  };

  const read: PaymentCreator['read'] = async (storeKey, fingerprint) => {
    const text = await store.get(storeKey);
    const before = text === undefined ? undefined : v.parse(idempotencyRecordSchema, JSON.parse(text));
    // This key is unusable for every request.
    if (before?.mismatched) throw new HttpError('amount_mismatch');
    if (before && before.fingerprint !== fingerprint) throw new HttpError('idempotency_key_reused');
    return before;
  };

  /** Without a wallet, the vendor's page asks the buyer for it. */
  const createAtVendor = async (
    order: GuidedPaymentOrder,
    wallet: string | undefined,
  ): Promise<{id: string} & PaymentMeans> => {
    if (wallet === undefined) return vendor.createGuidedPayment(order);
    const created = await vendor.createPayment({...order, wallet, callbackUrl: returnUrl});
    if (created.kind === 'redirect') return {id: created.id, gatewayUrl: created.url};
    const {id, iban, bic, beneficiary: recipient, reference} = created;
    return {id, transfer: {iban, bic, recipient, reference}};
  };

  const createOnce: PaymentCreator['createOnce'] = async ({customer, storeKey, fingerprint, request}) => {
    const before = await read(storeKey, fingerprint);
    if (before?.payment) return before.payment;
    const {amount, asset, chain, paymentType, receives, wallet} = request;
    // Checks the price only at the first attempt: after a lost answer, the payment may exist already.
    if (!before) {
      const {receives: now} = await market.quote({amount, asset, chain, paymentType}, {isPaying: true});
      if (isWorse(now, receives)) throw new HttpError('quote_changed');
      await limit('payments', customer);
    }

    const externalId = before?.externalId ?? request.externalId ?? (await referenceFor(storeKey));
    const agreed = before?.receives ?? receives;
    const tried = before?.tries ?? 0;
    if (!before?.created && tried >= MAX_ATTEMPTS) {
      log({level: 'error', event: 'creation_unanswered', reference: externalId, customerId: customer});
      throw new HttpError('payment_provider_failed');
    }
    const kept = {fingerprint, externalId, receives: agreed, tries: tried + 1};
    let written = JSON.stringify({...kept, created: before?.created} satisfies IdempotencyRecord);
    await store.set(storeKey, written, IDEMPOTENCY_TTL_SECONDS);
    /** Saves the progress. Resolves with `false` if another instance took over because this one's lock expired. */
    const write = async (progress: Partial<IdempotencyRecord>): Promise<boolean> => {
      const next = JSON.stringify({...kept, ...progress} satisfies IdempotencyRecord);
      const mine = await store.replace(storeKey, written, next, IDEMPOTENCY_TTL_SECONDS);
      if (mine) written = next;
      return mine;
    };
    const othersPayment = async (): Promise<Payment> => {
      const first = await read(storeKey, fingerprint);
      if (!first?.payment) throw new HttpError('busy', undefined, 1);
      return first.payment;
    };
    try {
      const asked = {customerId: customer, amount, asset, chain, paymentType, externalId};
      const created = before?.created ?? (await createAtVendor(asked, wallet));
      // Save this before anything else can fail: another request to the vendor could create a second payment.
      if (!before?.created && !(await write({created}))) return await othersPayment();
      const {id} = created;
      const way = readInstructions(created);
      const order = {customer, amount, asset, chain, receives: agreed, externalId};
      const recorded = await verifyAmount(id, order);
      const fresh: Payment = {id, status: 'created', amount, asset, chain, ...way};
      // For a payment that is already paid, the view leaves out the payment page.
      const payment = recorded ? view.toPublicPayment(recorded, {chain, order, ...way}) : fresh;
      await records.add(id, {customer, chain, order, ...way, ...(recorded ? {} : {unchecked: amount})});
      return (await write({payment})) ? payment : await othersPayment();
    } catch (error) {
      // Only a rejection proves that nothing was created, so only then the key is free again. After any other error, the
      // next attempt uses the same reference, unless the created payment is known to be wrong.
      if (isApiError(error)) {
        await store.delete(storeKey, written);
        const minimum = error.code === 'amount_too_low' ? error.details?.minimum : undefined;
        if (minimum !== undefined) {
          // A store failure must not hide the vendor's answer.
          await market.learnMinimum({amount, asset, chain, paymentType}, minimum).catch(() => undefined);
        }
        const url = await onRefused(customer, error);
        if (url !== undefined && isRefusal(error.code)) {
          throw new CryptopocketApiError(error.code, undefined, {...error.details, url});
        }
      }
      if (error instanceof HttpError && error.code === 'amount_mismatch') await write({mismatched: true});
      if (wasNotSent(error)) await write({tries: tried});
      throw error;
    }
  };

  return {read, createOnce};
}
