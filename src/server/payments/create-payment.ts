import {bytesToHex} from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type {PaymentRequest} from '../../contract/api.js';
import {readPayment, readTransfer, type Payment} from '../../contract/payment.js';
import {isPriceWorse} from '../../contract/quote.js';
import {isRejection, type Problem} from '../../contract/problem.js';
import {HttpError} from '../http/http-error.js';
import type {Limit} from '../http/rate-limits.js';
import type {Log} from '../observability/log.js';
import type {Market} from '../market/market.js';
import {readInstructions, type PaymentRecords, type WayToPay} from './payment-record.js';
import type {PlacedOrder} from './placed-order.js';
import type {PaymentObserver} from './payment-observer.js';
import type {PaymentView} from './payment-view.js';
import type {Store} from '../store/store.js';
import {isApiError, CryptopocketApiError, wasNotSent} from '../cryptopocket/errors.js';
import type {GuidedPaymentOrder, Vendor, VendorPayment} from '../cryptopocket/api.js';

/** Seconds for which an idempotency key is remembered. */
const keyLifetime = 24 * 60 * 60;

/** Times that the vendor is asked for one payment. Each try that is not answered may leave a payment that nobody pays. */
const mostTries = 20;

const attemptSchema = v.object({
  /** What was asked for under this key. */
  fingerprint: v.string(),
  externalId: v.string(),
  /** Coins that the buyer agreed to at the first try, decimal text. */
  receives: v.optional(v.string()),
  /** Times that the vendor was asked to create the payment without a clear answer. */
  tries: v.optional(v.number(), 0),
  /** What the vendor created. Nothing more is created under this key, whatever goes wrong from then on. */
  created: v.optional(
    v.object({
      id: v.string(),
      gatewayUrl: v.optional(v.string()),
      transfer: v.optional(v.pipe(v.unknown(), v.transform(readTransfer))),
    }),
  ),
  /** What was answered. */
  payment: v.optional(v.pipe(v.unknown(), v.transform(readPayment))),
  /** The vendor created something else than was asked for. Nothing more is created under this key. */
  mismatched: v.optional(v.boolean()),
});
type Attempt = v.InferOutput<typeof attemptSchema>;

/** What a payment is created for, and under which key. */
export interface AttemptOrder {
  customer: string;
  /** Where what comes of it is stored: the customer's own place for their key. */
  storeKey: string;
  /** What is asked for. */
  fingerprint: string;
  request: PaymentRequest;
}

export interface PaymentCreator {
  /** What is written under `storeKey`; `idempotency_key_reused` where that was for another request. */
  read(storeKey: string, fingerprint: string): Promise<Attempt | undefined>;
  /** Creates the one payment of a key, or finds it created. */
  createOnce(order: AttemptOrder): Promise<Payment>;
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
  /** The vendor created no payment for this customer. Gives the page where the buyer can settle it, if there is one. */
  onRefused: (customer: string, why: Problem) => Promise<string | undefined>;
  /** Where the vendor's page for a direct payment sends the buyer back to. */
  returnUrl: string | undefined;
}

/** A reference of our own for a payment, if the merchant has none: the same for every try, even where the store forgot. */
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
  /** The vendor takes euros and reports cents: the first look shows whether both mean the same order. */
  const crossCheck = async (id: string, order: PlacedOrder): Promise<VendorPayment | undefined> => {
    let recorded: VendorPayment;
    try {
      recorded = await vendor.payment(id);
    } catch {
      // Unread is not wrong: the payment exists, and is compared whenever its status is read.
      return undefined;
    }
    if (view.mismatchOf(recorded, order).length > 0) throw new HttpError('amount_mismatch');
    return observer.observe(recorded, 'creation');
  };

  const read: PaymentCreator['read'] = async (storeKey, fingerprint) => {
    const text = await store.get(storeKey);
    const before = text === undefined ? undefined : v.parse(attemptSchema, JSON.parse(text));
    // Such a key is of no use for any request.
    if (before?.mismatched) throw new HttpError('amount_mismatch');
    if (before && before.fingerprint !== fingerprint) throw new HttpError('idempotency_key_reused');
    return before;
  };

  /** With a wallet the buyer has chosen everything already; without, the vendor's page asks. */
  const createAtVendor = async (
    order: GuidedPaymentOrder,
    wallet: string | undefined,
  ): Promise<{id: string} & WayToPay> => {
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
    // After a lost answer the payment may exist already; then the price is no question any more.
    if (!before) {
      const {receives: now} = await market.quote({amount, asset, chain, paymentType}, {isPaying: true});
      if (isPriceWorse(now, receives)) throw new HttpError('quote_changed');
      await limit('payments', customer);
    }

    const externalId = before?.externalId ?? request.externalId ?? (await referenceFor(storeKey));
    const agreed = before?.receives ?? receives;
    const tried = before?.tries ?? 0;
    if (!before?.created && tried >= mostTries) {
      log({level: 'error', event: 'creation_unanswered', reference: externalId, customerId: customer});
      throw new HttpError('payment_provider_failed');
    }
    const kept = {fingerprint, externalId, receives: agreed, tries: tried + 1};
    let written = JSON.stringify({...kept, created: before?.created} satisfies Attempt);
    await store.set(storeKey, written, keyLifetime);
    /** Writes how far it came, unless an instance that thought this one dead was faster. */
    const write = async (progress: Partial<Attempt>): Promise<boolean> => {
      const next = JSON.stringify({...kept, ...progress} satisfies Attempt);
      const mine = await store.replace(storeKey, written, next, keyLifetime);
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
      // Before anything else can fail, since asking the vendor once more could make a second payment.
      if (!before?.created && !(await write({created}))) return await othersPayment();
      const {id} = created;
      const way = readInstructions(created);
      const order = {customer, amount, asset, chain, receives: agreed, externalId};
      const recorded = await crossCheck(id, order);
      const fresh: Payment = {id, status: 'created', amount, asset, chain, ...way};
      // Of one that was paid in the meantime, the page to pay on is no longer told.
      const payment = recorded ? view.toPublicPayment(recorded, {chain, order, ...way}) : fresh;
      await records.add(id, {customer, chain, order, ...way, ...(recorded ? {} : {unchecked: amount})});
      return (await write({payment})) ? payment : await othersPayment();
    } catch (error) {
      // Only the vendor's no tells that nothing was created: then the key is free again. After anything else the same
      // reference is tried again, except where what was created is known to be wrong.
      if (isApiError(error)) {
        await store.delete(storeKey, written);
        const minimum = error.code === 'amount_too_low' ? error.details?.minimum : undefined;
        if (minimum !== undefined) {
          // A store that is away keeps nobody from the vendor's answer.
          await market.learnMinimum({amount, asset, chain, paymentType}, minimum).catch(() => undefined);
        }
        const url = await onRefused(customer, error);
        if (url !== undefined && isRejection(error.code)) {
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
