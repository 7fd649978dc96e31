import {compareDecimals} from '../contract/minor-units.js';
import {isDecimal, isEuros} from '../contract/money.js';
import {isFinal, type Payment} from '../contract/payment.js';
import {isRefusal} from '../contract/problem.js';
import {amountRules} from './amount.js';
import {askOf, mustOpen} from './ask.js';
import {askedFor, enter} from './resume-at.js';
import type {BuyEvent} from './events.js';
import {leave} from './leave.js';
import {hurry, longestPause, miss, moved, refusalOf} from './transitions.js';
import {refuse, startAnew} from './rejections.js';
import {reopen} from './reopen.js';
import type {Rules} from './reducer.js';
import {
  fresh,
  start,
  type AmountState,
  type BuyState,
  type CodeState,
  type CustomerState,
  type EnhancedState,
  type KycState,
  type PaymentState,
  type Purchase,
  type ResumingState,
  type StatusState,
} from './state.js';

/** Milliseconds before a watched thing that did not change is asked about again, should the adapter not hold the call. */
const pollPause = 1000;

/** Whether an answer is on its way. After a silence the buyer may also send something else. */
function isWaiting({missed}: BuyState, sent: boolean): boolean {
  return sent && missed === 0;
}

function review(purchase: Purchase): PaymentState {
  return {...fresh, step: 'payment', purchase, expired: false};
}

function onAmount(state: AmountState, event: BuyEvent): BuyState {
  const {order, quote, confirmed} = state;
  switch (event.type) {
    case 'sessionStarted': {
      if (!quote || !confirmed) return state;
      const {externalId, draft, wallet} = confirmed;
      const key = state.aside?.key ?? confirmed.key;
      const agreed = {order, agreed: quote, key, externalId, resume: '', ...(wallet === undefined ? {} : {wallet})};
      return enter(askedFor(agreed, event.shared) ?? agreed, event.session, draft);
    }
    case 'lost':
      if (!state.aside) return state;
      return {...(confirmed ? moved(state, {confirmed: undefined}) : state), pending: undefined, elsewhere: true};
    case 'takenOver':
      return state.elsewhere ? {...state, elsewhere: undefined} : state;
    default: {
      const after = event.type === 'confirmed' && isTooLittle(state) ? state : amountRules.reduce(state, event);
      if (after.step !== 'amount') return after;
      return withMinimum(after.confirmed && after.elsewhere ? {...after, elsewhere: undefined} : after);
    }
  }
}

/** What the vendor told once need not be learnt again at the end of another purchase. */
function withMinimum(state: AmountState): AmountState {
  const {minimum} = state;
  return minimum !== undefined && isTooLittle(state)
    ? {...state, problem: {code: 'amount_too_low', details: {minimum}}}
    : state;
}

function isTooLittle({order, minimum}: AmountState): boolean {
  return (
    minimum !== undefined && isDecimal(minimum) && isEuros(order.amount) && compareDecimals(order.amount, minimum) < 0
  );
}

function onResuming(state: ResumingState, event: BuyEvent): BuyState {
  if (event.type !== 'sessionStarted') return state;
  const {purchase, draft, elsewhere, reused} = state;
  const {session, shared} = event;
  const asked = askedFor(purchase, shared);
  // Nothing leads to what may exist under its key.
  if (reused && !asked && session.payment === undefined) return startAnew(state, {code: 'idempotency_key_reused'});
  // After it was another tab's, what this one asked for need not be what was paid.
  const paidElsewhere = elsewhere === false && session.payment !== undefined;
  return enter(asked ?? (paidElsewhere ? {...purchase, asked: undefined} : purchase), session, draft);
}

function onCustomer(state: CustomerState, event: BuyEvent): BuyState {
  switch (event.type) {
    case 'sessionStarted':
      return enter(state.purchase, event.session, state.draft);
    case 'codeSent':
      return {...fresh, step: 'code', purchase: state.purchase, draft: {...state.draft, codeSent: true}};
    case 'draftChanged':
    case 'customerEntered':
    case 'customerMistyped': {
      if (isWaiting(state, state.sending)) return state;
      const draft = {email: event.email, name: event.name, codeSent: false};
      // Half of a correction is not sent: what the buyer edits waits for them.
      if (event.type === 'draftChanged')
        return state.sending ? moved(state, {draft, sending: false}) : {...state, draft};
      return event.type === 'customerEntered'
        ? moved(state, {draft, sending: true})
        : moved(state, {draft, sending: false, problem: {code: event.code}});
    }
    default:
      return state;
  }
}

