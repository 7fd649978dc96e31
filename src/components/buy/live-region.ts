import type {KycStatus} from '../../contract/kyc.js';
import type {PaymentStatus} from '../../contract/payment-status.js';
import {isWorse} from '../../contract/price-change.js';
import type {BuyState, PaymentState, Step} from '../../machine/state.js';
import {formatCoins} from '../../i18n/format.js';
import type {Messages} from '../../i18n/messages.js';

type StateOf<S extends Step> = Extract<BuyState, {step: S}>;

type Announcers = {readonly [S in Step]: (state: StateOf<S>, messages: Messages, locale: string) => string};

/** What is announced of each identity check that needs words. */
const kycTexts: Partial<Record<KycStatus, (messages: Messages) => string>> = {
  in_review: ({kyc}) => kyc.reviewHeading,
  rejected: ({kyc}) => kyc.rejectedHeading,
};

const paymentTexts: Partial<Record<PaymentStatus, (messages: Messages) => string>> = {
  bank_pending: ({status}) => status.bankPending,
  payment_received: ({status}) => status.received,
  completed: ({status}) => status.doneHeading,
  failed: ({status}) => status.failedHeading,
  unknown: ({status}) => status.unknown,
};

const announcers: Announcers = {
  amount: () => '',
  resuming: (state, messages) => (state.activeInOtherTab ? '' : messages.resuming),
  customer: (state, {customer}) => (state.sending ? customer.sending : ''),
  code(state, {code}) {
    if (state.incomplete) return code.incomplete;
    if (state.code !== undefined) return code.checking;
    return state.resend === 'done' ? code.resent : '';
  },
  kyc(state, messages) {
    const text = state.customer && kycTexts[state.customer.kyc];
    if (text) return text(messages);
    if (state.popup === 'blocked') return messages.blocked;
    return state.popup === 'opened' ? messages.kyc.waiting : '';
  },
  enhanced: () => '',
  payment: (state, messages, locale) =>
    state.creating ? messages.payment.creating : worsePrice(state, messages, locale),
  status(state, messages) {
    const text = state.payment && paymentTexts[state.payment.status];
    if (text) return text(messages);
    return state.popup === 'blocked' ? messages.blocked : '';
  },
};

/** What screen readers announce of a purchase: whatever changes without the buyer's doing and without a new heading. */
export function announcementFor<S extends Step>(
  state: StateOf<S> & {step: S},
  messages: Messages,
  locale: string,
): string {
  return announcers[state.step](state, messages, locale);
}

/** A price that got worse changes what the button does, so it is announced. */
function worsePrice({purchase, quote}: PaymentState, {payment}: Messages, locale: string): string {
  const {acceptedQuote, order} = purchase;
  if (!quote || !isWorse(quote.receives, acceptedQuote.receives)) return '';
  return payment.worse(formatCoins(acceptedQuote.receives, order.asset, locale));
}
