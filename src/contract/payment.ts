import {isFinal, paymentStatuses, type PaymentStatus} from './payment-status.js';
import {readDecimal} from './money.js';
import {oneOf, optional} from './read-field.js';
import {count, object, text} from './read.js';

export {isFinal, paymentStatuses, type PaymentStatus};

/** Where the buyer sends a bank transfer, and what has to be on it. */
export interface BankTransfer {
  iban: string;
  bic: string;
  recipient: string;
  /** Ties the transfer to the payment. */
  reference: string;
}

/** A payment as the buyer's page sees it. Amounts are decimal text: `amount` in euros, `receives` in coins. */
export interface Payment {
  id: string;
  status: PaymentStatus;
  amount: string;
  asset: string;
  chain?: string;
  receives?: string;
  /** When it was created, by the vendor's clock; milliseconds since the epoch. */
  createdAt?: number;
  /** The blockchain's transaction, once the coins were sent. */
  txId?: string;
  /** The vendor's hosted payment page; there while the payment waits to be paid. */
  gatewayUrl?: string;
  /** Instead of a page to pay on, for a direct payment by transfer; there while the payment waits to be paid. */
  transfer?: BankTransfer;
  /** The vendor's own word for the status where we know none. For developers, not for show. */
  vendorStatus?: string;
}

export function readTransfer(value: unknown): BankTransfer {
  const {iban, bic, recipient, reference} = object(value);
  return {iban: text(iban), bic: text(bic), recipient: text(recipient), reference: text(reference)};
}

/** Reads the answer of `GET /payments/:id`. */
export function readPayment(value: unknown): Payment {
  const payment = object(value);
  return {
    id: text(payment.id),
    status: oneOf(paymentStatuses, payment.status),
    amount: readDecimal(payment.amount),
    asset: text(payment.asset),
    ...optional(payment, 'chain', text),
    ...optional(payment, 'receives', readDecimal),
    ...optional(payment, 'createdAt', count),
    ...optional(payment, 'txId', text),
    ...optional(payment, 'gatewayUrl', text),
    ...optional(payment, 'transfer', readTransfer),
    ...optional(payment, 'vendorStatus', text),
  };
}
