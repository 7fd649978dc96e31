import type {BuyState} from '../../flow/state.js';
import type {Messages} from '../../i18n/messages.js';

/** What the live region says of `state` in a purchase: whatever changes without the buyer's doing and without a new heading. */
export function spokenOf(state: BuyState, messages: Messages): string {
  switch (state.step) {
    case 'amount':
      return '';
    case 'customer':
      return state.sending ? messages.customer.sending : '';
    case 'code':
      if (state.code !== undefined) return messages.code.checking;
      return state.resend === 'done' ? messages.code.resent : '';
    case 'kyc':
      switch (state.customer?.kyc) {
        case 'in_review':
          return messages.kyc.reviewHeading;
        case 'rejected':
          return messages.kyc.rejectedHeading;
        default:
          return state.opened === 'yes' ? messages.kyc.waiting : '';
      }
    case 'payment':
      return state.creating ? messages.payment.creating : '';
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
          return state.opened === 'blocked' ? words.blocked : '';
      }
    }
    case 'resuming':
      return messages.resuming;
    case 'enhanced':
      return '';
  }
}
