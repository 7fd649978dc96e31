import type {Order} from '../contract/asset.js';
import type {Quote} from '../contract/quote.js';
import {count, object, optional, text} from '../contract/read.js';
import {isFinal} from '../contract/payment.js';
import {fresh, start, type BuyState, type Draft, type Purchase} from './state.js';

/** Milliseconds after which a kept purchase is of no use: as long as its resume token is good. */
const lifetime = 24 * 60 * 60 * 1000;

export interface Kept {
  /** For this tab's own storage. */
  tab: string;
  /**
   * For the storage that outlives the tab, so that a buyer whose identity check takes days finds the purchase again.
   * Missing before the buyer is known and after the purchase is over. Never a name or an e-mail.
   */
  device?: string;
}

/** What is stored of `state`, so that a reload goes on where the buyer was. `now` is milliseconds since the epoch. */
export function keep(state: BuyState, now: number): Kept {
  const savedAt = now;
  switch (state.step) {
    case 'amount':
      return {tab: JSON.stringify({savedAt, order: state.order, resume: state.resume})};
    case 'resuming':
      return {tab: JSON.stringify({savedAt, purchase: state.purchase, draft: state.draft})};
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

/** The state that goes on from what `keep` stored; nothing where it is too old or not ours. */
export function restore(stored: string | null, now: number): BuyState | undefined {
  if (stored === null) return undefined;
  try {
    const kept = object(JSON.parse(stored));
    if (now - count(kept['savedAt']) > lifetime) return undefined;
    if (kept['order'] !== undefined) return {...start(readOrder(kept['order'])), ...optional(kept, 'resume', text)};
    return {
      ...fresh,
      step: 'resuming',
      purchase: readPurchase(kept['purchase']),
      ...optional(kept, 'draft', readDraft),
    };
  } catch {
    // Storage belongs to the whole page; what anybody else wrote there is not a purchase.
    return undefined;
  }
}

function readOrder(value: unknown): Order {
  const {amount, asset, chain, paymentType} = object(value);
  return {amount: text(amount), asset: text(asset), chain: text(chain), paymentType: text(paymentType)};
}

function readAgreed(value: unknown): Quote {
  const {receives, expiresAt} = object(value);
  return {...readOrder(value), receives: text(receives), expiresAt: count(expiresAt)};
}

function readPurchase(value: unknown): Purchase {
  const purchase = object(value);
  return {
    order: readOrder(purchase['order']),
    agreed: readAgreed(purchase['agreed']),
    key: text(purchase['key']),
    resume: text(purchase['resume']),
    ...optional(purchase, 'externalId', text),
  };
}

function readDraft(value: unknown): Draft {
  const draft = object(value);
  return {email: text(draft['email']), name: text(draft['name']), codeSent: draft['codeSent'] === true};
}
