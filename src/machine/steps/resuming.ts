import {purchaseStep, startAnew} from '../purchase-step.js';
import {askedFor, enter} from '../resume-at.js';
import type {ResumingState} from '../state.js';

/** Continues a stored purchase. */
export const resuming = purchaseStep<ResumingState>({
  reduce(state, event) {
    if (event.type !== 'sessionStarted') return state;
    const {purchase, draft, elsewhere, reused} = state;
    const {session, shared} = event;
    const asked = askedFor(purchase, shared);
    // Nothing leads to the payment that may exist under its key.
    if (reused && !asked && session.payment === undefined) return startAnew(state, {code: 'idempotency_key_reused'});
    // Another tab had the purchase, so what this tab requested need not be what was paid.
    const paidElsewhere = elsewhere === false && session.payment !== undefined;
    return enter(asked ?? (paidElsewhere ? {...purchase, asked: undefined} : purchase), session, draft);
  },
  effect: ({elsewhere, purchase}) => (elsewhere ? undefined : {ask: 'session', resume: purchase.resume}),
  onRejected: startAnew,
  isBusy: ({elsewhere}) => !elsewhere,
  // The persistent snapshot stays: another tab may know better, and the adapter has not answered yet.
  serialize: ({purchase, draft}) => ({session: {purchase, draft}}),
});
