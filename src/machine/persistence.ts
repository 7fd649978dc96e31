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
  type SuspendedPurchase,
  type BuyState,
  type Draft,
  type Purchase,
  type ResumingState,
} from './state.js';
import type {EarlierPurchase} from './leave.js';
import {withoutUnusedWallet} from './purchase-step.js';
import {SNAPSHOT_VERSION, stepOf, type StoredPurchase} from './step.js';
import {serializeAmount} from './steps/amount.js';
import {steps} from './steps/index.js';

/** Milliseconds after which what was kept is of no use: as long as a resume token is good. */
const SNAPSHOT_LIFETIME_MS = 24 * 60 * 60 * 1000;

export interface Snapshot {
  /** For this tab's own storage. */
  session: string;
  /**
   * For the storage that outlives the tab, so that a buyer whose identity check takes days finds the purchase again.
   * Missing before the buyer is known and after the purchase is over. Never a name or an e-mail.
   */
  persistent?: string;
}

/**
 * What is stored of `state`, so that a reload goes on where the buyer was. `wish` is what the page asks for; `now` is
 * milliseconds since the epoch.
 */
export function serialize(state: BuyState, wish: string, now: number): Snapshot {
  if (state.step === 'amount') return {session: serializeAmount(state, wish, now)};
  const {session, persistent} = stepOf(steps, state)?.serialize(state) ?? {session: {purchase: state.purchase}};
  const write = ({purchase, draft}: StoredPurchase) =>
    JSON.stringify({version: SNAPSHOT_VERSION, savedAt: now, purchase: toStored(purchase), draft});
  return {session: write(session), ...(persistent ? {persistent: write(persistent)} : {})};
}

/** A later version of the element may store another format; before version 1 there was none. */
function isKnownVersion({version}: Record<string, unknown>): boolean {
  return version === undefined || version === SNAPSHOT_VERSION;
}

/** The purchase under the names that version 1 of the format has. */
function toStored({acceptedQuote, paymentRequested, ...purchase}: Purchase): object {
  return {...purchase, agreed: acceptedQuote, asked: paymentRequested};
}

/** Purchases that the device keeps beside the current one. */
const MAX_EARLIER_PURCHASES = 5;

/** What is stored of the purchases that the buyer left before they were over, those that are over by now first. Never a name or an email. */
export function serializeEarlier(left: readonly EarlierPurchase[], now: number): string {
  const isOver = ({payment}: EarlierPurchase) => payment?.status !== undefined && isFinal(payment.status);
  // What has yet to be followed is forgotten last.
  const byNeed = [...left.filter(isOver), ...left.filter(each => !isOver(each))];
  return JSON.stringify(
    byNeed.slice(-MAX_EARLIER_PURCHASES).map(({purchase, payment, savedAt = now}) => ({
      version: SNAPSHOT_VERSION,
      savedAt,
      purchase: toStored(withoutUnusedWallet(purchase)),
      payment,
    })),
  );
}

/** What `keepLeft` stored, without what is too old or is none of ours. */
export function deserializeEarlier(stored: string, now: number): EarlierPurchase[] {
  const read = (value: unknown): EarlierPurchase[] => {
    try {
      const kept = object(value);
      if (!isKnownVersion(kept)) return [];
      const savedAt = count(kept['savedAt']);
      const purchase = readPurchase(kept['purchase']);
      return now - savedAt > SNAPSHOT_LIFETIME_MS
        ? []
        : [{savedAt, purchase, ...optional(kept, 'payment', readLeftPayment)}];
    } catch {
      return [];
    }
  };
  try {
    const all: unknown = JSON.parse(stored);
    return Array.isArray(all) ? all.flatMap(read).slice(-MAX_EARLIER_PURCHASES) : [];
  } catch {
    return [];
  }
}

function readLeftPayment(value: unknown): EarlierPurchase['payment'] {
  const payment = object(value);
  const known = (status: unknown) => oneOf(paymentStatuses, status);
  return {id: text(payment['id']), ...optional(payment, 'status', known)};
}

/**
 * Where to go on, from what `keep` stored; nothing where that is too old, no state of ours, or the first step of a page
 * that asked for something else than `wish`.
 */
export function deserialize(stored: string, wish: string, now: number): AmountState | ResumingState | undefined {
  // Storage belongs to the whole page, so anything may stand there.
  try {
    const kept = object(JSON.parse(stored));
    if (!isKnownVersion(kept)) return undefined;
    // A clock that was set back leaves an age below zero. The adapter decides how long a resume token lives.
    if (now - count(kept['savedAt']) > SNAPSHOT_LIFETIME_MS) return undefined;
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
    ...(kept['aside'] === undefined ? {} : {suspended: readSuspended(kept['aside'])}),
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

function readSuspended(value: unknown): SuspendedPurchase {
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
    acceptedQuote: readAgreed(purchase['agreed']),
    key: readKey(purchase['key']),
    resume: readResume(purchase['resume']),
    ...optional(purchase, 'externalId', text),
    ...optional(purchase, 'wallet', text),
    ...(purchase['asked'] === true ? {paymentRequested: true} : {}),
  };
}

function readDraft(value: unknown): Draft {
  const draft = object(value);
  return {email: text(draft['email']), name: text(draft['name']), codeSent: draft['codeSent'] === true};
}
