import type {Order} from '../contract/asset.js';
import {isEuros} from '../contract/money.js';
import {count, object, optional, text} from '../contract/read.js';
import {start, type AmountState} from './state.js';

/** Milliseconds after which what was kept is of no use: as long as a resume token is good. */
const lifetime = 24 * 60 * 60 * 1000;

/** Milliseconds by which a clock may have been set back since. */
const skew = 60_000;

/** What is stored of the first step of a page that asks for `wish`. `now` is milliseconds since the epoch. */
export function keepAmount({order, resume}: AmountState, wish: string, now: number): string {
  return JSON.stringify({savedAt: now, wish, order, resume});
}

/** The first step as `keepAmount` stored it; nothing where something else, or nothing of use, is stored. */
export function restoreAmount(stored: string, wish: string, now: number): AmountState | undefined {
  const kept = readKept(stored, now);
  try {
    // A page that asks for something else now is not answered with what it asked for before.
    if (kept?.['wish'] !== wish) return undefined;
    const order = readOrder(kept['order']);
    const amount = isEuros(order.amount) ? order.amount : '';
    return {...start({...order, amount}), ...optional(kept, 'resume', text)};
  } catch {
    return undefined;
  }
}

/** What is stored, if it is not too old. Storage belongs to the whole page, so anything may stand there. */
export function readKept(stored: string, now: number): Record<string, unknown> | undefined {
  try {
    const kept = object(JSON.parse(stored));
    const age = now - count(kept['savedAt']);
    return age > lifetime || age < -skew ? undefined : kept;
  } catch {
    return undefined;
  }
}

export function readOrder(value: unknown): Order {
  const {amount, asset, chain, paymentType} = object(value);
  return {amount: text(amount), asset: text(asset), chain: text(chain), paymentType: text(paymentType)};
}
