import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type {RateLimiterAbstract} from 'rate-limiter-flexible';
import type {Limiter} from './store.js';

/** A limiter of the library's as one of ours. */
export function toLimiter(library: RateLimiterAbstract): Limiter {
  return {
    take: who =>
      library.consume(who).then(
        () => undefined,
        (refused: unknown) => {
          if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
          throw refused;
        },
      ),
    async giveBack(who) {
      await library.reward(who);
    },
  };
}
