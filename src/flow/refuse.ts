import type {Problem, ProblemCode} from '../contract/problem.js';
import {moved} from './moves.js';
import {fresh, start, type AmountState, type BuyState, type PaymentState} from './state.js';

/** The whole purchase has to begin anew, not only this step. */
const endsPurchase: readonly ProblemCode[] = ['resume_expired', 'customer_required', 'origin_not_allowed'];

/** Mended by another amount or another coin. */
const endsOrder: readonly ProblemCode[] = [
  'amount_invalid',
  'amount_too_low',
  'limit_exceeded',
  'asset_not_supported',
  'currency_not_supported',
  'idempotency_key_reused',
];

function refusePayment(state: PaymentState, problem: Problem): BuyState {
  const {purchase} = state;
  const {code, details} = problem;
  const reopened = {...start(purchase.order), resume: purchase.resume, problem};
  if (!state.creating) return {...reopened, refused: true};
  if (endsOrder.includes(code)) return reopened;
  switch (code) {
    case 'kyc_required': {
      const customer = {kyc: 'required' as const, ...(details?.url === undefined ? {} : {kycUrl: details.url})};
      return {...fresh, step: 'kyc', purchase, customer, demanded: true, opened: 'no'};
    }
    case 'enhanced_verification_required':
      return {...fresh, step: 'enhanced', purchase, url: details?.url, opened: 'no'};
    case 'quote_changed':
      return moved(state, {creating: undefined, quote: undefined, expired: false, problem});
    default:
      return moved(state, {creating: undefined, problem});
  }
}

/** The service said no: the flow goes to the step where the buyer can do something about it, and says what. */
export function refuse(state: Exclude<BuyState, AmountState>, problem: Problem): BuyState {
  if (state.step === 'status') return moved(state, {problem});
  if (state.step === 'resuming' || endsPurchase.includes(problem.code))
    return {...start(state.purchase.order), problem};
  switch (state.step) {
    case 'customer':
      return moved(state, {sending: false, problem});
    case 'code':
      // What was refused is the code, or the wish for another one; this step mends both.
      return moved(state, {code: undefined, resend: undefined, problem});
    case 'payment':
      return refusePayment(state, problem);
    case 'kyc':
    case 'enhanced':
      return moved(state, {problem});
  }
}
