import type {Problem} from '../contract/problem.js';
import {fresh, start, type BuyState} from './state.js';

/** The service said no: the flow goes to the step where the buyer can do something about it, and says what. */
export function refuse(state: BuyState, problem: Problem): BuyState {
  const here = {turn: state.turn + 1, missed: 0, pause: 0, problem};
  const {code, details} = problem;
  if (state.step === 'amount') {
    // The purchase that the buyer came back from is over; their confirmation starts another.
    if (code === 'resume_expired') return {...state, ...here, problem: undefined, resume: undefined};
    return {...state, ...here, confirmed: undefined, refused: state.confirmed === undefined};
  }
  if (isAboutPurchase(code) && state.step !== 'status') return {...start(state.purchase.order), problem};

  switch (state.step) {
    case 'resuming':
      return {...start(state.purchase.order), problem};
    case 'customer':
      return {...state, ...here, sending: false};
    case 'code':
      // What was refused with a code is that code, or the wish for another one; the code step mends both.
      return {...state, ...here, code: undefined, resend: undefined};
    case 'payment': {
      const {purchase} = state;
      const reopened = {...start(purchase.order), resume: purchase.resume, problem};
      if (!state.creating) return {...reopened, refused: true};
      switch (code) {
        case 'kyc_required': {
          const customer = {kyc: 'required' as const, ...(details?.url === undefined ? {} : {kycUrl: details.url})};
          return {...fresh, step: 'kyc', purchase, customer, demanded: true, opened: 'no'};
        }
        case 'enhanced_verification_required':
          return {...fresh, step: 'enhanced', purchase, url: details?.url, opened: 'no'};
        case 'amount_invalid':
        case 'amount_too_low':
        case 'limit_exceeded':
        case 'asset_not_supported':
        case 'currency_not_supported':
        case 'idempotency_key_reused':
          return reopened;
        case 'quote_changed':
          return {...state, ...here, creating: undefined, quote: undefined, expired: false};
        default:
          return {...state, ...here, creating: undefined};
      }
    }
    case 'kyc':
    case 'enhanced':
    case 'status':
      return {...state, ...here};
  }
}

/** Whether the whole purchase has to begin anew, not only this step. */
function isAboutPurchase(code: Problem['code']): boolean {
  return code === 'resume_expired' || code === 'customer_required' || code === 'origin_not_allowed';
}
