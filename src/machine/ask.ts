import {isFinal} from '../contract/payment.js';
import {amountRules} from './amount.js';
import {refusalOf} from './transitions.js';
import type {Ask} from './effects.js';
import type {BuyState, KycState} from './state.js';

/** Whether the buyer has yet to go to an identity check that the vendor insists on, whatever its status says. */
export function mustOpen({demanded, opened, customer}: KycState): boolean {
  return demanded && opened === 'no' && customer?.kyc === 'required';
}

function eagerness({eager}: BuyState): {eager?: true} {
  return eager ? {eager} : {};
}

/** What `state` wants to know, at every step. */
export function askOf(state: BuyState): Ask | undefined {
  switch (state.step) {
    case 'amount':
      return amountRules.askOf(state);
    case 'resuming':
      return state.elsewhere ? undefined : {ask: 'session', resume: state.purchase.resume};
    case 'customer': {
      if (!state.sending) return undefined;
      const {email, name} = state.draft;
      return {ask: 'customer', name, ...(state.emailProven ? {} : {email})};
    }
    case 'code': {
      const {email, name} = state.draft;
      if (state.resend === 'asked') return {ask: 'customer', email, name};
      return state.code === undefined ? undefined : {ask: 'verification', email, code: state.code};
    }
    case 'kyc': {
      const {customer} = state;
      // Where the buyer has a link to open, nothing is to be learnt before they did.
      const waits = customer?.kyc !== 'rejected' && !(mustOpen(state) && customer?.kycUrl !== undefined);
      return waits ? {ask: 'kyc', known: customer?.kyc, ...eagerness(state)} : undefined;
    }
    case 'enhanced':
      return undefined;
    case 'payment': {
      const {quote, creating} = state;
      const {order, agreed, key, externalId, wallet} = state.purchase;
      if (creating) {
        const request = {
          ...order,
          receives: agreed.receives,
          ...(externalId === undefined ? {} : {externalId}),
          ...(wallet === undefined ? {} : {wallet}),
        };
        return {ask: 'payment', key, request};
      }
      return quote && !state.expired ? {ask: 'expiry', at: quote.expiresAt} : {ask: 'quote', order};
    }
    case 'status': {
      const status = state.payment?.status;
      // A refusal stands until the buyer comes back.
      const waits = !refusalOf(state) && !(status && isFinal(status));
      return waits ? {ask: 'status', id: state.id, known: status, ...eagerness(state)} : undefined;
    }
  }
}
