import type {KycStatus} from '../../contract/kyc.js';
import type {PaymentStatus} from '../../contract/payment.js';
import type {ProblemCode} from '../../contract/problem.js';
import type {BuyState, Step} from '../../machine/state.js';

/**
 * Events of `<cryptopocket-buy>`. All bubble and are composed. None contains a name, email, token or wallet. Use them for
 * display only: ask your own server whether a payment is complete.
 */
export interface CryptopocketEvents {
  /** The element is ready for use. */
  'cryptopocket-ready': CustomEvent<undefined>;
  'cryptopocket-step-change': CustomEvent<{step: Step; previous: Step}>;
  /** A quote arrived. `receives` is the estimated amount of coins as a decimal string. */
  'cryptopocket-quote-update': CustomEvent<{amount: string; asset: string; chain: string; receives: string}>;
  /** The adapter identified the buyer as a customer of the vendor. */
  'cryptopocket-customer-ready': CustomEvent<undefined>;
  /** The identity check is about to open. Cancel the event to open `url` yourself. */
  'cryptopocket-kyc-required': CustomEvent<{url: string}>;
  'cryptopocket-kyc-status-change': CustomEvent<{status: KycStatus}>;
  'cryptopocket-payment-created': CustomEvent<{paymentId: string}>;
  /** The payment page is about to open. Cancel the event to open `url` yourself. */
  'cryptopocket-payment-required': CustomEvent<{paymentId: string; url: string}>;
  'cryptopocket-payment-status-change': CustomEvent<{paymentId: string; status: PaymentStatus}>;
  /** The coins were sent, as confirmed by the vendor. Fires again when the page of a finished purchase is reloaded. */
  'cryptopocket-complete': CustomEvent<{paymentId: string}>;
  /** The payment failed for good. */
  'cryptopocket-failed': CustomEvent<{paymentId: string}>;
  /** The dialog was closed. Reopening it continues the purchase. */
  'cryptopocket-close': CustomEvent<undefined>;
  /**
   * A problem for the buyer or the developer; the flow continues. `requestId` is the adapter's id of a rejected request:
   * search the adapter's log for it and quote it to support.
   */
  'cryptopocket-problem': CustomEvent<{code: ProblemCode; requestId?: string}>;
}

export type EventName = keyof CryptopocketEvents;

export type PublicEvent = {[K in EventName]: {type: K; detail: CryptopocketEvents[K]['detail']}}[EventName];

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is how a page's listeners get their types
  interface HTMLElementEventMap extends CryptopocketEvents {}
}

/** Public events for the transition from `before` to `after` that apply to every step. */
export function publicEventsFor(before: BuyState, after: BuyState): PublicEvent[] {
  const events: PublicEvent[] = [];
  if (after.step !== before.step) {
    events.push({type: 'cryptopocket-step-change', detail: {step: after.step, previous: before.step}});
  }
  const quote = 'quote' in after ? after.quote : undefined;
  if (quote && quote !== ('quote' in before ? before.quote : undefined)) {
    const {amount, asset, chain, receives} = quote;
    events.push({type: 'cryptopocket-quote-update', detail: {amount, asset, chain, receives}});
  }
  if (after.problem && after.problem.code !== before.problem?.code) {
    const {code, requestId} = after.problem;
    events.push({type: 'cryptopocket-problem', detail: requestId === undefined ? {code} : {code, requestId}});
  }
  return events;
}
