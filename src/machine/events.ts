import type {Order} from '../contract/asset.js';
import type {PaymentCreated, Session} from '../contract/api.js';
import type {Customer} from '../contract/kyc.js';
import type {Payment} from '../contract/payment.js';
import type {Problem} from '../contract/problem.js';
import type {Quote} from '../contract/quote.js';
import type {EffectRequest} from './effects.js';
import type {Draft, PopupState, Purchase} from './state.js';

/** What the buyer or the page did. */
export type Action =
  | {type: 'orderChanged'; order: Order}
  /** The page locks something of the order to another value, or no longer offers its coin; `order` has it as the page wants it. */
  | {type: 'lockedOrderChanged'; order: Order}
  /**
   * The buyer agreed to the quote on screen. `key` is fresh randomness; `now` is milliseconds since the epoch; `draft` is
   * what the page knows of the buyer; `wallet` makes it a direct payment, and is where the coins go if that is known.
   */
  | {
      type: 'confirmed';
      key: string;
      now: number;
      externalId?: string | undefined;
      draft: Draft;
      wallet?: string | undefined;
    }
  /** What the page asks for cannot be bought, so there is no price to ask for. */
  | {type: 'orderRefused'; problem: Problem}
  /** What can be bought is not known yet, and could not be learnt now. */
  | {type: 'assetsMissed'; problem: Problem}
  | {type: 'amountEditRequested'}
  | {type: 'draftChanged'; email: string; name: string}
  | {type: 'customerEntered'; email: string; name: string}
  /** The same, but a field is no e-mail address or no name. */
  | {type: 'customerInvalid'; email: string; name: string; code: 'email_invalid' | 'name_invalid'}
  | {type: 'emailReopened'}
  | {type: 'codeEntered'; code: string}
  /** The same, but it is no whole code. */
  | {type: 'codeIncomplete'}
  | {type: 'codeRequested'}
  | {type: 'hostedPageOpened'; opened: PopupState}
  | {type: 'enhancedVerificationDone'}
  /** The buyer typed where the coins go, for a direct payment. */
  | {type: 'walletChanged'; wallet: string}
  /** The same, but it is no address, or one on another network; that is empty where we have no name for it. */
  | {type: 'walletInvalid'; network?: string | undefined}
  /** How to pay directly, as the vendor names it. */
  | {type: 'methodChosen'; paymentType: string}
  | {type: 'paymentConfirmed'; opened: PopupState; now: number}
  /** The buyer came back to the page, or asked to look again. */
  | {type: 'returned'}
  /** Somebody wants a newer price. */
  | {type: 'quoteOutdated'}
  /** The session was renewed; from now on the purchase is taken up by this token. */
  | {type: 'resumeRenewed'; resume: string}
  /** Another tab took the purchase over. */
  | {type: 'leadershipLost'}
  /** It is made here again: by the buyer's wish, or as the other tab is gone. */
  | {type: 'leadershipAcquired'}
  /** The buyer wants another purchase; where a payment may still be paid, they are asked first. */
  | {type: 'restarted'}
  /** Whoever is here is not the buyer of this purchase; where there may be a payment, they are asked first. */
  | {type: 'buyerChanged'}
  /** What they were asked, they want. */
  | {type: 'leaveConfirmed'}
  | {type: 'leaveCancelled'};

/** What came back. An answer carries its question, so a late one falls away by itself. */
export type EffectResult =
  | {type: 'quoteArrived'; request: EffectRequest; quote: Quote}
  | {type: 'quoteExpired'; request: EffectRequest}
  /** `shared` is how another tab left the purchase that this one takes over. */
  | {type: 'sessionStarted'; request: EffectRequest; session: Session; shared?: Purchase | undefined}
  | {type: 'codeSent'; request: EffectRequest}
  | {type: 'kycArrived'; request: EffectRequest; customer: Customer}
  | {type: 'paymentCreated'; request: EffectRequest; created: PaymentCreated}
  | {type: 'paymentArrived'; request: EffectRequest; payment: Payment}
  | {type: 'callFailed'; request: EffectRequest; problem: Problem};

export type BuyEvent = Action | EffectResult;
