import type {KycStatus} from '../../contract/kyc.js';
import {isFinal} from '../../contract/payment.js';
import type {BuyState, StatusState, Step} from '../../machine/state.js';
import type {PublicEvent} from './public-events.js';

const unknownBuyer: readonly Step[] = ['amount', 'customer', 'code'];

/** Public events about the customer, the identity check and the payment. */
export function purchaseEventsFor(before: BuyState, after: BuyState): PublicEvent[] {
  const events: PublicEvent[] = [];
  if (after.step === 'kyc' && unknownBuyer.includes(before.step)) {
    events.push({type: 'cryptopocket-customer-ready', detail: undefined});
  }
  const kyc = kycOf(after);
  if (kyc && kyc !== kycOf(before)) events.push({type: 'cryptopocket-kyc-status-change', detail: {status: kyc}});
  if (after.step === 'status') events.push(...paymentEventsFor(before, after));
  return events;
}

function kycOf(state: BuyState): KycStatus | undefined {
  if (state.step === 'kyc') return state.customer?.kyc;
  return state.step === 'payment' || state.step === 'status' ? 'approved' : undefined;
}

function paymentEventsFor(before: BuyState, after: StatusState): PublicEvent[] {
  const paymentId = after.id;
  const status = after.payment?.status;
  const events: PublicEvent[] = [];
  if (before.step === 'payment') events.push({type: 'cryptopocket-payment-created', detail: {paymentId}});
  if (!status || (before.step === 'status' && before.payment?.status === status)) return events;
  events.push({type: 'cryptopocket-payment-status-change', detail: {paymentId, status}});
  if (isFinal(status)) {
    events.push({type: status === 'completed' ? 'cryptopocket-complete' : 'cryptopocket-failed', detail: {paymentId}});
  }
  return events;
}
