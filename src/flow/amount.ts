import {isEuros} from '../contract/money.js';
import {isRefusal, type Problem} from '../contract/problem.js';
import type {BuyEvent} from './event.js';
import {hurry, miss, moved, refusalOf} from './moves.js';
import type {Ask} from './question.js';
import type {Rules} from './rules.js';
import {start, type AmountState, type BuyState} from './state.js';

function askOf(state: AmountState): Ask | undefined {
  const {order, quote} = state;
  if (state.confirmed) return {ask: 'session', resume: state.aside?.resume};
  if (quote && !state.expired) return {ask: 'expiry', at: quote.expiresAt};
  const complete = isEuros(order.amount) && order.asset !== '';
  return complete && !state.refused ? {ask: 'quote', order} : undefined;
}

function refuse(state: AmountState, problem: Problem): AmountState {
  // The purchase that the buyer came back from is over; their confirmation starts another.
  const {confirmed, aside} = state;
  if (problem.code === 'resume_expired' && confirmed && aside) {
    const draft = {...confirmed.draft, codeSent: false};
    return moved(state, {aside: undefined, confirmed: {...confirmed, draft}});
  }
  return moved(state, {confirmed: undefined, refused: confirmed === undefined, problem});
}

function reduce(state: AmountState, event: BuyEvent): BuyState {
  const {confirmed, quote, problem} = state;
  switch (event.type) {
    case 'orderChanged': {
      if (confirmed) return state;
      const {order} = event;
      const same = quote && JSON.stringify(order) === JSON.stringify(state.order);
      return moved(state, {order, refused: false, ...(same ? {problem} : {quote: undefined, expired: false})});
    }
    case 'quoteArrived':
      return moved(state, {quote: event.quote, expired: false, problem: refusalOf(state)});
    case 'quoteExpired':
      return moved(state, {expired: true, problem: refusalOf(state)});
    case 'quoteOutdated':
      return confirmed ? state : moved(state, {expired: true, refused: false, problem: refusalOf(state)});
    case 'confirmed': {
      if (confirmed || !quote || state.refused) return state;
      if (state.expired || quote.expiresAt <= event.now) return moved(state, {expired: true});
      const {key, externalId, wallet} = event;
      return moved(state, {
        confirmed: {
          key,
          externalId,
          wallet: wallet === undefined ? wallet : (state.wallet ?? wallet),
          draft: state.draft ?? event.draft,
        },
      });
    }
    case 'callFailed':
      return isRefusal(event.problem.code) ? refuse(state, event.problem) : miss(state, event.problem);
    case 'returned':
      return state.missed > 0 ? hurry(state) : state;
    case 'lockedOrderChanged':
      // Also while the session is being made: the buyer has yet to confirm this one.
      return moved(state, {
        order: event.order,
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

/** The rules of the first step: what to buy, and its price. */
export const amountRules: Rules = {
  askOf: state => (state.step === 'amount' ? askOf(state) : undefined),
  reduce: (state, event) => (state.step === 'amount' ? reduce(state, event) : state),
};
