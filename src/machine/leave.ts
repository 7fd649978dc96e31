import {isFinal, type PaymentStatus} from '../contract/payment.js';
import type {BuyEvent} from './events.js';
import {start, type AmountState, type BuyState, type Leaving, type Purchase} from './state.js';

/** A purchase that the buyer left although it is not over. */
export interface EarlierPurchase {
  purchase: Purchase;
  /** Its payment, as far as it is known. */
  payment?: {id: string; status?: PaymentStatus | undefined} | undefined;
  /** When its resume token was new; milliseconds since the epoch. */
  savedAt?: number | undefined;
}

/** Whether there is, or may be, a payment that is not over. */
export function hasLivePayment(state: Exclude<BuyState, AmountState>): boolean {
  if (state.step !== 'status') return state.purchase.paymentRequested === true;
  return !(state.payment && isFinal(state.payment.status));
}

/** Whether it may still be paid, as far as is known: no money is on its way. */
export function isPayable(state: Exclude<BuyState, AmountState>): boolean {
  const status = state.step === 'status' ? state.payment?.status : undefined;
  return hasLivePayment(state) && status !== 'bank_pending' && status !== 'payment_received';
}

/** Another purchase of the same order, in a session of its own and under a key of its own; asks first where that may be paid for twice. */
export function leave(state: Exclude<BuyState, AmountState>, leaving: Leaving): BuyState {
  // Whether there is a payment is about to be known.
  if (state.step === 'resuming' || (state.step === 'payment' && state.creating)) return state;
  const asks = leaving === 'restart' ? isPayable(state) : hasLivePayment(state);
  return asks ? {...state, leaving} : start(state.purchase.order);
}

/** What is to be followed on when the buyer leaves `state`. */
export function earlierPurchaseOf(state: BuyState): EarlierPurchase | undefined {
  if (state.step === 'amount' || state.step === 'resuming' || !hasLivePayment(state)) return undefined;
  if (state.step !== 'status') return {purchase: state.purchase};
  return {purchase: state.purchase, payment: {id: state.id, status: state.payment?.status}};
}

/** Whether `event` says that what is known of the buyer and their purchases is not for whoever is here now. */
export function endsIdentity(before: BuyState, event: BuyEvent, after: BuyState): boolean {
  if (before.step === 'amount' || after.step !== 'amount') return false;
  return event.type === 'buyerChanged' || (event.type === 'leaveConfirmed' && before.leaving === 'identity');
}
