import {refusalOf} from './transitions.js';
import type {BuyState} from './state.js';

/** Whether the buyer waits for an answer and can do nothing meanwhile. */
export function isBusy(state: BuyState): boolean {
  switch (state.step) {
    case 'amount':
      return state.confirmed !== undefined;
    case 'resuming':
      return !state.elsewhere;
    case 'customer':
      return state.sending;
    case 'code':
      return state.code !== undefined || state.resend === 'asked';
    case 'kyc':
      return state.customer === undefined;
    case 'enhanced':
      return false;
    case 'payment':
      return state.creating !== undefined;
    case 'status':
      // A refusal is there to be read, and nothing is on its way.
      return state.payment === undefined && !refusalOf(state);
  }
}
