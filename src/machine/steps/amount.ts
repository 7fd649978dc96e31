import {compareDecimals} from '../../contract/minor-units.js';
import {isDecimal, isEuros} from '../../contract/money.js';
import {isWorse} from '../../contract/price-change.js';
import {isRefusal, type Problem} from '../../contract/problem.js';
import type {BuyEvent} from '../events.js';
import {pendingPaymentOf, stateAfterSession} from '../resume-at.js';
import {start, type AmountState, type BuyState, type Confirmation} from '../state.js';
import {SNAPSHOT_VERSION, type StepDefinition} from '../step.js';
import {refetchNow, retryAfterFailure, advance, rejectionOf} from '../transitions.js';

type EventOf<T extends BuyEvent['type']> = Extract<BuyEvent, {type: T}>;

/** Whether there is something to ask a price for. */
function isComplete({order}: AmountState): boolean {
  return isEuros(order.amount) && order.asset !== '';
}

/** Whether the amount is below the minimum that the vendor named before. */
function isTooLittle({order, minimum}: AmountState): boolean {
  return (
    minimum !== undefined && isDecimal(minimum) && isEuros(order.amount) && compareDecimals(order.amount, minimum) < 0
  );
}

/** Shows a known minimum at once, instead of at the end of another purchase. */
function withMinimum(state: AmountState): AmountState {
  const {minimum} = state;
  return minimum !== undefined && isTooLittle(state)
    ? {...state, problem: {code: 'amount_too_low', details: {minimum}}}
    : state;
}

function changeOrder(state: AmountState, {order}: EventOf<'orderChanged'>): AmountState {
  const {confirmed, quote, problem} = state;
  const isSame = JSON.stringify(order) === JSON.stringify(state.order);
  // After a transient error an edit takes the confirmation back.
  if (confirmed && (isSame || state.failures === 0)) return state;
  // A confirmation that waits for the coin to be known stays when the coin arrives.
  const coinArrived = state.order.asset === '' && order.amount === state.order.amount;
  const pending = isSame || coinArrived ? state.pending : undefined;
  const change = {order, refused: false, pending, confirmed: undefined};
  return advance(state, {...change, ...(quote && isSame ? {problem} : {quote: undefined, expired: false})});
}

function takeQuote(state: AmountState, event: EventOf<'quoteArrived'>): AmountState {
  const {pending, quote} = state;
  // A price that got worse is shown before it is agreed to.
  const proceeds = pending && !(quote && isWorse(event.quote.receives, quote.receives));
  return advance(state, {
    quote: event.quote,
    expired: false,
    problem: rejectionOf(state),
    pending: undefined,
    ...(proceeds ? {confirmed: pending} : {}),
  });
}

function confirm(state: AmountState, event: EventOf<'confirmed'>): AmountState {
  const {confirmed, pending, quote} = state;
  if (isTooLittle(state)) return state;
  if (confirmed || pending) return state.failures > 0 ? refetchNow(state) : state;
  if (!isEuros(state.order.amount) || state.refused) return state;
  const confirmation = confirmationOf(state, event);
  if (quote && !state.expired && quote.expiresAt > event.now) return advance(state, {confirmed: confirmation});
  const waiting = {...state, pending: confirmation};
  // A price that is being fetched already is not fetched again.
  if (quote && !state.expired) return advance(waiting, {expired: true});
  return state.failures > 0 ? refetchNow(waiting) : waiting;
}

function confirmationOf(state: AmountState, event: EventOf<'confirmed'>): Confirmation {
  const {key, externalId, wallet} = event;
  return {
    key,
    externalId,
    wallet: wallet === undefined ? wallet : (state.wallet ?? wallet),
    draft: state.draft ?? event.draft,
  };
}

