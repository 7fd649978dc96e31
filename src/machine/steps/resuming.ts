import {purchaseStep, startAnew} from '../purchase-step.js';
import {pendingPaymentOf, stateAfterSession} from '../resume-at.js';
import type {ResumingState} from '../state.js';

/** Continues a stored purchase. */
export const resuming = purchaseStep<ResumingState>({
  reduce(state, event) {
    if (event.type !== 'sessionStarted') return state;
    const {purchase, draft, activeInOtherTab, reused} = state;
    const {session, shared} = event;
    const asked = pendingPaymentOf(purchase, shared);
    // Nothing leads to the payment that may exist under its key.
    if (reused && !asked && session.payment === undefined) return startAnew(state, {code: 'idempotency_key_reused'});
    // Another tab had the purchase, so what this tab requested need not be what was paid.
    const paidElsewhere = activeInOtherTab === false && session.payment !== undefined;
    return stateAfterSession(
      asked ?? (paidElsewhere ? {...purchase, paymentRequested: undefined} : purchase),
      session,
      draft,
    );
  },
  effect: ({activeInOtherTab, purchase}) =>
    activeInOtherTab ? undefined : {effect: 'session', resume: purchase.resume},
  onRejected: startAnew,
  isBusy: ({activeInOtherTab}) => !activeInOtherTab,
  // The persistent snapshot stays: another tab may know better, and the adapter has not answered yet.
  serialize: ({purchase, draft}) => ({session: {purchase, draft}}),
});
