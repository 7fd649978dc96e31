import type {AmountState} from './state.js';

/** What a tab stores of the first step. `wish` is what the page asks for; `savedAt` is milliseconds since the epoch. */
export function keepAmount({order, aside, draft, wallet}: AmountState, wish: string, savedAt: number): string {
  // Draft and wallet were typed further on, before the buyer came back here.
  return JSON.stringify({savedAt, wish, order, aside, draft, wallet});
}
