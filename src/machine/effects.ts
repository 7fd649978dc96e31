import type {Order} from '../contract/asset.js';
import type {PaymentRequest} from '../contract/api.js';
import type {KycStatus} from '../contract/kyc.js';
import type {PaymentStatus} from '../contract/payment-status.js';
import type {BuyState} from './state.js';

/** What a state asks for, as plain data. */
export type Effect =
  | {effect: 'quote'; order: Order}
  /** Asks the clock. `at`: milliseconds since the epoch. */
  | {effect: 'expiry'; at: number}
  | {effect: 'session'; resume?: string | undefined}
  | {effect: 'customer'; email?: string; name: string}
  | {effect: 'verification'; email: string; code: string}
  /** `eager`: the buyer comes from where the status changes, so an older answer is not enough. */
  | {effect: 'kyc'; known?: KycStatus | undefined; eager?: boolean | undefined}
  | {effect: 'payment'; key: string; request: PaymentRequest}
  | {effect: 'status'; id: string; known?: PaymentStatus | undefined; eager?: boolean | undefined};

/** An effect of one revision of the state. `pause`: milliseconds to wait before it runs. */
export type EffectRequest = Effect & {revision: number; pause: number};

/** A request that the adapter answers, not the clock. */
export type AdapterRequest = Exclude<EffectRequest, {effect: 'expiry'}>;

/** Keys pressed within this time fetch one quote. */
const TYPING_PAUSE_MS = 250;

export function toRequest(state: BuyState, effect: Effect): EffectRequest {
  const isTyping = state.step === 'amount' && effect.effect === 'quote' && state.revision > 0;
  return {...effect, revision: state.revision, pause: Math.max(state.pause, isTyping ? TYPING_PAUSE_MS : 0)};
}

/** Whether a result of `a` is one of `b`. */
export function isSameRequest(a: EffectRequest | undefined, b: EffectRequest | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether the request can wait while the page is hidden. */
export function isDeferrable({effect}: EffectRequest): boolean {
  return effect === 'quote' || effect === 'expiry' || effect === 'kyc' || effect === 'status';
}
