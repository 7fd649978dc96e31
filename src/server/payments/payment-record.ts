import {paymentStatuses, readTransfer, type Payment} from '../../contract/payment.js';
import {oneOf, optional, record, string} from '../../contract/decode.js';
import {HttpError} from '../http/http-error.js';
import {PURCHASE_TTL_SECONDS} from '../auth/session-claims.js';
import {isAfter, mergePayment} from '../../contract/payment-status.js';
import {differencesOf, readPlacedOrder, type PlacedOrder} from './placed-order.js';
import type {Store} from '../store/store.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** How a payment is paid, which the vendor tells once: on a page, or by a bank transfer. */
export type WayToPay = Pick<Payment, 'gatewayUrl' | 'transfer'>;

/** How a payment is paid, and whether that may be shown. */
export interface PaymentInstructions extends WayToPay {
  /** The amount that was asked for, where it has yet to be compared with what the vendor wrote down. */
  unchecked?: string;
}

/** How far a payment was seen to be, by whichever instance. */
type Progress = Pick<VendorPayment, 'status' | 'vendorStatus' | 'receives' | 'txId'>;

/** How often a note is written anew because another instance was faster. */
const mostTries = 10;

/** What is remembered of a payment that the vendor does not tell, or may not tell every time. */
export interface PaymentRecord extends PaymentInstructions {
  customer?: string;
  chain?: string;
  progress?: Progress;
  /** Absent for payments that were noted by an earlier version, or that were not created here. */
  order?: PlacedOrder;
}

function toProgress(value: unknown): Progress {
  const progress = record(value);
  return {
    status: oneOf(paymentStatuses, progress.status),
    vendorStatus: string(progress.vendorStatus),
    ...optional(progress, 'receives', string),
    ...optional(progress, 'txId', string),
  };
}

/** Read for every look at a payment, so without a schema. */
function toNote(json: string): PaymentRecord {
  const note = record(JSON.parse(json));
  return {
    ...optional(note, 'customer', string),
    ...optional(note, 'chain', string),
    ...optional(note, 'progress', toProgress),
    ...optional(note, 'order', readPlacedOrder),
    ...readInstructions(note),
  };
}

/** How a payment is paid, as far as `known` tells. */
export function readInstructions(known: Record<string, unknown>): PaymentInstructions {
  return {
    ...optional(known, 'gatewayUrl', string),
    ...optional(known, 'transfer', readTransfer),
    ...optional(known, 'unchecked', string),
  };
}

/** `latest`, unless the payment was seen to be further along already: the vendor's answers may lag behind each other. */
export function latestOf({progress}: PaymentRecord, latest: VendorPayment): VendorPayment {
  return progress ? mergePayment({...latest, ...progress}, latest) : latest;
}

/** What we remember of payments, for as long as a resume token may lead to them. */
export interface PaymentRecords {
  read(id: string): Promise<PaymentRecord>;
  /** Writes `more` beside what is written, whatever another instance writes meanwhile. */
  add(id: string, more: PaymentRecord): Promise<void>;
  /** The vendor just said this. Answers what to believe of it, which every instance will from now on. */
  observe(latest: VendorPayment): Promise<VendorPayment>;
  /** Fields in which a payment differs from what was ordered here. */
  differences(payment: VendorPayment): Promise<readonly string[]>;
}

/** `lifetime`: seconds for which a note is kept; as long as anybody may ask about the payment, or be told of it. */
export function createPaymentRecords(store: Store, lifetime = PURCHASE_TTL_SECONDS): PaymentRecords {
  const keyOf = (id: string) => `payment:${id}`;

  /** Writes what `change` makes of the note, if it makes anything of it, and answers the note. */
  const change = async (
    id: string,
    changed: (note: PaymentRecord) => PaymentRecord | undefined,
  ): Promise<PaymentRecord> => {
    for (let tries = 0; tries < mostTries; tries++) {
      const json = await store.get(keyOf(id));
      const note = json === undefined ? {} : toNote(json);
      const next = changed(note);
      if (!next) return note;
      const text = JSON.stringify(next);
      const write =
        json === undefined ? store.add(keyOf(id), text, lifetime) : store.replace(keyOf(id), json, text, lifetime);
      if (await write) return next;
    }
    throw new HttpError('busy', undefined, 1);
  };

  const read = async (id: string): Promise<PaymentRecord> => {
    const json = await store.get(keyOf(id));
    return json === undefined ? {} : toNote(json);
  };

  return {
    read,
    async differences(payment) {
      const {order} = await read(payment.id);
      return order ? differencesOf(order, payment) : [];
    },
    async add(id, more) {
      await change(id, note => ({...note, ...more}));
    },
    async observe(latest) {
      const {status, vendorStatus, receives, txId} = latest;
      const progress = {
        status,
        vendorStatus,
        ...(receives === undefined ? {} : {receives}),
        ...(txId === undefined ? {} : {txId}),
      };
      const note = await change(latest.id, before =>
        isAfter(status, before.progress?.status ?? 'created') ? {...before, progress} : undefined,
      );
      return latestOf(note, latest);
    },
  };
}
