import type {Order} from './asset.js';
import {digitsOf, minorUnits} from './minor-units.js';
import {readDecimal} from './money.js';
import {nonNegativeNumber, record, string} from './decode.js';

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
  const quote = record(value);
  return {
    amount: readDecimal(quote.amount),
    asset: string(quote.asset),
    chain: string(quote.chain),
    paymentType: string(quote.paymentType),
    receives: readDecimal(quote.receives),
    expiresAt: now + nonNegativeNumber(quote.expiresIn) * 1000,
  };
}

/** Whether `fresh` is less than 99 % of `agreed`: then the buyer is asked again before paying. */
export function isPriceWorse(fresh: string, agreed: string): boolean {
  const digits = Math.max(digitsOf(fresh), digitsOf(agreed));
  return minorUnits(fresh, digits) * 100n < minorUnits(agreed, digits) * 99n;
}
