import {backToAmount, purchaseStep, restartIfOver, serializePurchase} from '../purchase-step.js';
import type {EnhancedState} from '../state.js';
import {review} from './kyc.js';

/** The vendor's enhanced verification, which raises the buyer's limits. */
export const enhanced = purchaseStep<EnhancedState>({
  reduce(state, event) {
    switch (event.type) {
      case 'hostedPageOpened':
        return {...state, popup: event.opened};
      case 'enhancedVerificationDone':
        return review(state.purchase);
      default:
        return state;
    }
  },
  effect: () => undefined,
  onRejected: (state, problem) => restartIfOver(state, problem) ?? {...backToAmount(state), problem},
  isBusy: () => false,
  serialize: serializePurchase,
});
