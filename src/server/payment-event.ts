import {isFinal, type PaymentStatus} from '../contract/payment.js';
import type {VendorPayment} from './vendor/vendor.js';

/** What happened to a payment, by the vendor's word. */
export interface PaymentEvent {
  /** The same for every delivery of the same event: fulfil once per id. */
  id: string;
  /** `bank_pending`, `payment_received`, `completed` or `failed`. Only `completed` means that the coins were sent. */
  status: PaymentStatus;
  /** As the vendor told it just now: `amount` in euros and `receives` in coins, decimal text; `externalId` is what the page gave as your reference, so compare the amount. */
  payment: VendorPayment;
}

/**
 * How far along a payment is. It only ever goes up, so that answers that cross on their way turn nothing back. A refusal is
 * final as far as we know, but it is not documented: coins that were sent after all outrank it.
 */
const ranks: Record<PaymentStatus, number> = {
  unknown: 0,
  created: 0,
  bank_pending: 1,
  payment_received: 2,
  failed: 3,
  completed: 4,
};

export function isFurther(status: PaymentStatus, than: PaymentStatus): boolean {
  return ranks[status] > ranks[than];
}

/**
 * Of two answers about a payment, the one that is further along: answers may cross on their way. Of a word that we do not
 * know nobody can tell how far it is, so it is believed as long as nothing final was seen.
 */
export function newerPayment(before: VendorPayment, latest: VendorPayment): VendorPayment {
  const open = latest.status === 'unknown' && !isFinal(before.status);
  return !open && isFurther(before.status, latest.status) ? before : latest;
}

export function eventOf(payment: VendorPayment): PaymentEvent {
  return {id: `${payment.id}:${payment.status}`, status: payment.status, payment};
}
