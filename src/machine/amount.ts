import {isWorse} from '../contract/price-change.js';
import {isEuros} from '../contract/money.js';
import {isRefusal, type Problem} from '../contract/problem.js';
import type {BuyEvent} from './events.js';
import {hurry, miss, moved, refusalOf} from './transitions.js';
import type {Ask} from './effects.js';
import type {Rules} from './reducer.js';
import {start, type AmountState, type BuyState, type Confirmation} from './state.js';

/** Whether there is something to ask a price for. */
function isComplete({order}: AmountState): boolean {
  return isEuros(order.amount) && order.asset !== '';
}

function askOf(state: AmountState): Ask | undefined {
  const {order, quote} = state;
  if (state.confirmed) return {ask: 'session', resume: state.aside?.resume};
  if (quote && !state.expired) return {ask: 'expiry', at: quote.expiresAt};
  return isComplete(state) && !state.refused ? {ask: 'quote', order} : undefined;
}

function refuse(state: AmountState, problem: Problem): AmountState {
  // The purchase that the buyer came back from is over; their confirmation starts another.
  const {confirmed, aside} = state;
  if (problem.code === 'resume_expired' && confirmed && aside) {
    const draft = {...confirmed.draft, codeSent: false};
    return moved(state, {aside: undefined, confirmed: {...confirmed, draft}});
  }
  return moved(state, {pending: undefined, confirmed: undefined, refused: confirmed === undefined, problem});
}

function reduce(state: AmountState, event: BuyEvent): BuyState {
  const {confirmed, quote, problem} = state;
  switch (event.type) {
    case 'orderChanged': {
      const {order} = event;
      const isSame = JSON.stringify(order) === JSON.stringify(state.order);
      // After a silence an edit takes the confirmation back.
      if (confirmed && (isSame || state.missed === 0)) return state;
      // The coin that was missing is no other one.
      const pending =
        isSame || (state.order.asset === '' && order.amount === state.order.amount) ? state.pending : undefined;
      const change = {order, refused: false, pending, confirmed: undefined};
      return moved(state, {...change, ...(quote && isSame ? {problem} : {quote: undefined, expired: false})});
    }
    case 'orderRefused':
      if (confirmed) return state;
      return moved(state, {
        quote: undefined,
        expired: false,
        refused: true,
        pending: undefined,
        problem: event.problem,
      });
    case 'assetsMissed':
      return state.order.asset === '' && !state.refused ? miss(state, event.problem) : state;
    case 'quoteArrived': {
      const {pending} = state;
      // A price that got worse is looked at before it is agreed to.
      const goesOn = pending && !(quote && isWorse(event.quote.receives, quote.receives));
      return moved(state, {
        quote: event.quote,
        expired: false,
        problem: refusalOf(state),
        pending: undefined,
        ...(goesOn ? {confirmed: pending} : {}),
      });
    }
    case 'quoteExpired':
      return moved(state, {expired: true, problem: refusalOf(state)});
    case 'quoteOutdated':
      return confirmed ? state : moved(state, {expired: true, refused: false, problem: refusalOf(state)});
    case 'confirmed': {
      if (confirmed || state.pending) return state.missed > 0 ? hurry(state) : state;
      if (!isEuros(state.order.amount) || state.refused) return state;
      const confirmation = confirmationOf(state, event);
      if (quote && !state.expired && quote.expiresAt > event.now) return moved(state, {confirmed: confirmation});
      const waiting = {...state, pending: confirmation};
      // A price that is being asked for already is not asked for anew.
      if (quote && !state.expired) return moved(waiting, {expired: true});
      return state.missed > 0 ? hurry(waiting) : waiting;
    }
    case 'callFailed':
      return isRefusal(event.problem.code) ? refuse(state, event.problem) : miss(state, event.problem);
    case 'returned':
      return state.missed > 0 ? hurry(state) : state;
    case 'lockedOrderChanged':
      // Also while the session is being made: the buyer has yet to confirm this one.
      return moved(state, {
        order: event.order,
        pending: undefined,
        confirmed: undefined,
        quote: undefined,
        expired: false,
        refused: false,
      });
    case 'restarted':
      return start(state.order);
    default:
      return state;
  }
}

function confirmationOf(state: AmountState, event: Extract<BuyEvent, {type: 'confirmed'}>): Confirmation {
  const {key, externalId, wallet} = event;
  return {
    key,
    externalId,
    wallet: wallet === undefined ? wallet : (state.wallet ?? wallet),
    draft: state.draft ?? event.draft,
  };
}

/** The rules of the first step: what to buy, and its price. */
export const amountRules: Rules = {
  askOf: state => (state.step === 'amount' ? askOf(state) : undefined),
  reduce: (state, event) => (state.step === 'amount' ? reduce(state, event) : state),
};
