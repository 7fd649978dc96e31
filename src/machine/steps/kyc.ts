import {backToAmount, purchaseStep, restartIfOver, serializePurchase} from '../purchase-step.js';
import {fresh, type KycState, type PaymentState, type Purchase} from '../state.js';
import {eagerness, hurry, longestPause, moved, pollPause} from '../transitions.js';

/** Whether the buyer still has to go to an identity check that the vendor insists on, whatever its status says. */
function mustOpen({demanded, opened, customer}: KycState): boolean {
  return demanded && opened === 'no' && customer?.kyc === 'required';
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
          return mustOpen(state) ? moved(state, {pause: longestPause}) : review(state.purchase);
        }
        // The vendor gives the link once; a later answer without it does not take it away.
        const customer = kycUrl === undefined ? {kyc: status} : {kyc: status, kycUrl};
        return moved(state, {customer, pause: status === state.customer?.kyc ? pollPause : 0});
      }
      case 'hostedPageOpened':
        return {...state, opened: event.opened};
      case 'returned':
        return hurry(state);
      default:
        return state;
    }
  },
  effect(state) {
    const {customer} = state;
    // A buyer who has a link to open first can change nothing before that.
    const waits = customer?.kyc !== 'rejected' && !(mustOpen(state) && customer?.kycUrl !== undefined);
    return waits ? {ask: 'kyc', known: customer?.kyc, ...eagerness(state)} : undefined;
  },
  onRejected(state, problem) {
    const restarted = restartIfOver(state, problem);
    if (restarted) return restarted;
    if (problem.code === 'kyc_rejected') return moved(state, {customer: {kyc: 'rejected'}});
    return {...backToAmount(state), problem};
  },
  isBusy: ({customer}) => customer === undefined,
  serialize: serializePurchase,
});
