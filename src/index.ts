import type {Rejection, TransientError} from './contract/problem.js';

export {CryptopocketBuy} from './components/buy/buy.js';
export type {CryptopocketEvents} from './components/buy/public-events.js';
export type {Presentation} from './components/buy/popup-window.js';
export type {Asset, Order} from './contract/asset.js';
export type {KycStatus} from './contract/kyc.js';
export type {Payment, PaymentStatus} from './contract/payment.js';
export type {ProblemCode, Rejection, TransientError} from './contract/problem.js';
export type {Quote} from './contract/quote.js';
export type {Step} from './machine/state.js';
export type {MessageOverrides} from './i18n/languages.js';
export type {Messages} from './i18n/messages.js';

/** @deprecated Use {@link Rejection}. */
export type Refusal = Rejection;
/** @deprecated Use {@link TransientError}. */
export type Silence = TransientError;
