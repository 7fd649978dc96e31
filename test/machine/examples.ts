import assert from 'node:assert/strict';
import type {Session} from '../../src/contract/api.js';
import type {Order} from '../../src/contract/asset.js';
import type {Payment} from '../../src/contract/payment.js';
import type {ProblemCode} from '../../src/contract/problem.js';
import type {Quote} from '../../src/contract/quote.js';
import type {EffectResult, BuyEvent, Action} from '../../src/machine/events.js';
import {steps} from '../../src/machine/steps/index.js';
import type {EffectRequest} from '../../src/machine/effects.js';
import {transition, pendingEffect} from '../../src/machine/reducer.js';
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
} from '../../src/machine/state.js';

export const now = Date.UTC(2026, 4, 1, 12);

export const order: Order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
export const quote: Quote = {...order, receives: '107.5', expiresAt: now + 30_000};
export const stale: Quote = {...quote, expiresAt: now - 1};
export const acceptedQuote: Quote = {...quote, receives: '110', expiresAt: now - 60_000};
export const purchase: Purchase = {order, acceptedQuote, key: 'key-1', resume: 'resume-1', externalId: 'order-7'};
export const draft = {email: 'ada@example.org', name: 'Ada Lovelace', codeSent: false};
export const payment: Payment = {
  id: 'p-1',
  status: 'created',
  amount: '100.00',
  asset: 'USDC',
  gatewayUrl: 'https://pay.test/p-1',
};
export const session: Session = {token: 't', expiresIn: 900, resume: 'resume-2', guest: 'code', identified: 'no'};

export const amount: AmountState = start(order);
export const quoted: AmountState = {...amount, revision: 1, quote};
export const confirmed: AmountState = {...quoted, revision: 2, confirmed: {key: 'key-1', externalId: 'order-7', draft}};
export const resuming: ResumingState = {...fresh, step: 'resuming', purchase};
export const elsewhere: ResumingState = {...resuming, activeInOtherTab: true};
export const customer: CustomerState = {
  ...fresh,
  step: 'customer',
  purchase,
  draft,
  emailProven: false,
  sending: false,
};
export const sending: CustomerState = {...customer, revision: 1, sending: true};
export const code: CodeState = {...fresh, step: 'code', purchase, draft: {...draft, codeSent: true}};
export const checking: CodeState = {...code, revision: 1, code: '123456'};
export const resending: CodeState = {...code, revision: 1, resend: 'asked'};
export const kyc: KycState = {...fresh, step: 'kyc', purchase, forcedByVendor: false, popup: 'none'};
export const kycRequired: KycState = {
  ...kyc,
  revision: 1,
  customer: {kyc: 'required', kycUrl: 'https://kyc.test/1'},
};
export const inReview: KycState = {...kyc, revision: 1, customer: {kyc: 'in_review'}};
export const rejected: KycState = {...kyc, revision: 1, customer: {kyc: 'rejected'}};
export const demanded: KycState = {...kycRequired, revision: 0, forcedByVendor: true};
export const enhanced: EnhancedState = {
  ...fresh,
  step: 'enhanced',
  purchase,
  url: 'https://kyc.test/more',
  popup: 'none',
};
export const review: PaymentState = {...fresh, step: 'payment', purchase, expired: false};
export const priced: PaymentState = {...review, revision: 1, quote};
/** Of a purchase whose method and wallet are chosen here. */
export const direct: PaymentState = {...priced, purchase: {...purchase, wallet: ''}};
export const creating: PaymentState = {
  ...priced,
  revision: 2,
  purchase: {...purchase, acceptedQuote: quote, paymentRequested: true},
  creating: {opened: 'opened'},
};
export const looking: StatusState = {...fresh, step: 'status', purchase, id: 'p-1', popup: 'none'};
export const unpaid: StatusState = {...looking, revision: 1, payment};
export const paid: StatusState = {...looking, revision: 2, payment: {...payment, status: 'payment_received'}};
export const unknown: StatusState = {...looking, revision: 2, payment: {...payment, status: 'unknown'}};
export const completed: StatusState = {
  ...looking,
  revision: 3,
  payment: {...payment, status: 'completed', txId: '0x1'},
};
export const failed: StatusState = {...looking, revision: 3, payment: {...payment, status: 'failed'}};

