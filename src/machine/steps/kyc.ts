import {backToAmount, purchaseStep, restartIfOver, serializePurchase} from '../purchase-step.js';
import {fresh, type KycState, type PaymentState, type Purchase} from '../state.js';
import {freshness, refetchNow, MAX_RETRY_PAUSE_MS, advance, POLL_PAUSE_MS} from '../transitions.js';

/** Whether the buyer still has to go to an identity check that the vendor insists on, whatever its status says. */
function needsVisit({forcedByVendor, popup, customer}: KycState): boolean {
  return forcedByVendor && popup === 'none' && customer?.kyc === 'required';
}

/** The last look before paying. */
export function review(purchase: Purchase): PaymentState {
  return {...fresh, step: 'payment', purchase, expired: false};
}

/** The vendor's identity check. */
export const kyc = purchaseStep<KycState>({
  reduce(state, event) {
    switch (event.type) {
      case 'kycArrived': {
        const {kyc: status, kycUrl = state.customer?.kycUrl} = event.customer;
        if (status === 'approved') {
          return needsVisit(state) ? advance(state, {pause: MAX_RETRY_PAUSE_MS}) : review(state.purchase);
        }
        // The vendor gives the link once; a later answer without it does not take it away.
        const customer = kycUrl === undefined ? {kyc: status} : {kyc: status, kycUrl};
        return advance(state, {customer, pause: status === state.customer?.kyc ? POLL_PAUSE_MS : 0});
      }
      case 'hostedPageOpened':
        return {...state, popup: event.opened};
      case 'returned':
        return refetchNow(state);
      default:
        return state;
    }
  },
  effect(state) {
    const {customer} = state;
    // A buyer who has a link to open first can change nothing before that.
    const waits = customer?.kyc !== 'rejected' && !(needsVisit(state) && customer?.kycUrl !== undefined);
    return waits ? {effect: 'kyc', known: customer?.kyc, ...freshness(state)} : undefined;
  },
  onRejected(state, problem) {
    const restarted = restartIfOver(state, problem);
    if (restarted) return restarted;
    if (problem.code === 'kyc_rejected') return advance(state, {customer: {kyc: 'rejected'}});
    return {...backToAmount(state), problem};
  },
  isBusy: ({customer}) => customer === undefined,
  serialize: serializePurchase,
});
