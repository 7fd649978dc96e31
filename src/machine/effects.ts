import type {Order} from '../contract/asset.js';
import type {PaymentRequest} from '../contract/api.js';
import type {KycStatus} from '../contract/kyc.js';
import type {PaymentStatus} from '../contract/payment.js';
import type {BuyState} from './state.js';

/** What a state wants to know, as plain data. */
export type Ask =
  | {ask: 'quote'; order: Order}
  /** Of the clock: when it is `at` (milliseconds since the epoch). */
  | {ask: 'expiry'; at: number}
  | {ask: 'session'; resume?: string | undefined}
  | {ask: 'customer'; email?: string; name: string}
  | {ask: 'verification'; email: string; code: string}
  /** `eager`: the buyer comes from where it is decided, so it is to be looked at now. */
  | {ask: 'kyc'; known?: KycStatus | undefined; eager?: boolean | undefined}
  | {ask: 'payment'; key: string; request: PaymentRequest}
  | {ask: 'status'; id: string; known?: PaymentStatus | undefined; eager?: boolean | undefined};

/** An ask at one moment of the flow. `pause`: milliseconds to wait before asking. */
export type Question = Ask & {turn: number; pause: number};

/** A question that the adapter answers, not the clock. */
export type Call = Exclude<Question, {ask: 'expiry'}>;

/** Keys pressed within this many milliseconds ask for one quote. */
const typingPause = 250;

export function toQuestion(state: BuyState, ask: Ask): Question {
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