function beginPurchase(state: AmountState, event: EventOf<'sessionStarted'>): BuyState {
  const {order, quote, confirmed} = state;
  if (!quote || !confirmed) return state;
  const {externalId, draft, wallet} = confirmed;
  const key = state.suspended?.key ?? confirmed.key;
  const purchase = {
    order,
    acceptedQuote: quote,
    key,
    externalId,
    resume: '',
    ...(wallet === undefined ? {} : {wallet}),
  };
  return stateAfterSession(pendingPaymentOf(purchase, event.shared) ?? purchase, event.session, draft);
}

function onRejected(state: AmountState, problem: Problem): AmountState {
  const {confirmed, suspended} = state;
  // The purchase that the buyer came back from is over; their confirmation starts another.
  if (problem.code === 'resume_expired' && confirmed && suspended) {
    const draft = {...confirmed.draft, codeSent: false};
    return advance(state, {suspended: undefined, confirmed: {...confirmed, draft}});
  }
  return advance(state, {pending: undefined, confirmed: undefined, refused: confirmed === undefined, problem});
}

function reduceAmount(state: AmountState, event: BuyEvent): AmountState {
  const {confirmed} = state;
  switch (event.type) {
    case 'orderChanged':
      return changeOrder(state, event);
    case 'orderRefused': {
      if (confirmed) return state;
      const {problem} = event;
      return advance(state, {quote: undefined, expired: false, refused: true, pending: undefined, problem});
    }
    case 'assetsMissed':
      return state.order.asset === '' && !state.refused ? retryAfterFailure(state, event.problem) : state;
    case 'quoteArrived':
      return takeQuote(state, event);
    case 'quoteExpired':
      return advance(state, {expired: true, problem: rejectionOf(state)});
    case 'quoteOutdated':
      return confirmed ? state : advance(state, {expired: true, refused: false, problem: rejectionOf(state)});
    case 'confirmed':
      return confirm(state, event);
    case 'callFailed':
      return isRefusal(event.problem.code) ? onRejected(state, event.problem) : retryAfterFailure(state, event.problem);
    case 'returned':
      return state.failures > 0 ? refetchNow(state) : state;
    case 'lockedOrderChanged': {
      // Also while the session is being made: the buyer has not confirmed this order.
      const cleared = {pending: undefined, confirmed: undefined, quote: undefined, expired: false, refused: false};
      return advance(state, {order: event.order, ...cleared});
    }
    case 'restarted':
      return start(state.order);
    default:
      return state;
  }
}

/**
 * What this tab stores of the first step. `wish`: what the page asks for; `savedAt`: milliseconds since the epoch. Draft and
 * wallet were typed at later steps, before the buyer came back here.
 */
export function serializeAmount({order, suspended, draft, wallet}: AmountState, wish: string, savedAt: number): string {
  return JSON.stringify({version: SNAPSHOT_VERSION, savedAt, wish, order, aside: suspended, draft, wallet});
}

/** What to buy, and its price. */
export const amount: StepDefinition<AmountState> = {
  reduce(state, event) {
    switch (event.type) {
      case 'sessionStarted':
        return beginPurchase(state, event);
      case 'leadershipLost':
        if (!state.suspended) return state;
        return {
          ...(state.confirmed ? advance(state, {confirmed: undefined}) : state),
          pending: undefined,
          activeInOtherTab: true,
        };
      case 'leadershipAcquired':
        return state.activeInOtherTab ? {...state, activeInOtherTab: undefined} : state;
      default: {
        const after = reduceAmount(state, event);
        // A confirmation here takes the purchase over from the other tab.
        return withMinimum(after.confirmed && after.activeInOtherTab ? {...after, activeInOtherTab: undefined} : after);
      }
    }
  },
  effect(state) {
    const {order, quote} = state;
    if (state.confirmed) return {effect: 'session', resume: state.suspended?.resume};
    if (quote && !state.expired) return {effect: 'expiry', at: quote.expiresAt};
    return isComplete(state) && !state.refused ? {effect: 'quote', order} : undefined;
  },
  onRejected,
  isBusy: ({confirmed}) => confirmed !== undefined,
  serialize: () => undefined,
};
