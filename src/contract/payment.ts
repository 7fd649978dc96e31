import {isFinal, paymentStatuses, type PaymentStatus} from './payment-status.js';
import {readDecimal} from './money.js';
import {nonNegativeNumber, oneOf, optional, record, string} from './decode.js';

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
  const {iban, bic, recipient, reference} = record(value);
  return {iban: string(iban), bic: string(bic), recipient: string(recipient), reference: string(reference)};
}

/** Reads the answer of `GET /payments/:id`. */
export function readPayment(value: unknown): Payment {
  const payment = record(value);
  return {
    id: string(payment.id),
    status: oneOf(paymentStatuses, payment.status),
    amount: readDecimal(payment.amount),
    asset: string(payment.asset),
    ...optional(payment, 'chain', string),
    ...optional(payment, 'receives', readDecimal),
    ...optional(payment, 'createdAt', nonNegativeNumber),
    ...optional(payment, 'txId', string),
    ...optional(payment, 'gatewayUrl', string),
    ...optional(payment, 'transfer', readTransfer),
    ...optional(payment, 'vendorStatus', string),
  };
}
