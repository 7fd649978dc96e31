import type {Session} from '../contract/api.js';
import {isFinal} from '../contract/payment.js';
import {isRefusal, type Problem} from '../contract/problem.js';
import type {BuyEvent} from './event.js';
import {isSame, questionOf} from './question.js';
import {refuse} from './refuse.js';
import {emptyDraft, fresh, start, type BuyState, type Draft, type Purchase} from './state.js';

/** Milliseconds before a watched thing that did not change is asked about again, should the adapter not hold the call. */
const pollPause = 1000;
const longestPause = 15_000;

/** `state` after an answer or a deed: the next question is a new one. */
function moved<S extends BuyState>(state: S, change: Partial<S>): S {
  return {...state, ...fresh, problem: undefined, ...change, turn: state.turn + 1};
}

/** What the buyer still has to read: a fresh price does not answer a refusal. */
function refusalOf({problem}: BuyState): Problem | undefined {
  return problem && isRefusal(problem.code) ? problem : undefined;
}

/** Where a purchase goes on, by what the session says about it. */
function enter(purchase: Purchase, session: Session, draft: Draft = emptyDraft): BuyState {
  const going = {...purchase, resume: session.resume};
  if (session.payment !== undefined) {
    return {...fresh, step: 'status', purchase: going, id: session.payment, opened: 'no'};
  }
  switch (session.identified) {
    case 'customer':
      return {...fresh, step: 'kyc', purchase: going, demanded: false, opened: 'no'};
    case 'email':
      return {...fresh, step: 'customer', purchase: going, draft, emailProven: true, sending: false};
    case 'no':
      return draft.codeSent
        ? {...fresh, step: 'code', purchase: going, draft}
        : {...fresh, step: 'customer', purchase: going, draft, emailProven: false, sending: false};
  }
}

/** Nobody answered: the same is asked again, later and later. The step stays. */
function miss(state: BuyState, problem: Problem): BuyState {
  const missed = state.missed + 1;
  const pause = Math.max(Math.min(1000 * 2 ** (missed - 1), longestPause), (problem.retryAfter ?? 0) * 1000);
  return {...state, turn: state.turn + 1, missed, pause, problem};
}

