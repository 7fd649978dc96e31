import type {Payment} from '../../contract/payment.js';
import {isFinal} from '../../contract/payment-status.js';
import {purchaseStep, serializePurchase} from '../purchase-step.js';
import type {StatusState} from '../state.js';
import {freshness, refetchNow, advance, POLL_PAUSE_MS, rejectionOf} from '../transitions.js';

/** The vendor says once how to pay; a later answer without it does not take it away. */
function keepInstructions(payment: Payment, {gatewayUrl, transfer}: Partial<Payment> = {}): Payment {
  if (payment.status !== 'created' && payment.status !== 'unknown') return payment;
  return {...(gatewayUrl === undefined ? {} : {gatewayUrl}), ...(transfer ? {transfer} : {}), ...payment};
}

/** A payment exists; its status is followed until the coins are sent. */
export const status = purchaseStep<StatusState>({
  reduce(state, event) {
    const before = state.payment?.status;
    switch (event.type) {
      case 'paymentArrived': {
        if (before && isFinal(before)) return state;
        const payment = keepInstructions(event.payment, state.payment);
        const isSame = payment.status === before;
        // A question about leaving was about the former status.
        return advance(state, {
          payment,
          pause: isSame ? POLL_PAUSE_MS : 0,
          leaving: isSame ? state.leaving : undefined,
        });
      }
      case 'hostedPageOpened':
        return {...state, popup: event.opened};
      case 'returned':
        // Money may be on its way, so a rejection is asked about again.
        return rejectionOf(state) ? advance(state, {}) : refetchNow(state);
      default:
        return state;
    }
  },
  effect(state) {
    const known = state.payment?.status;
    // A rejection stands until the buyer comes back.
    const waits = !rejectionOf(state) && !(known && isFinal(known));
    return waits ? {effect: 'status', id: state.id, known, ...freshness(state)} : undefined;
  },
  onRejected: (state, problem) => advance(state, {problem}),
  // A rejection is there to be read, and nothing is on its way.
  isBusy: state => state.payment === undefined && !rejectionOf(state),
  serialize({purchase, payment}) {
    const isOver = payment !== undefined && isFinal(payment.status);
    return isOver ? {session: {purchase}} : serializePurchase({purchase});
  },
});