function onCode(state: CodeState, event: BuyEvent): BuyState {
  const {purchase, draft} = state;
  const waiting = isWaiting(state, state.code !== undefined || state.resend === 'asked');
  switch (event.type) {
    case 'sessionStarted':
      return enter(purchase, event.session, {...draft, codeSent: false});
    case 'codeSent':
      return moved(state, {code: undefined, resend: 'done'});
    case 'codeEntered':
      // Each try counts, and the answer to this one is on screen.
      if (waiting) return state;
      if (event.code === state.refused) {
        return state.incomplete ? {...state, incomplete: undefined, problem: {code: 'code_wrong'}} : state;
      }
      return moved(state, {code: event.code, resend: undefined, incomplete: undefined});
    case 'codeMistyped':
      return waiting ? state : {...state, incomplete: true, problem: undefined};
    case 'codeRequested':
      return waiting
        ? state
        : moved(state, {code: undefined, refused: undefined, incomplete: undefined, resend: 'asked'});
    case 'emailReopened': {
      const retyped = {...draft, codeSent: false};
      return {...fresh, step: 'customer', purchase, draft: retyped, emailProven: false, sending: false};
    }
    default:
      return state;
  }
}

function onKyc(state: KycState, event: BuyEvent): BuyState {
  switch (event.type) {
    case 'kycArrived': {
      const {kyc, kycUrl = state.customer?.kycUrl} = event.customer;
      if (kyc === 'approved') {
        return mustOpen(state) ? moved(state, {pause: longestPause}) : review(state.purchase);
      }
      // A link that the vendor gave once is not forgotten because a later answer leaves it out.
      const customer = kycUrl === undefined ? {kyc} : {kyc, kycUrl};
      return moved(state, {customer, pause: kyc === state.customer?.kyc ? pollPause : 0});
    }
    case 'hostedPageOpened':
      return {...state, opened: event.opened};
    case 'returned':
      return hurry(state);
    default:
      return state;
  }
}

function onEnhanced(state: EnhancedState, event: BuyEvent): BuyState {
  switch (event.type) {
    case 'hostedPageOpened':
      return {...state, opened: event.opened};
    case 'enhancedVerificationDone':
      return review(state.purchase);
    default:
      return state;
  }
}

function onPayment(state: PaymentState, event: BuyEvent): BuyState {
  const {purchase, quote, creating} = state;
  switch (event.type) {
    case 'quoteArrived':
      return moved(state, {quote: event.quote, expired: false, problem: refusalOf(state)});
    case 'quoteExpired':
      return moved(state, {expired: true, problem: refusalOf(state)});
    case 'quoteOutdated':
      return creating ? state : moved(state, {expired: true, problem: refusalOf(state)});
    case 'walletChanged':
    case 'walletMistyped':
    case 'methodChosen':
      return onDirect(state, event);
    case 'paymentConfirmed': {
      if (creating || !quote) return state;
      if (state.expired || quote.expiresAt <= event.now) return moved(state, {expired: true});
      // The click agrees to what is on screen, also where that is less than what was agreed to before.
      return moved(state, {
        purchase: {...purchase, agreed: quote, asked: true},
        creating: {opened: event.opened},
        leaving: undefined,
      });
    }
    case 'paymentCreated': {
      if (!creating) return state;
      const {payment, resume} = event.created;
      const {opened} = creating;
      return {...fresh, step: 'status', purchase: {...purchase, resume}, id: payment.id, payment, opened};
    }
    default:
      return state;
  }
}

