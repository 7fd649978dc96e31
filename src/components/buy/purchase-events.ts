import type {KycStatus} from '../../contract/kyc.js';
import {isFinal} from '../../contract/payment.js';
import type {BuyState, StatusState, Step} from '../../machine/state.js';
import type {Announcement} from './public-events.js';

const unknownBuyer: readonly Step[] = ['amount', 'customer', 'code'];

/** What else the page is told of a purchase: the customer, the identity check, the payment. */
export function purchaseAnnouncementsOf(before: BuyState, after: BuyState): Announcement[] {
  const told: Announcement[] = [];
  if (after.step === 'kyc' && unknownBuyer.includes(before.step)) {
    told.push({type: 'cryptopocket-customer-ready', detail: undefined});
  }
  const kyc = kycOf(after);
  if (kyc && kyc !== kycOf(before)) told.push({type: 'cryptopocket-kyc-status-change', detail: {status: kyc}});
  if (after.step === 'status') told.push(...paymentAnnouncements(before, after));
  return told;
}

function kycOf(state: BuyState): KycStatus | undefined {
  if (state.step === 'kyc') return state.customer?.kyc;
  return state.step === 'payment' || state.step === 'status' ? 'approved' : undefined;
}

function paymentAnnouncements(before: BuyState, after: StatusState): Announcement[] {
  const paymentId = after.id;
  const status = after.payment?.status;
  const told: Announcement[] = [];
  if (before.step === 'payment') told.push({type: 'cryptopocket-payment-created', detail: {paymentId}});
  if (!status || (before.step === 'status' && before.payment?.status === status)) return told;
  told.push({type: 'cryptopocket-payment-status-change', detail: {paymentId, status}});
  if (isFinal(status)) {
    told.push({type: status === 'completed' ? 'cryptopocket-complete' : 'cryptopocket-failed', detail: {paymentId}});
  }
  return told;
}
