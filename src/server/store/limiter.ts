import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type {RateLimiterAbstract} from 'rate-limiter-flexible';
import type {Limiter} from './store.js';

/** Adapts a limiter of `rate-limiter-flexible` to our interface. */
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
