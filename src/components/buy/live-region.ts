import {isWorse} from '../../contract/price-change.js';
import type {BuyState, PaymentState} from '../../machine/state.js';
import {formatCoins} from '../../i18n/format.js';
import type {Messages} from '../../i18n/messages.js';

/** What the live region says of `state` in a purchase: whatever changes without the buyer's doing and without a new heading. */
export function spokenOf(state: BuyState, messages: Messages, locale: string): string {
  switch (state.step) {
    case 'amount':
      return '';
    case 'customer':
      return state.sending ? messages.customer.sending : '';
    case 'code':
      if (state.incomplete) return messages.code.incomplete;
      if (state.code !== undefined) return messages.code.checking;
      return state.resend === 'done' ? messages.code.resent : '';
    case 'kyc':
      switch (state.customer?.kyc) {
        case 'in_review':
          return messages.kyc.reviewHeading;
        case 'rejected':
          return messages.kyc.rejectedHeading;
        default:
          if (state.opened === 'blocked') return messages.blocked;
          return state.opened === 'yes' ? messages.kyc.waiting : '';
      }
    case 'payment':
      return state.creating ? messages.payment.creating : worseOf(state, messages, locale);
    case 'status': {
      const words = messages.status;
      switch (state.payment?.status) {
        case 'bank_pending':
          return words.bankPending;
        case 'payment_received':
          return words.received;
        case 'completed':
          return words.doneHeading;
        case 'failed':
          return words.failedHeading;
        case 'unknown':
          return words.unknown;
        default:
          return state.opened === 'blocked' ? messages.blocked : '';
      }
    }
    case 'resuming':
      return state.elsewhere ? '' : messages.resuming;
    case 'enhanced':
      return '';
  }
}

/** A price that got worse changes what the button does, so it is said. */
function worseOf({purchase, quote}: PaymentState, {payment}: Messages, locale: string): string {
  const {agreed, order} = purchase;
  if (!quote || !isWorse(quote.receives, agreed.receives)) return '';
  return payment.worse(formatCoins(agreed.receives, order.asset, locale));
}