/** Every step, in every situation that its rules tell apart. */
export const everywhere: Record<string, BuyState> = {
  amount,
  'an incomplete order': start({...order, amount: ''}),
  'a refused order': {...amount, revision: 1, refused: true, problem: {code: 'amount_too_low'}},
  quoted,
  'an expired quote': {...quoted, expired: true},
  'pressed before the price': {...amount, pending: {key: 'key-1', externalId: 'order-7', draft}},
  confirmed,
  'confirmed again': {...confirmed, suspended: {resume: 'resume-1', key: 'key-1'}},
  'resuming what was asked for otherwise': {...resuming, reused: true},
  resuming,
  elsewhere,
  'resuming a guest': {...resuming, draft: {...draft, codeSent: true}},
  customer,
  sending,
  'a proven mailbox': {...customer, emailProven: true},
  code,
  checking,
  resending,
  kyc,
  kycRequired,
  inReview,
  rejected,
  demanded,
  'demanded and opened': {...demanded, popup: 'opened'},
  'demanded without a link': {...demanded, customer: {kyc: 'required'}},
  enhanced,
  'enhanced and opened': {...enhanced, popup: 'opened'},
  review,
  priced,
  'an expired price': {...priced, expired: true},
  creating,
  direct,
  looking,
  unpaid,
  'unpaid and about to be left': {...unpaid, leaving: 'restart'},
  paid,
  unknown,
  completed,
  failed,
};

export function asks(state: BuyState): EffectRequest | undefined {
  return pendingEffect(steps, state);
}

/** What `state` asks; fails where it asks nothing. */
export function asked(state: BuyState): EffectRequest {
  const question = asks(state);
  assert.ok(question, `nothing is asked at ${state.step}`);
  return question;
}

export function after(state: BuyState, ...events: BuyEvent[]): BuyState {
  return events.reduce((before, event) => transition(steps, before, event), state);
}

type AnswerOf<T extends EffectResult['type']> = Omit<Extract<EffectResult, {type: T}>, 'type' | 'request'>;

/** Where the flow stands once what `state` asks was answered. */
export function answered<T extends EffectResult['type']>(state: BuyState, type: T, answer: AnswerOf<T>): BuyState {
  // `type` and `answer` belong together by the signature; a spread of a generic does not show it.
  return after(state, {type, request: asked(state), ...answer} as unknown as EffectResult);
}

export function failedWith(
  state: BuyState,
  code: ProblemCode,
  more: {url?: string; retryAfter?: number} = {},
): BuyState {
  const {url, retryAfter} = more;
  return answered(state, 'callFailed', {problem: {code, details: url === undefined ? undefined : {url}, retryAfter}});
}

export function orderOf(state: BuyState): Order {
  return state.step === 'amount' ? state.order : state.purchase.order;
}

/** Something of everything that a buyer or a page can do. */
export const deeds: Action[] = [
  {type: 'orderChanged', order: {...order, amount: '50.00'}},
  {type: 'confirmed', key: 'key-2', now, draft: {email: '', name: '', codeSent: false}},
  {type: 'orderRefused', problem: {code: 'asset_not_supported'}},
  {type: 'assetsMissed', problem: {code: 'offline'}},
  {type: 'amountEditRequested'},
  {type: 'draftChanged', email: 'grace@example.org', name: 'Grace Hopper'},
  {type: 'customerEntered', email: 'grace@example.org', name: 'Grace Hopper'},
  {type: 'customerInvalid', email: 'grace', name: 'Grace Hopper', code: 'email_invalid'},
  {type: 'emailReopened'},
  {type: 'codeEntered', code: '654321'},
  {type: 'codeIncomplete'},
  {type: 'codeRequested'},
  {type: 'hostedPageOpened', opened: 'opened'},
  {type: 'enhancedVerificationDone'},
  {type: 'walletChanged', wallet: '0x52908400098527886E0F7030069857D2E4169EE7'},
  {type: 'walletInvalid'},
  {type: 'methodChosen', paymentType: 'transfer'},
  {type: 'paymentConfirmed', opened: 'opened', now},
  {type: 'returned'},
  {type: 'quoteOutdated'},
  {type: 'leadershipLost'},
  {type: 'leadershipAcquired'},
  {type: 'lockedOrderChanged', order: {...order, amount: '250'}},
  {type: 'restarted'},
  {type: 'buyerChanged'},
  {type: 'leaveConfirmed'},
  {type: 'leaveCancelled'},
];

/** `state` as JSON keeps it: what is `undefined` is not there. */
export function data(state: BuyState): unknown {
  return JSON.parse(JSON.stringify(state));
}
