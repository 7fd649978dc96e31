import {readDecimal} from '../contract/money.js';
import {isFinal} from '../contract/payment.js';
import type {Quote} from '../contract/quote.js';
import {count, object, optional, text} from '../contract/read.js';
import {readKept, readOrder} from './keep-amount.js';
import {fresh, type AmountState, type BuyState, type Draft, type Purchase, type ResumingState} from './state.js';

export interface Kept {
  /** For this tab's own storage. */
  tab: string;
  /**
   * For the storage that outlives the tab, so that a buyer whose identity check takes days finds the purchase again.
   * Missing before the buyer is known and after the purchase is over. Never a name or an e-mail.
   */
  device?: string;
}

/** What is stored of `state`, a step after the first, so that a reload goes on where the buyer was. `now` is milliseconds since the epoch. */
export function keep(state: Exclude<BuyState, AmountState>, now: number): Kept {
  const savedAt = now;
  switch (state.step) {
    case 'resuming': {
      const tab = JSON.stringify({savedAt, purchase: state.purchase, draft: state.draft});
      // Without a draft the buyer was known already, and is not forgotten before the adapter says so.
      return state.draft ? {tab} : {tab, device: tab};
    }
    case 'customer':
    case 'code':
      return {tab: JSON.stringify({savedAt, purchase: state.purchase, draft: state.draft})};
    default: {
      const tab = JSON.stringify({savedAt, purchase: state.purchase});
      const over = state.step === 'status' && state.payment && isFinal(state.payment.status);
      return over ? {tab} : {tab, device: tab};
    }
  }
}

/** The purchase to take up from what `keep` stored; nothing where that is too old or not a purchase. */
export function restore(stored: string, now: number): ResumingState | undefined {
  const kept = readKept(stored, now);
  try {
    if (!kept) return undefined;
    const purchase = readPurchase(kept['purchase']);
    return {...fresh, step: 'resuming', purchase, ...optional(kept, 'draft', readDraft)};
  } catch {
    return undefined;
  }
}

function readAgreed(value: unknown): Quote {
  const {receives, expiresAt} = object(value);
  return {...readOrder(value), receives: readDecimal(receives), expiresAt: count(expiresAt)};
}

function readPurchase(value: unknown): Purchase {
  const purchase = object(value);
  const order = readOrder(purchase['order']);
  return {
    order: {...order, amount: readDecimal(order.amount)},
    agreed: readAgreed(purchase['agreed']),
    key: text(purchase['key']),
    resume: text(purchase['resume']),
    ...optional(purchase, 'externalId', text),
    ...(purchase['asked'] === true ? {asked: true} : {}),
  };
}

function readDraft(value: unknown): Draft {
  const draft = object(value);
  return {email: text(draft['email']), name: text(draft['name']), codeSent: draft['codeSent'] === true};
}