/** Where the flow stands after `event`. An event that has no business in `state` changes nothing. */
export function reduce(state: BuyState, event: BuyEvent): BuyState {
  if ('asked' in event && !isSame(event.asked, questionOf(state))) return state;
  switch (event.type) {
    case 'orderChanged': {
      if (state.step !== 'amount' || state.confirmed) return state;
      const same = state.quote && JSON.stringify(event.order) === JSON.stringify(state.order);
      return moved(state, {
        order: event.order,
        refused: false,
        quote: same ? state.quote : undefined,
        expired: same ? state.expired : false,
      });
    }
    case 'quoteArrived':
      if (state.step !== 'amount' && state.step !== 'payment') return state;
      return {...moved(state, {}), quote: event.quote, expired: false, problem: refusalOf(state)};
    case 'quoteExpired':
      if (state.step !== 'amount' && state.step !== 'payment') return state;
      return {...moved(state, {}), expired: true, problem: refusalOf(state)};
    case 'quoteOutdated': {
      if (state.step === 'amount' && !state.confirmed)
        return {...moved(state, {expired: true}), problem: refusalOf(state)};
      if (state.step === 'payment' && !state.creating)
        return {...moved(state, {expired: true}), problem: refusalOf(state)};
      return state;
    }
    case 'confirmed': {
      if (state.step !== 'amount' || state.confirmed || !state.quote) return state;
      if (state.expired || state.quote.expiresAt <= event.now) return moved(state, {expired: true});
      return moved(state, {confirmed: {key: event.key, externalId: event.externalId, draft: event.draft}});
    }
    case 'sessionStarted':
      switch (state.step) {
        case 'amount': {
          const {order, quote, confirmed} = state;
          if (!quote || !confirmed) return state;
          const {key, externalId, draft} = confirmed;
          return enter({order, agreed: quote, key, externalId, resume: ''}, event.session, draft);
        }
        case 'resuming':
        case 'customer':
        case 'code':
          return enter(state.purchase, event.session, state.step === 'resuming' ? state.draft : undefined);
        default:
          return state;
      }
    case 'draftChanged': {
      if (state.step !== 'customer' || state.sending) return state;
      const {email, name} = event;
      return {...state, draft: {...state.draft, email, name}};
    }
    case 'customerEntered': {
      if (state.step !== 'customer' || state.sending) return state;
      const {email, name} = event;
      return moved(state, {draft: {email, name, codeSent: false}, sending: true});
    }
    case 'customerMistyped': {
      if (state.step !== 'customer' || state.sending) return state;
      const {email, name, code} = event;
      return moved(state, {draft: {email, name, codeSent: false}, problem: {code}});
    }
    case 'codeSent': {
      if (state.step === 'code') return moved(state, {resend: 'done', code: undefined});
      if (state.step !== 'customer') return state;
      return {...fresh, step: 'code', purchase: state.purchase, draft: {...state.draft, codeSent: true}};
    }
    case 'codeEntered':
      if (state.step !== 'code' || state.code !== undefined || state.resend === 'asked') return state;
      return moved(state, {code: event.code, resend: undefined});
    case 'codeRequested':
      return state.step === 'code' && state.resend !== 'asked'
        ? moved(state, {resend: 'asked', code: undefined})
        : state;
    case 'emailReopened': {
      if (state.step !== 'code') return state;
      const {purchase, draft} = state;
      const retyped = {...draft, codeSent: false};
      return {...fresh, step: 'customer', purchase, draft: retyped, emailProven: false, sending: false};
    }
    case 'kycArrived': {
      if (state.step !== 'kyc') return state;
      const {customer} = event;
      if (customer.kyc === 'approved') return {...fresh, step: 'payment', purchase: state.purchase, expired: false};
      const changed = customer.kyc !== state.customer?.kyc;
      // A link that the vendor gave once is not forgotten because a later answer leaves it out.
      const kycUrl = customer.kycUrl ?? state.customer?.kycUrl;
      return moved(state, {
        customer: kycUrl === undefined ? customer : {...customer, kycUrl},
        pause: changed ? 0 : pollPause,
      });
    }
    case 'hostedPageOpened':
      switch (state.step) {
        case 'kyc':
        case 'enhanced':
        case 'status':
          return {...state, opened: event.opened};
        default:
          return state;
      }
    case 'enhancedVerificationDone':
      if (state.step !== 'enhanced') return state;
      return {...fresh, step: 'payment', purchase: state.purchase, expired: false};
    case 'paymentConfirmed': {
      if (state.step !== 'payment' || state.creating || !state.quote) return state;
      if (state.expired || state.quote.expiresAt <= event.now) return moved(state, {expired: true});
      // The click agrees to what is on screen, also where that is less than what was agreed to before.
      const purchase = {...state.purchase, agreed: state.quote};
      return moved(state, {purchase, creating: {opened: event.opened}});
    }
    case 'paymentCreated': {
      if (state.step !== 'payment' || !state.creating) return state;
      const {payment, resume} = event.created;
      const {opened} = state.creating;
      return {...fresh, step: 'status', purchase: {...state.purchase, resume}, id: payment.id, payment, opened};
    }
    case 'paymentArrived': {
      if (state.step !== 'status') return state;
      const {payment} = event;
      if (state.payment && isFinal(state.payment.status)) return state;
      const changed = payment.status !== state.payment?.status;
      return moved(state, {payment, pause: changed ? 0 : pollPause});
    }
    case 'callFailed':
      return isRefusal(event.problem.code) ? refuse(state, event.problem) : miss(state, event.problem);
    case 'amountReopened':
      switch (state.step) {
        case 'customer':
        case 'code':
        case 'kyc':
        case 'enhanced':
        case 'payment': {
          if (state.step === 'payment' && state.creating) return state;
          const {order, resume} = state.purchase;
          return {...start(order), resume};
        }
        default:
          return state;
      }
    case 'returned':
      switch (state.step) {
        case 'kyc':
        case 'status':
          return {...state, turn: state.turn + 1, pause: 0};
        default:
          // After a silence, whoever asks again does not want to wait for the next try.
          return state.missed > 0 ? {...state, turn: state.turn + 1, pause: 0} : state;
      }
    case 'restarted':
      return start(state.step === 'amount' ? state.order : state.purchase.order);
  }
}
