import type {Order} from '../contract/asset.js';
import type {PaymentRequest} from '../contract/api.js';
import type {KycStatus} from '../contract/kyc.js';
import {isEuros} from '../contract/money.js';
import {isFinal, type PaymentStatus} from '../contract/payment.js';
import {isRefusal} from '../contract/problem.js';
import type {BuyState} from './state.js';

/** What a state wants to know, as plain data. */
export type Ask =
  | {ask: 'quote'; order: Order}
  /** Of the clock: when it is `at` (milliseconds since the epoch). */
  | {ask: 'expiry'; at: number}
  | {ask: 'session'; resume?: string | undefined}
  | {ask: 'customer'; email?: string; name: string}
  | {ask: 'verification'; email: string; code: string}
  | {ask: 'kyc'; known?: KycStatus | undefined}
  | {ask: 'payment'; key: string; request: PaymentRequest}
  | {ask: 'status'; id: string; known?: PaymentStatus | undefined};

export type Question = Ask & {turn: number; pause: number};

/** Keys pressed within this many milliseconds ask for one quote. */
const typingPause = 250;

/** What `state` asks, if anything. The same state always asks the same. */
export function questionOf(state: BuyState): Question | undefined {
  const ask = askOf(state);
  if (!ask) return undefined;
  const typing = state.step === 'amount' && ask.ask === 'quote' && state.turn > 0 ? typingPause : 0;
  return {...ask, turn: state.turn, pause: Math.max(state.pause, typing)};
}

/** Whether an answer to `a` is one to `b`. */
export function isSame(a: Question | undefined, b: Question | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a question can wait while nobody looks at the page. */
export function canWait({ask}: Question): boolean {
  return ask === 'quote' || ask === 'expiry' || ask === 'kyc' || ask === 'status';
}

function askOf(state: BuyState): Ask | undefined {
  // A refusal stands until the buyer changes something.
  const refused = state.problem !== undefined && isRefusal(state.problem.code);
  switch (state.step) {
    case 'amount': {
      if (state.confirmed) return {ask: 'session', resume: state.resume};
      if (state.quote && !state.expired) return {ask: 'expiry', at: state.quote.expiresAt};
      const complete = isEuros(state.order.amount) && state.order.asset !== '';
      return complete && !state.refused ? {ask: 'quote', order: state.order} : undefined;
    }
    case 'resuming':
      return {ask: 'session', resume: state.purchase.resume};
    case 'customer': {
      if (!state.sending) return undefined;
      const {email, name} = state.draft;
      return {ask: 'customer', name, ...(state.emailProven ? {} : {email})};
    }
    case 'code': {
      const {email, name} = state.draft;
      if (state.resend === 'asked') return {ask: 'customer', email, name};
      return state.code === undefined ? undefined : {ask: 'verification', email, code: state.code};
    }
    case 'kyc': {
      const waits = !refused && state.customer?.kyc !== 'rejected' && !(state.demanded && state.opened === 'no');
      return waits ? {ask: 'kyc', known: state.customer?.kyc} : undefined;
    }
    case 'enhanced':
      return undefined;
    case 'payment': {
      const {order, agreed, key, externalId} = state.purchase;
      if (state.creating) {
        const {receives} = state.quote ?? agreed;
        return {ask: 'payment', key, request: {...order, receives, ...(externalId === undefined ? {} : {externalId})}};
      }
      if (state.quote && !state.expired) return {ask: 'expiry', at: state.quote.expiresAt};
      return {ask: 'quote', order};
    }
    case 'status': {
      const status = state.payment?.status;
      const waits = !refused && !(status && isFinal(status));
      return waits ? {ask: 'status', id: state.id, known: status} : undefined;
    }
  }
}
