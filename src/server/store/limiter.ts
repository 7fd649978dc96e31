import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type {RateLimiterAbstract} from 'rate-limiter-flexible';
import type {Limiter} from './store.js';

/** A limiter of the library's as one of ours. */
export function toLimiter(library: RateLimiterAbstract): Limiter {
  return {
    async take(who) {
      try {
        await library.consume(who);
        return undefined;
      } catch (error) {
        if (error instanceof RateLimiterRes) return error.msBeforeNext;
        throw error;
      }
    },
    async giveBack(who) {
      await library.reward(who);
    },
  };
}
