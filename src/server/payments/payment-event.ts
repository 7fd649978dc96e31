import type {PaymentStatus} from '../../contract/payment-status.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** What happened to a payment, as the vendor reports it. */
export interface PaymentEvent {
  /** The same for every delivery of the same event: fulfil once per id. */
  id: string;
  /**
   * `bank_pending`, `payment_received`, `completed` or `failed`; `unknown` for a word of the vendor's that we do not know,
   * which is in `payment.vendorStatus`: a refund or a cancellation may be told so, also after `completed`. Only `completed`
   * means that the coins were sent.
   */
  status: PaymentStatus;
  /** As the vendor reported it just now: `amount` in `currency` and `receives` in coins, decimal text. */
  payment: VendorPayment;
  /**
   * Fields in which the payment differs from what was ordered through this adapter, such as `currency` or `asset`. Absent
   * when nothing differs, or when the payment was not created here. Do not fulfil such a payment without looking at it.
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
