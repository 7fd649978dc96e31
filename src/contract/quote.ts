import type {Order} from './asset.js';
import {readDecimal} from './money.js';
import {count, object, text} from './read.js';

/**
 * An estimate of what an order buys. The vendor binds no price, so it is shown with “≈”.
 * `receives` is coins, decimal text.
 */
export interface Quote extends Order {
  receives: string;
  /** Milliseconds since the epoch, by the clock of whoever holds the quote. */
  expiresAt: number;
}

/** A quote on the wire: how long it is still good travels instead of an instant, so that no two clocks need to agree. */
export interface QuoteAnswer extends Order {
  receives: string;
  /** Seconds, from when the answer was sent. */
  expiresIn: number;
}

/** Reads the answer of `GET /quotes` that arrived at `now` (milliseconds since the epoch). */
export function readQuote(value: unknown, now: number): Quote {
  const quote = object(value);
  return {
    amount: readDecimal(quote.amount),
    asset: text(quote.asset),
    chain: text(quote.chain),
    paymentType: text(quote.paymentType),
    receives: readDecimal(quote.receives),
    expiresAt: now + count(quote.expiresIn) * 1000,
  };
}
