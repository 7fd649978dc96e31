import {readTransfer, type Payment} from '../contract/payment.js';
import {optional} from '../contract/read-field.js';
import {object, text} from '../contract/read.js';
import {resumeLifetime} from './grant.js';
import type {Store} from './store/store.js';

/** How a payment is paid, which the vendor tells once: on a page, or by a bank transfer. */
export type WayToPay = Pick<Payment, 'gatewayUrl' | 'transfer'>;

/** How a payment is paid, and whether that may be shown. */
export interface Payable extends WayToPay {
  /** The amount that was asked for, where it has yet to be compared with what the vendor wrote down. */
  unchecked?: string;
}

/** What is remembered of a payment that the vendor does not tell. */
export interface Note extends Payable {
  customer?: string;
  chain?: string;
}

/** Read for every look at a payment, so without a schema. */
function toNote(json: string): Note {
  const note = object(JSON.parse(json));
  return {...optional(note, 'customer', text), ...optional(note, 'chain', text), ...payableIn(note)};
}

/** How a payment is paid, as far as `known` tells. */
export function payableIn(known: Record<string, unknown>): Payable {
  return {
    ...optional(known, 'gatewayUrl', text),
    ...optional(known, 'transfer', readTransfer),
    ...optional(known, 'unchecked', text),
  };
}

/** What we remember of payments, for as long as a resume token may lead to them. */
export interface PaymentNotes {
  read(id: string): Promise<Note>;
  write(id: string, note: Note): Promise<void>;
}

export function createPaymentNotes(store: Store): PaymentNotes {
  const keyOf = (id: string) => `payment:${id}`;
  return {
    async read(id) {
      const json = await store.get(keyOf(id));
      return json === undefined ? {} : toNote(json);
    },
    write: (id, note) => store.set(keyOf(id), JSON.stringify(note), resumeLifetime),
  };
}
