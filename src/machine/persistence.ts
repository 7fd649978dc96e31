import type {Order} from '../contract/asset.js';
import {isEuros, readDecimal} from '../contract/money.js';
import {isFinal, paymentStatuses} from '../contract/payment.js';
import type {Quote} from '../contract/quote.js';
import {oneOf, optional} from '../contract/read-field.js';
import {BadAnswer, count, object, text} from '../contract/read.js';
import {
  fresh,
  start,
  type AmountState,
  type Aside,
  type BuyState,
  type Draft,
  type Purchase,
  type ResumingState,
} from './state.js';
import type {LeftPurchase} from './leave.js';
import {withoutUnusedWallet} from './purchase-step.js';
import {SNAPSHOT_VERSION, stepOf, type StoredPurchase} from './step.js';
import {serializeAmount} from './steps/amount.js';
import {steps} from './steps/index.js';

/** Milliseconds after which what was kept is of no use: as long as a resume token is good. */
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

/**
 * What is stored of `state`, so that a reload goes on where the buyer was. `wish` is what the page asks for; `now` is
 * milliseconds since the epoch.
 */
export function keep(state: BuyState, wish: string, now: number): Kept {
  if (state.step === 'amount') return {tab: serializeAmount(state, wish, now)};
  const {session, persistent} = stepOf(steps, state)?.serialize?.(state) ?? {session: {purchase: state.purchase}};
  const write = (stored: StoredPurchase) => JSON.stringify({version: SNAPSHOT_VERSION, savedAt: now, ...stored});
  return {tab: write(session), ...(persistent ? {device: write(persistent)} : {})};
}

/** Purchases that the device keeps beside the current one. */
const mostLeft = 5;

/** What is stored of the purchases that the buyer left before they were over, those that are over by now first. Never a name or an email. */
export function keepLeft(left: readonly LeftPurchase[], now: number): string {
  const isOver = ({payment}: LeftPurchase) => payment?.status !== undefined && isFinal(payment.status);
  // What has yet to be followed is forgotten last.
  const byNeed = [...left.filter(isOver), ...left.filter(each => !isOver(each))];
  return JSON.stringify(
    byNeed.slice(-mostLeft).map(({purchase, payment, savedAt = now}) => ({
      savedAt,
      purchase: withoutUnusedWallet(purchase),
      payment,
    })),
  );
}

/** What `keepLeft` stored, without what is too old or is none of ours. */
export function restoreLeft(stored: string, now: number): LeftPurchase[] {
  const read = (value: unknown): LeftPurchase[] => {
    try {
      const kept = object(value);
      const savedAt = count(kept['savedAt']);
      const purchase = readPurchase(kept['purchase']);
      return now - savedAt > lifetime ? [] : [{savedAt, purchase, ...optional(kept, 'payment', readLeftPayment)}];
    } catch {
      return [];
    }
  };
  try {
    const all: unknown = JSON.parse(stored);
    return Array.isArray(all) ? all.flatMap(read).slice(-mostLeft) : [];
  } catch {
    return [];
  }
}

function readLeftPayment(value: unknown): LeftPurchase['payment'] {
  const payment = object(value);
  const known = (status: unknown) => oneOf(paymentStatuses, status);
  return {id: text(payment['id']), ...optional(payment, 'status', known)};
}

/**
 * Where to go on, from what `keep` stored; nothing where that is too old, no state of ours, or the first step of a page
 * that asked for something else than `wish`.
 */
export function restore(stored: string, wish: string, now: number): AmountState | ResumingState | undefined {
  // Storage belongs to the whole page, so anything may stand there.
  try {
    const kept = object(JSON.parse(stored));
    // A later version of the element may store another format.
    if (kept['version'] !== undefined && kept['version'] !== SNAPSHOT_VERSION) return undefined;
    // A clock that was set back leaves an age below zero. The adapter decides how long a resume token lives.
    if (now - count(kept['savedAt']) > lifetime) return undefined;
    if (kept['purchase'] === undefined) return kept['wish'] === wish ? readAmountState(kept) : undefined;
    const purchase = readPurchase(kept['purchase']);
    return {...fresh, step: 'resuming', purchase, ...optional(kept, 'draft', readDraft)};
  } catch {
    return undefined;
  }
}

function readAmountState(kept: Record<string, unknown>): AmountState {
  const order = readOrder(kept['order']);
  const amount = isEuros(order.amount) ? order.amount : '';
  return {
    ...start({...order, amount}),
    ...optional(kept, 'aside', readAside),
    ...optional(kept, 'draft', readDraft),
    ...optional(kept, 'wallet', text),
  };
}

/** One word of at most `most` characters, as headers and tokens are. */
function readWord(value: unknown, most: number): string {
  const word = text(value);
  if (word.length > most || !/^[\x21-\x7e]+$/.test(word)) throw new BadAnswer('expected a word');
  return word;
}

const readKey = (value: unknown) => readWord(value, 255);
const readResume = (value: unknown) => readWord(value, 8192);

function readAside(value: unknown): Aside {
  const aside = object(value);
  return {resume: readResume(aside['resume']), ...optional(aside, 'key', readKey)};
}

function readOrder(value: unknown): Order {
  const {amount, asset, chain, paymentType} = object(value);
  return {amount: text(amount), asset: text(asset), chain: text(chain), paymentType: text(paymentType)};
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
    key: readKey(purchase['key']),
    resume: readResume(purchase['resume']),
    ...optional(purchase, 'externalId', text),
    ...optional(purchase, 'wallet', text),
    ...(purchase['asked'] === true ? {asked: true} : {}),
  };
}

function readDraft(value: unknown): Draft {
  const draft = object(value);
  return {email: text(draft['email']), name: text(draft['name']), codeSent: draft['codeSent'] === true};
}
