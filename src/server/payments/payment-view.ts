import {compareDecimals} from '../../contract/minor-units.js';
import type {Payment} from '../../contract/payment.js';
import type {Log} from '../observability/log.js';
import type {PaymentRecord} from './payment-record.js';
import {differencesOf, type PlacedOrder} from './placed-order.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** Unknown status words of the vendor are cut to this length. */
const MAX_VENDOR_WORD_LENGTH = 64;

/** Payments whose mismatch is known to be logged. */
const MAX_LOGGED_MISMATCHES = 1000;

/** Builds the view of a payment for the buyer's page. */
export interface PaymentView {
  /** Fields in which the vendor's payment differs from the order. Logs a mismatch once per payment. */
  mismatchOf(payment: VendorPayment, order: PlacedOrder | undefined): readonly string[];
  /** The payment as the buyer's page may see it. Hides the payment instructions of a paid or mismatched payment. */
  toPublicPayment(payment: VendorPayment, record: PaymentRecord): Payment;
}

export function createPaymentView(log: Log): PaymentView {
  const logged = new Set<string>();

  const report = ({id, externalId, customerId}: VendorPayment, fields: readonly string[]): void => {
    if (logged.has(id)) return;
    if (logged.size >= MAX_LOGGED_MISMATCHES) logged.clear();
    logged.add(id);
    log({
      level: 'error',
      event: 'amount_mismatch',
      paymentId: id,
      fields,
      ...(externalId === undefined ? {} : {reference: externalId}),
      ...(customerId === undefined ? {} : {customerId}),
    });
  };

  const mismatchOf: PaymentView['mismatchOf'] = (payment, order) => {
    const fields = order ? differencesOf(order, payment) : [];
    if (fields.length > 0) report(payment, fields);
    return fields;
  };

  /** Compares the amount that an earlier version recorded. */
  const isAmountWrong = (payment: VendorPayment, asked: string | undefined): boolean => {
    if (asked === undefined || compareDecimals(payment.amount, asked) === 0) return false;
    report(payment, ['amount']);
    return true;
  };

  const toPublicPayment: PaymentView['toPublicPayment'] = (
    payment,
    {chain, gatewayUrl, transfer, unchecked, order},
  ) => {
    const unpaid = payment.status === 'created' || payment.status === 'unknown';
    const payable = unpaid && mismatchOf(payment, order).length === 0 && !isAmountWrong(payment, unchecked);
    const {id, status, amount, asset, receives, txId, vendorStatus} = payment;
    const shown: Payment = {id, status, amount, asset};
    if (chain !== undefined) shown.chain = chain;
    if (receives !== undefined) shown.receives = receives;
    const createdAt = Date.parse(payment.createdAt ?? '');
    if (createdAt >= 0) shown.createdAt = createdAt;
    if (txId !== undefined) shown.txId = txId;
    if (status === 'unknown') shown.vendorStatus = vendorStatus.slice(0, MAX_VENDOR_WORD_LENGTH);
    if (payable && gatewayUrl !== undefined) shown.gatewayUrl = gatewayUrl;
    if (payable && transfer !== undefined) shown.transfer = transfer;
    return shown;
  };

  return {mismatchOf, toPublicPayment};
}
