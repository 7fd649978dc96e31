import type {Problem, ProblemCode} from '../../contract/problem.js';
import type {BuyEvent} from '../events.js';
import {backToAmount, purchaseStep, restartIfOver, serializePurchase} from '../purchase-step.js';
import {fresh, type BuyState, type PaymentState} from '../state.js';
import {advance, rejectionOf} from '../transitions.js';

/** Corrected by another amount or another coin. */
const FIX_ORDER: readonly ProblemCode[] = [
  'amount_invalid',
  'amount_too_low',
  'amount_too_high',
  'limit_exceeded',
  'asset_not_supported',
  'currency_not_supported',
];

/** How and to where the buyer pays. Fixed once the payment may exist. */
function reduceDirect(
  state: PaymentState,
  event: Extract<BuyEvent, {type: 'walletChanged' | 'walletInvalid' | 'methodChosen'}>,
): PaymentState {
  const {purchase} = state;
  // In a guided payment both are chosen on the vendor's page, unless the method is what was rejected.
  const isOffered =
    purchase.wallet !== undefined ||
    (event.type === 'methodChosen' && state.problem?.code === 'payment_method_not_allowed');
  if (purchase.paymentRequested || !isOffered) return state;
  switch (event.type) {
    case 'walletChanged':
      return {...state, purchase: {...purchase, wallet: event.wallet}};
    case 'walletInvalid':
      return {
        ...state,
        problem:
          event.network === undefined
            ? {code: 'wallet_invalid'}
            : {code: 'wallet_wrong_network', details: event.network === '' ? {} : {network: event.network}},
      };
    case 'methodChosen': {
      // Each payment method has its own price.
      const order = {...purchase.order, paymentType: event.paymentType};
      return advance(state, {purchase: {...purchase, order}, quote: undefined, expired: false});
    }
  }
}

/** The payment was rejected, so there is none. */
function onPaymentRejected(before: PaymentState, problem: Problem): BuyState {
  const purchase = {...before.purchase, paymentRequested: undefined};
  const state = {...before, purchase};
  const {code, details} = problem;
  if (FIX_ORDER.includes(code)) return {...backToAmount(state), problem, minimum: details?.minimum};
  switch (code) {
    case 'kyc_required': {
      const customer = {kyc: 'required' as const, ...(details?.url === undefined ? {} : {kycUrl: details.url})};
      return {...fresh, step: 'kyc', purchase, customer, forcedByVendor: true, popup: 'none'};
    }
    case 'enhanced_verification_required':
      return {...fresh, step: 'enhanced', purchase, url: details?.url, popup: 'none'};
    case 'kyc_rejected':
      return {...fresh, step: 'kyc', purchase, customer: {kyc: 'rejected'}, forcedByVendor: false, popup: 'none'};
    case 'idempotency_key_reused':
      return {...fresh, step: 'resuming', purchase, reused: true, problem};
    case 'quote_changed':
      return advance(state, {creating: undefined, quote: undefined, expired: false, problem});
    default:
      return advance(state, {creating: undefined, problem});
  }
}

/** The last look before paying. */
export const payment = purchaseStep<PaymentState>({
  reduce(state, event) {
    const {purchase, quote, creating} = state;
    switch (event.type) {
      case 'quoteArrived':
        return advance(state, {quote: event.quote, expired: false, problem: rejectionOf(state)});
      case 'quoteExpired':
        return advance(state, {expired: true, problem: rejectionOf(state)});
      case 'quoteOutdated':
        return creating ? state : advance(state, {expired: true, problem: rejectionOf(state)});
      case 'walletChanged':
      case 'walletInvalid':
      case 'methodChosen':
        return reduceDirect(state, event);
      case 'paymentConfirmed':
        if (creating || !quote) return state;
        if (state.expired || quote.expiresAt <= event.now) return advance(state, {expired: true});
        // The click agrees to what is on screen, also if that is less than what was agreed to before.
        return advance(state, {
          purchase: {...purchase, acceptedQuote: quote, paymentRequested: true},
          creating: {opened: event.opened},
          leaving: undefined,
        });
      case 'paymentCreated': {
        if (!creating) return state;
        const {payment: created, resume} = event.created;
        return {
          ...fresh,
          step: 'status',
          purchase: {...purchase, resume},
          id: created.id,
          payment: created,
          popup: creating.opened,
        };
      }
      default:
        return state;
    }
  },
  effect({quote, creating, expired, purchase}) {
    const {order, acceptedQuote, key, externalId, wallet} = purchase;
    if (creating) {
      const request = {
        ...order,
        receives: acceptedQuote.receives,
        ...(externalId === undefined ? {} : {externalId}),
        ...(wallet === undefined ? {} : {wallet}),
      };
      return {effect: 'payment', key, request};
    }
    return quote && !expired ? {effect: 'expiry', at: quote.expiresAt} : {effect: 'quote', order};
  },
  onRejected(state, problem) {
    // What was rejected is the price of this order.
    if (!state.creating) return {...backToAmount(state), refused: true, problem};
    return restartIfOver(state, problem) ?? onPaymentRejected(state, problem);
  },
  isBusy: ({creating}) => creating !== undefined,
  serialize: serializePurchase,
});
