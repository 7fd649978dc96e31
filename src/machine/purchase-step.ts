import {isRefusal, type Problem, type ProblemCode} from '../contract/problem.js';
import type {BuyEvent} from './events.js';
import {leave} from './leave.js';
import {fresh, start, type AmountState, type BuyState, type Purchase, type ResumingState} from './state.js';
import type {StepDefinition, StepSnapshot, StoredPurchase} from './step.js';
import {refetchNow, retryAfterFailure, advance} from './transitions.js';

/** Every state but the first has a purchase. */
type InPurchase = Exclude<BuyState, AmountState>;

/** The whole purchase has to begin anew, not only the step. */
const RESTART_PURCHASE: readonly ProblemCode[] = [
  'resume_expired',
  'customer_required',
  'customer_unknown',
  'origin_not_allowed',
];

/** Back to the first step with what was typed. The purchase and its key stay the same. */
export function backToAmount(state: InPurchase): AmountState {
  const {order, resume, key, wallet} = state.purchase;
  const suspended = state.problem?.code === 'amount_mismatch' ? {resume} : {resume, key};
  return {...start(order), suspended, wallet, draft: 'draft' in state ? state.draft : undefined};
}

/** A new purchase, at the first step with what was typed. */
export function startAnew(state: InPurchase, problem: Problem): AmountState {
  const amount = backToAmount(state);
  // A code belongs to the purchase that it was sent for.
  const draft = amount.draft && {...amount.draft, codeSent: false};
  return {...amount, suspended: undefined, draft, problem};
}

/** Begins anew if `problem` ends the purchase. */
export function restartIfOver(state: InPurchase, problem: Problem): AmountState | undefined {
  return RESTART_PURCHASE.includes(problem.code) ? startAnew(state, problem) : undefined;
}

/** A payment that exists, or may exist, is not left for another order. */
function hasPayment(state: InPurchase): boolean {
  return state.step === 'status' || state.purchase.paymentRequested === true;
}

/** A step after the first: its own rules, and before them those that all these steps share. */
export function purchaseStep<S extends InPurchase>(own: StepDefinition<S>): StepDefinition<S> {
  return {...own, reduce: (state, event) => reduceShared(own, state, event) ?? own.reduce(state, event)};
}

/** What happens at every step after the first; `undefined` leaves the event to the step. */
function reduceShared<S extends InPurchase>(own: StepDefinition<S>, state: S, event: BuyEvent): BuyState | undefined {
  switch (event.type) {
    case 'callFailed':
      return isRefusal(event.problem.code)
        ? own.onRejected(state, event.problem)
        : retryAfterFailure(state, event.problem);
    case 'restarted':
      return leave(state, 'restart');
    case 'buyerChanged':
      return leave(state, 'identity');
    case 'leaveConfirmed':
      return state.leaving ? start(state.purchase.order) : state;
    case 'leaveCancelled':
      return state.leaving ? {...state, leaving: undefined} : state;
    case 'lockedOrderChanged':
      // A purchase that is being resumed may have a payment; the page repeats the event when that is known.
      return state.step === 'resuming' || hasPayment(state) ? state : {...backToAmount(state), order: event.order};
    case 'leadershipLost': {
      const {purchase} = state;
      return {
        ...fresh,
        step: 'resuming',
        purchase,
        activeInOtherTab: true,
        ...('draft' in state ? {draft: state.draft} : {}),
      };
    }
    case 'leadershipAcquired':
      return isInOtherTab(state) ? advance<ResumingState>(state, {activeInOtherTab: false}) : state;
    case 'resumeRenewed':
      return {...state, purchase: {...state.purchase, resume: event.resume}};
    case 'returned':
      return state.failures > 0 ? refetchNow(state) : undefined;
    case 'amountEditRequested':
      return hasPayment(state) ? state : backToAmount(state);
    default:
      return undefined;
  }
}

function isInOtherTab(state: InPurchase): state is ResumingState {
  return state.step === 'resuming' && state.activeInOtherTab === true;
}

/** What steps store at which the buyer may have typed something: for this tab only. */
export function serializeDraft({purchase, draft}: StoredPurchase): StepSnapshot {
  return {session: {purchase, draft}};
}

/** What steps store at which the buyer is known. */
export function serializePurchase({purchase}: StoredPurchase): StepSnapshot {
  return {session: {purchase}, persistent: {purchase: withoutUnusedWallet(purchase)}};
}

/** Where a buyer's coins go is not left on the device, except for a payment that is being made. */
export function withoutUnusedWallet(purchase: Purchase): Purchase {
  return purchase.wallet && !purchase.paymentRequested ? {...purchase, wallet: ''} : purchase;
}
