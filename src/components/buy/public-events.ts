import type {KycStatus} from '../../contract/kyc.js';
import type {PaymentStatus} from '../../contract/payment.js';
import type {ProblemCode} from '../../contract/problem.js';
import type {BuyState, Step} from '../../machine/state.js';

/**
 * What `<cryptopocket-buy>` tells the page; every event bubbles and is composed. None carries a name, an e-mail, a token
 * or a wallet. They are hints for display: whether a payment is complete, ask your own server.
 */
export interface CryptopocketEvents {
  /** The widget can be used. */
  'cryptopocket-ready': CustomEvent<undefined>;
  'cryptopocket-step-change': CustomEvent<{step: Step; previous: Step}>;
  /** A price arrived. `receives` is coins, decimal text; an estimate. */
  'cryptopocket-quote-update': CustomEvent<{amount: string; asset: string; chain: string; receives: string}>;
  /** The buyer is known to the adapter as the vendor's customer. */
  'cryptopocket-customer-ready': CustomEvent<undefined>;
  /** The identity check is about to open. Cancel it to open `url` yourself. */
  'cryptopocket-kyc-required': CustomEvent<{url: string}>;
  'cryptopocket-kyc-status-change': CustomEvent<{status: KycStatus}>;
  'cryptopocket-payment-created': CustomEvent<{paymentId: string}>;
  /** The payment page is about to open. Cancel it to open `url` yourself. */
  'cryptopocket-payment-required': CustomEvent<{paymentId: string; url: string}>;
  'cryptopocket-payment-status-change': CustomEvent<{paymentId: string; status: PaymentStatus}>;
  /** The coins were sent; the adapter has it from the vendor. Told again when the page of a finished purchase is reloaded. */
  'cryptopocket-complete': CustomEvent<{paymentId: string}>;
  /** The payment was refused for good. */
  'cryptopocket-failed': CustomEvent<{paymentId: string}>;
  /** The dialog was closed; the purchase goes on where it was when it is opened again. */
  'cryptopocket-close': CustomEvent<undefined>;
  /**
   * Something the buyer or the developer should know of; the flow goes on. `requestId` is the adapter's id of a request
   * that it rejected: search its log for it, and quote it to support.
   */
  'cryptopocket-problem': CustomEvent<{code: ProblemCode; requestId?: string}>;
}

export type EventName = keyof CryptopocketEvents;

export type Announcement = {[K in EventName]: {type: K; detail: CryptopocketEvents[K]['detail']}}[EventName];

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is how a page's listeners get their types
  interface HTMLElementEventMap extends CryptopocketEvents {}
}

/** What the page is told when the flow goes from `before` to `after`, at every step alike. */
export function announcementsOf(before: BuyState, after: BuyState): Announcement[] {
  const told: Announcement[] = [];
  if (after.step !== before.step) {
    told.push({type: 'cryptopocket-step-change', detail: {step: after.step, previous: before.step}});
  }
  const quote = 'quote' in after ? after.quote : undefined;
  if (quote && quote !== ('quote' in before ? before.quote : undefined)) {
    const {amount, asset, chain, receives} = quote;
    told.push({type: 'cryptopocket-quote-update', detail: {amount, asset, chain, receives}});
  }
  if (after.problem && after.problem.code !== before.problem?.code) {
    const {code, requestId} = after.problem;
    told.push({type: 'cryptopocket-problem', detail: requestId === undefined ? {code} : {code, requestId}});
  }
  return told;
}
