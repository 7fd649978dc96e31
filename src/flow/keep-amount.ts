import type {Order} from '../contract/asset.js';
import {count, object, optional, text} from '../contract/read.js';
import {start, type AmountState} from './state.js';

/** Milliseconds after which what was kept is of no use: as long as a resume token is good. */
const lifetime = 24 * 60 * 60 * 1000;

/** What is stored of the first step. `now` is milliseconds since the epoch. */
export function keepAmount({order, resume}: AmountState, now: number): string {
  return JSON.stringify({savedAt: now, order, resume});
}

/** The first step as `keepAmount` stored it; nothing where something else, or nothing of use, is stored. */
export function restoreAmount(stored: string, now: number): AmountState | undefined {
  const kept = readKept(stored, now);
  try {
    return kept && {...start(readOrder(kept['order'])), ...optional(kept, 'resume', text)};
  } catch {
    return undefined;
  }
}

/** What is stored, if it is not too old. Storage belongs to the whole page, so anything may stand there. */
export function readKept(stored: string, now: number): Record<string, unknown> | undefined {
  try {
    const kept = object(JSON.parse(stored));
    return now - count(kept['savedAt']) > lifetime ? undefined : kept;
  } catch {
    return undefined;
  }
}

export function readOrder(value: unknown): Order {
  const {amount, asset, chain, paymentType} = object(value);
  return {amount: text(amount), asset: text(asset), chain: text(chain), paymentType: text(paymentType)};
}
