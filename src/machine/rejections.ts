import type {Problem, ProblemCode} from '../contract/problem.js';
import {moved} from './transitions.js';
import {reopen} from './reopen.js';
import {fresh, type AmountState, type BuyState, type PaymentState} from './state.js';

/** The whole purchase has to begin anew, not only this step. */
const endsPurchase: readonly ProblemCode[] = [
  'resume_expired',
  'customer_required',
  'customer_unknown',
  'origin_not_allowed',
];

/** Mended by another amount or another coin. */
const endsOrder: readonly ProblemCode[] = [
  'amount_invalid',
  'amount_too_low',
  'amount_too_high',
  'limit_exceeded',
  'asset_not_supported',
  'currency_not_supported',
];

function refusePayment(before: PaymentState, problem: Problem): BuyState {
  // A no to the payment says that there is none.
  const purchase = before.creating ? {...before.purchase, asked: undefined} : before.purchase;
  const state = {...before, purchase};
  const {code, details} = problem;
  const reopened = {...reopen(state), problem, minimum: details?.minimum};
  if (endsOrder.includes(code)) return reopened;
  switch (code) {
    case 'kyc_required': {
      const customer = {kyc: 'required' as const, ...(details?.url === undefined ? {} : {kycUrl: details.url})};
      return {...fresh, step: 'kyc', purchase, customer, demanded: true, opened: 'no'};
    }
    case 'enhanced_verification_required':
      return {...fresh, step: 'enhanced', purchase, url: details?.url, opened: 'no'};
    case 'kyc_rejected':
      return {...fresh, step: 'kyc', purchase, customer: {kyc: 'rejected'}, demanded: false, opened: 'no'};
    case 'idempotency_key_reused':
      return {...fresh, step: 'resuming', purchase, reused: true, problem};
    case 'quote_changed':
      return moved(state, {creating: undefined, quote: undefined, expired: false, problem});
    default:
      return moved(state, {creating: undefined, problem});
  }
}

/** Another purchase, at the first step, with what was typed. */
export function startAnew(state: Exclude<BuyState, AmountState>, problem: Problem): AmountState {
  const reopened = reopen(state);
  // A code belongs to the purchase that it was sent for.
  const draft = reopened.draft && {...reopened.draft, codeSent: false};
  return {...reopened, aside: undefined, draft, problem};
}

/** The service said no: the flow goes to the step where the buyer can do something about it, and says what. */
export function refuse(state: Exclude<BuyState, AmountState>, problem: Problem): BuyState {
  if (state.step === 'status') return moved(state, {problem});
  // What was refused is the price of this order.
  if (state.step === 'payment' && !state.creating) return {...reopen(state), refused: true, problem};
  if (state.step === 'resuming' || endsPurchase.includes(problem.code)) return startAnew(state, problem);
  switch (state.step) {
    case 'customer':
      return moved(state, {sending: false, problem});
    case 'code':
      // What was refused is the code, or the wish for another one; this step mends both.
      return moved(state, {code: undefined, refused: state.code, resend: undefined, problem});
    case 'payment':
      return refusePayment(state, problem);
    case 'kyc':
      if (problem.code === 'kyc_rejected') return moved(state, {customer: {kyc: 'rejected'}});
      return {...reopen(state), problem};
    case 'enhanced':
      return {...reopen(state), problem};
  }
}
