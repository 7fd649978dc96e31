import type {Session} from '../contract/api.js';
import {emptyDraft, fresh, type BuyState, type Draft, type Purchase} from './state.js';

/** Where a purchase goes on, by what the session says about it. */
export function stateAfterSession(purchase: Purchase, session: Session, draft: Draft = emptyDraft): BuyState {
  const going = {...purchase, resume: session.resume};
  if (session.payment !== undefined) {
    // Of a payment that was asked for elsewhere, this tab cannot tell where its coins go.
    if (!purchase.paymentRequested) delete going.wallet;
    return {...fresh, step: 'status', purchase: going, id: session.payment, popup: 'none'};
  }
  if (session.identified === 'customer') {
    return {...fresh, step: 'kyc', purchase: going, forcedByVendor: false, popup: 'none'};
  }
  const emailProven = session.identified === 'email';
  return draft.codeSent && !emailProven
    ? {...fresh, step: 'code', purchase: going, draft}
    : {...fresh, step: 'customer', purchase: going, draft, emailProven, sending: false};
}

/** A payment that another tab asked for, which is asked for again in the very same words. */
export function pendingPaymentOf({key}: Purchase, shared: Purchase | undefined): Purchase | undefined {
  return shared?.paymentRequested && shared.key === key ? shared : undefined;
}
