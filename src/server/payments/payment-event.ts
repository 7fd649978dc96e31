import type {PaymentStatus} from '../../contract/payment-status.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** A status change of a payment, as the vendor reports it. */
export interface PaymentEvent {
  /** Identical for every delivery of the same event. Fulfil once per id. */
  id: string;
  /**
   * `bank_pending`, `payment_received`, `completed`, `failed` or `unknown`. Only `completed` means that the coins were sent.
   * `unknown` means that the vendor reported an undocumented word, which is in `payment.vendorStatus`. It may be a refund or
   * a cancellation, and can come after `completed`.
   */
  status: PaymentStatus;
  /** The vendor's latest report: `amount` in `currency` and `receives` in coins, both decimal text. */
  payment: VendorPayment;
  /**
   * Fields in which the payment differs from the order, such as `currency` or `asset`. Absent if nothing differs, or if this
   * adapter did not create the payment. Review such a payment before you fulfil it.
   */
  mismatch?: readonly string[];
  /** The payment did not end within `followDays` and is no longer tracked. `status` is its last known one. */
  givenUp?: true;
}

export function eventOf(payment: VendorPayment): PaymentEvent {
  const {id, status, vendorStatus} = payment;
  const what = status === 'unknown' ? `unknown:${vendorStatus}` : status;
  return {id: `${id}:${what}`, status, payment};
}

export function givenUpEventOf(payment: VendorPayment): PaymentEvent {
  return {id: `${payment.id}:given_up`, status: payment.status, payment, givenUp: true};
}
