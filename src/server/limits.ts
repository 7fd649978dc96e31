import {RateLimiterMemory, RateLimiterRes} from 'rate-limiter-flexible';
import {Failure} from './failure.js';
import type {Limits} from './options.js';

const windows: Record<keyof Limits, number> = {
  market: 60,
  sessions: 60,
  calls: 60,
  codesPerMailbox: 600,
  codesPerAddress: 600,
  guessesPerMailbox: 24 * 60 * 60,
};

/**
 * Counts a request of `who` against a limit; past it, `rate_limited` with the seconds to wait. Gives a function that
 * takes the request out of the count again.
 */
export type Limit = (limit: keyof Limits, who: string | undefined) => Promise<() => Promise<void>>;

export function createLimit(limits: Limits): Limit {
  const limiters = new Map(
    (Object.keys(windows) as (keyof Limits)[]).map(name => [
      name,
      new RateLimiterMemory({points: limits[name], duration: windows[name]}),
    ]),
  );
  return async (limit, who) => {
    // An address that the runtime does not tell cannot be counted.
    if (who === undefined) return () => Promise.resolve();
    const limiter = limiters.get(limit);
    try {
      await limiter?.consume(who);
      return async () => {
        await limiter?.reward(who);
      };
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        throw new Failure('rate_limited', undefined, Math.ceil(error.msBeforeNext / 1000));
      }
      throw error;
    }
  };
}
