import {compareDecimals} from '../contract/minor-units.js';
import type {Payment} from '../contract/payment.js';
import type {Log} from './log.js';
import type {Note} from './payment-notes.js';
import type {VendorPayment} from './vendor/vendor.js';

/** Characters of a vendor's word that we do not know. */
const mostOfWord = 64;

export interface ShownPayments {
  /** Whether the vendor wrote down another amount than `asked`; its operator hears of it. */
  isMismatched(payment: VendorPayment, asked: string | undefined): boolean;
  /** What the buyer's page may see of a payment, by the vendor's word and by what is noted of it. */
  show(payment: VendorPayment, note: Note): Payment;
}

export function createShownPayments(log: Log): ShownPayments {
  const isMismatched: ShownPayments['isMismatched'] = ({amount}, asked) => {
    if (asked === undefined || compareDecimals(amount, asked) === 0) return false;
    log({level: 'error', event: 'amount_mismatch'});
    return true;
  };

  const show: ShownPayments['show'] = (payment, {chain, gatewayUrl, transfer, unchecked}) => {
    const unpaid = payment.status === 'created' || payment.status === 'unknown';
    const payable = unpaid && !isMismatched(payment, unchecked);
    const {id, status, amount, asset, receives, txId, vendorStatus} = payment;
    const shown: Payment = {id, status, amount, asset};
    if (chain !== undefined) shown.chain = chain;
    if (receives !== undefined) shown.receives = receives;
    const createdAt = Date.parse(payment.createdAt ?? '');
    if (createdAt >= 0) shown.createdAt = createdAt;
    if (txId !== undefined) shown.txId = txId;
    if (status === 'unknown') shown.vendorStatus = vendorStatus.slice(0, mostOfWord);
    if (payable && gatewayUrl !== undefined) shown.gatewayUrl = gatewayUrl;
    if (payable && transfer !== undefined) shown.transfer = transfer;
    return shown;
  };

  return {isMismatched, show};
}