/** How and to where the buyer pays; fixed once the payment may exist. */
function onDirect(
  state: PaymentState,
  event: Extract<BuyEvent, {type: 'walletChanged' | 'walletMistyped' | 'methodChosen'}>,
): PaymentState {
  const {purchase} = state;
  // In a guided payment both are chosen on the vendor's page, unless the method is what was refused.
  const isOffered =
    purchase.wallet !== undefined ||
    (event.type === 'methodChosen' && state.problem?.code === 'payment_method_not_allowed');
  if (purchase.asked || !isOffered) return state;
  switch (event.type) {
    case 'walletChanged':
      return {...state, purchase: {...purchase, wallet: event.wallet}};
    case 'walletMistyped':
      return {
        ...state,
        problem:
          event.network === undefined
            ? {code: 'wallet_invalid'}
            : {code: 'wallet_wrong_network', details: event.network === '' ? {} : {network: event.network}},
      };
    case 'methodChosen': {
      // Each way of paying has its own price.
      const order = {...purchase.order, paymentType: event.paymentType};
      return moved(state, {purchase: {...purchase, order}, quote: undefined, expired: false});
    }
  }
}

function onStatus(state: StatusState, event: BuyEvent): BuyState {
  const before = state.payment?.status;
  switch (event.type) {
    case 'paymentArrived': {
      if (before && isFinal(before)) return state;
      const payment = withDoor(event.payment, state.payment);
      const same = payment.status === before;
      // What the buyer was asked was about a payment that stood otherwise.
      return moved(state, {payment, pause: same ? pollPause : 0, leaving: same ? state.leaving : undefined});
    }
    case 'hostedPageOpened':
      return {...state, opened: event.opened};
    case 'returned':
      // Money may be on its way: a refusal is not the last word about it.
      return refusalOf(state) ? moved(state, {}) : hurry(state);
    default:
      return state;
  }
}

/** How to pay, once it was told, is not forgotten because a later answer leaves it out. */
function withDoor(payment: Payment, {gatewayUrl, transfer}: Partial<Payment> = {}): Payment {
  if (payment.status !== 'created' && payment.status !== 'unknown') return payment;
  return {...(gatewayUrl === undefined ? {} : {gatewayUrl}), ...(transfer ? {transfer} : {}), ...payment};
}

/** A payment that exists, or may exist, is not left for another order. */
function isFixed(state: Exclude<BuyState, AmountState>): boolean {
  return state.step === 'status' || state.purchase.asked === true;
}

/** What may happen at every later step alike; nothing where the step has its own say. */
function onAny(state: Exclude<BuyState, AmountState>, event: BuyEvent): BuyState | undefined {
  switch (event.type) {
    case 'callFailed':
      return isRefusal(event.problem.code) ? refuse(state, event.problem) : miss(state, event.problem);
    case 'restarted':
      return leave(state, 'restart');
    case 'buyerChanged':
      return leave(state, 'identity');
    case 'leaveConfirmed':
      return state.leaving ? start(state.purchase.order) : state;
    case 'leaveCancelled':
      return state.leaving ? {...state, leaving: undefined} : state;
    case 'lockedOrderChanged':
      // What is being taken up may have a payment; the page says it again when that is known.
      return state.step === 'resuming' || isFixed(state) ? state : {...reopen(state), order: event.order};
    case 'lost': {
      const {purchase} = state;
      return {...fresh, step: 'resuming', purchase, elsewhere: true, ...('draft' in state ? {draft: state.draft} : {})};
    }
    case 'takenOver':
      return state.step === 'resuming' && state.elsewhere ? moved(state, {elsewhere: false}) : state;
    case 'resumeRenewed':
      return {...state, purchase: {...state.purchase, resume: event.resume}};
    case 'returned':
      return state.missed > 0 ? hurry(state) : undefined;
    case 'amountReopened':
      return isFixed(state) ? state : reopen(state);
    default:
      return undefined;
  }
}

function reduce(state: BuyState, event: BuyEvent): BuyState {
  if (state.step === 'amount') return onAmount(state, event);
  const general = onAny(state, event);
  if (general) return general;
  switch (state.step) {
    case 'resuming':
      return onResuming(state, event);
    case 'customer':
      return onCustomer(state, event);
    case 'code':
      return onCode(state, event);
    case 'kyc':
      return onKyc(state, event);
    case 'enhanced':
      return onEnhanced(state, event);
    case 'payment':
      return onPayment(state, event);
    case 'status':
      return onStatus(state, event);
  }
}

/** The rules of the whole purchase. */
export const purchaseRules: Rules = {askOf, reduce};
