import {paymentStatuses, readTransfer, type Payment} from '../../contract/payment.js';
import {oneOf, optional} from '../../contract/read-field.js';
import {object, text} from '../../contract/read.js';
import {HttpError} from '../http/http-error.js';
import {PURCHASE_TTL_SECONDS} from '../auth/session-claims.js';
import {isAfter, mergePayment} from '../../contract/payment-status.js';
import {differencesOf, readPlacedOrder, type PlacedOrder} from './placed-order.js';
import type {Store} from '../store/store.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** How a payment is paid: on a hosted page, or by bank transfer. The vendor reports it only when it creates the payment. */
export type PaymentMeans = Pick<Payment, 'gatewayUrl' | 'transfer'>;

/** How a payment is paid, and whether the amount is verified. */
export interface PaymentInstructions extends PaymentMeans {
  /** The ordered amount, if it has not been compared with the vendor's payment yet. */
  unchecked?: string;
}

/** The furthest status that any instance has seen. */
type Progress = Pick<VendorPayment, 'status' | 'vendorStatus' | 'receives' | 'txId'>;

/** Compare-and-swap attempts before giving up. */
const MAX_WRITE_ATTEMPTS = 10;

/** Our own data about a payment: what the vendor does not report, or not every time. */
export interface PaymentRecord extends PaymentInstructions {
  customer?: string;
  chain?: string;
  progress?: Progress;
  /** Absent for payments of an earlier version, and for payments that were not created here. */
  order?: PlacedOrder;
}

function toProgress(value: unknown): Progress {
  const progress = object(value);
  return {
    status: oneOf(paymentStatuses, progress.status),
    vendorStatus: text(progress.vendorStatus),
    ...optional(progress, 'receives', text),
    ...optional(progress, 'txId', text),
  };
}

/** Runs for every request of a payment, so it uses no schema library. */
function toRecord(json: string): PaymentRecord {
  const record = object(JSON.parse(json));
  return {
    ...optional(record, 'customer', text),
    ...optional(record, 'chain', text),
    ...optional(record, 'progress', toProgress),
    ...optional(record, 'order', readPlacedOrder),
    ...readInstructions(record),
  };
}

/** Reads the payment instructions that `known` contains. */
export function readInstructions(known: Record<string, unknown>): PaymentInstructions {
  return {
    ...optional(known, 'gatewayUrl', text),
    ...optional(known, 'transfer', readTransfer),
    ...optional(known, 'unchecked', text),
  };
}

/** `latest`, unless a later status was seen already: the vendor's answers can arrive out of order. */
export function latestOf({progress}: PaymentRecord, latest: VendorPayment): VendorPayment {
  return progress ? mergePayment({...latest, ...progress}, latest) : latest;
}

/** The records of payments in the store. */
export interface PaymentRecords {
  read(id: string): Promise<PaymentRecord>;
  /** Merges `more` into the record. Safe against concurrent writes of other instances. */
  add(id: string, more: PaymentRecord): Promise<void>;
  /** Saves a report of the vendor, if it is later than the record. Resolves with the merged payment. */
  observe(latest: VendorPayment): Promise<VendorPayment>;
  /** Fields in which a payment differs from its order. */
  differences(payment: VendorPayment): Promise<readonly string[]>;
}

/** `ttlSeconds` must cover the time in which a buyer can resume the purchase and in which the payment is tracked. */
export function createPaymentRecords(store: Store, ttlSeconds = PURCHASE_TTL_SECONDS): PaymentRecords {
  const keyOf = (id: string) => `payment:${id}`;

  /** Replaces the record by the result of `changed`, unless that is `undefined`. Resolves with the current record. */
  const update = async (
    id: string,
    changed: (record: PaymentRecord) => PaymentRecord | undefined,
  ): Promise<PaymentRecord> => {
    for (let attempt = 0; attempt < MAX_WRITE_ATTEMPTS; attempt++) {
      const json = await store.get(keyOf(id));
      const record = json === undefined ? {} : toRecord(json);
      const next = changed(record);
      if (!next) return record;
      const text = JSON.stringify(next);
      const write =
        json === undefined ? store.add(keyOf(id), text, ttlSeconds) : store.replace(keyOf(id), json, text, ttlSeconds);
      if (await write) return next;
    }
    throw new HttpError('busy', undefined, 1);
  };

  const read = async (id: string): Promise<PaymentRecord> => {
    const json = await store.get(keyOf(id));
    return json === undefined ? {} : toRecord(json);
  };

  return {
    read,
    async differences(payment) {
      const {order} = await read(payment.id);
      return order ? differencesOf(order, payment) : [];
    },
    async add(id, more) {
      await update(id, record => ({...record, ...more}));
    },
    async observe(latest) {
      const {status, vendorStatus, receives, txId} = latest;
      const progress = {
        status,
        vendorStatus,
        ...(receives === undefined ? {} : {receives}),
        ...(txId === undefined ? {} : {txId}),
      };
      const record = await update(latest.id, before =>
        isAfter(status, before.progress?.status ?? 'created') ? {...before, progress} : undefined,
      );
      return latestOf(record, latest);
    },
  };
}
