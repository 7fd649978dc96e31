import type {Order} from '../contract/asset.js';
import type {Customer} from '../contract/kyc.js';
import type {Payment} from '../contract/payment.js';
import type {Problem} from '../contract/problem.js';
import type {Quote} from '../contract/quote.js';

/** Bookkeeping of the question that a state asks. */
interface EffectState {
  /** Grows with every answer, so that a late one no longer fits. */
  revision: number;
  /** Silences in a row. */
  failures: number;
  /** Milliseconds to wait before asking. */
  pause: number;
  /** The buyer came back, from wherever news are made: what was heard some time ago will not do. */
  forceFresh?: true | undefined;
  /** What went wrong last, for the buyer. */
  problem?: Problem | undefined;
}

/** One buyer's way from an agreed amount to coins. */
export interface Purchase {
  order: Order;
  /** What the buyer saw when they agreed. */
  acceptedQuote: Quote;
  /** Idempotency key of the payment: whatever is retried or changed, in whichever tab, one purchase is one payment. */
  key: string;
  /** Starts a session for this purchase again. */
  resume: string;
  /** The merchant's own reference. */
  externalId?: string | undefined;
  /** The payment was asked for, and no answer says that there is none: the order is not left for another one. */
  paymentRequested?: boolean | undefined;
  /** Where the coins go, as far as it was typed; only there in a direct payment, whose method and wallet are chosen here. */
  wallet?: string | undefined;
}

/**
 * What the buyer is asked about before they leave a payment that may exist: another purchase of their own, or somebody
 * else's, as the one on this device is not theirs.
 */
export type Leaving = 'restart' | 'identity';

/** What every step after the first has. */
interface InPurchase extends EffectState {
  purchase: Purchase;
  /** The buyer is being asked whether to leave it. */
  leaving?: Leaving | undefined;
}

/** What is left of a purchase whose order may still change. */
export interface SuspendedPurchase {
  resume: string;
  /** Missing where what was created under it is of no use to anybody. */
  key?: string | undefined;
}

/** What the buyer's confirmation brings with it. */
export interface Confirmation {
  key: string;
  externalId?: string | undefined;
  draft: Draft;
  wallet?: string | undefined;
}

/** How much, of what. `amount` is empty while what was typed is no amount. */
export interface AmountState extends EffectState {
  step: 'amount';
  order: Order;
  quote?: Quote | undefined;
  /** Whether `quote` is past its time, and a fresh one is being asked for. */
  expired: boolean;
  /** Whether the adapter will not quote this order; something in it has to change. */
  refused: boolean;
  /** The buyer confirmed before the price was there, and goes on with it. */
  pending?: Confirmation | undefined;
  /** There from the buyer's confirmation until the session stands. */
  confirmed?: Confirmation | undefined;
  /** The purchase that the buyer came back from to change the amount. */
  suspended?: SuspendedPurchase | undefined;
  /** Another tab went on with that purchase; a confirmation here takes it over. */
  activeInOtherTab?: boolean | undefined;
  /** What the buyer typed about themselves before they came back here, */
  draft?: Draft | undefined;
  /** and where the coins go. */
  wallet?: string | undefined;
  /** The least amount, as far as the vendor told; euros, decimal text. */
  minimum?: string | undefined;
}

/** Takes up a purchase after a reload. */
export interface ResumingState extends InPurchase {
  step: 'resuming';
  /** Another tab is at it; nothing is asked here, so that only one of them acts. */
  activeInOtherTab?: boolean | undefined;
  /** Another order was asked for under its key: there may be a payment, and only that one can be gone on with. */
  reused?: boolean | undefined;
  draft?: Draft | undefined;
}

/** What a guest typed, and whether a code was sent for it. */
export interface Draft {
  email: string;
  name: string;
  codeSent: boolean;
}

/** Who the buyer is. */
export interface CustomerState extends InPurchase {
  step: 'customer';
  draft: Draft;
  /** The merchant vouches for the mailbox; only a name is missing. */
  emailProven: boolean;
  sending: boolean;
}

/** The mailbox is proven by a code. */
export interface CodeState extends InPurchase {
  step: 'code';
  draft: Draft;
  /** Being compared. */
  code?: string | undefined;
  /** The last one that was refused; it is not sent again. */
  refused?: string | undefined;
  /** The buyer confirmed before the code was complete. */
  incomplete?: boolean | undefined;
  /** `asked`: a new code is on its way to us; `done`: it was sent. */
  resend?: 'asked' | 'done' | undefined;
}

/** The vendor's identity check. */
export interface KycState extends InPurchase {
  step: 'kyc';
  /** Missing until the first answer. */
  customer?: Customer | undefined;
  /** The vendor asked for it when the payment was to be made, so “approved” counts only once the buyer was there. */
  forcedByVendor: boolean;
  popup: PopupState;
}

/**
 * The window of a hosted page. `none`: not opened yet; `opened`: in the buyer's click; `blocked`: the browser refused;
 * `closed`: it is gone, or was taken elsewhere by the buyer.
 */
export type PopupState = 'none' | 'opened' | 'blocked' | 'closed';

/** The vendor's enhanced verification, which raises the buyer's limits. */
export interface EnhancedState extends InPurchase {
  step: 'enhanced';
  url?: string | undefined;
  popup: PopupState;
}

/** The last look before paying. */
export interface PaymentState extends InPurchase {
  step: 'payment';
  quote?: Quote | undefined;
  expired: boolean;
  /** There from the buyer's click until the payment exists; says whether a window waits for the gateway's address. */
  creating?: {opened: PopupState} | undefined;
}

/** A payment exists; its status is followed until the coins are sent. */
export interface StatusState extends InPurchase {
  step: 'status';
  id: string;
  /** Missing until the first answer after a reload. */
  payment?: Payment | undefined;
  popup: PopupState;
}

export type BuyState =
  AmountState | ResumingState | CustomerState | CodeState | KycState | EnhancedState | PaymentState | StatusState;

/** Nothing typed. */
export const emptyDraft: Draft = {email: '', name: '', codeSent: false};

/** The steps by name, as the page sees them. */
export type Step = BuyState['step'];

/** Nothing asked yet, nothing missed. */
export const fresh: EffectState = {revision: 0, failures: 0, pause: 0};

/** The first state of a purchase of `order`. */
export function start(order: Order): AmountState {
  return {...fresh, step: 'amount', order, expired: false, refused: false};
}

/** Whether the purchase of `state` is another tab's now. */
export function isActiveInOtherTab(state: BuyState): boolean {
  return 'activeInOtherTab' in state && state.activeInOtherTab === true;
}

/** The key that the purchase of `state` has, also while it is set aside. */
export function purchaseKeyOf(state: BuyState): string | undefined {
  return state.step === 'amount' ? state.suspended?.key : state.purchase.key;
}
