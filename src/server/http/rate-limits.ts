import {HttpError} from './http-error.js';
import type {Limits} from '../options.js';
import type {Limiter, Store} from '../store/store.js';

/** A limit of the merchant's, or one that follows from it. */
export type LimitName = keyof Limits | 'codesPerMailboxInAll' | 'guessesPerMailboxInAll';

/** Seconds in which each is counted. */
const WINDOW_SECONDS: Record<keyof Limits, number> = {
  market: 60,
  sessions: 60,
  calls: 60,
  payments: 60 * 60,
  codesPerMailbox: 600,
  codesPerAddress: 600,
  guessesPerMailbox: 24 * 60 * 60,
};

/** How much more a mailbox may see from all networks together than from one, so that no stranger alone can block it. */
const ALL_NETWORKS_FACTOR = {codes: 4, guesses: 10};

/**
 * Counts a request of `who` against a limit; past it, `rate_limited` with the seconds to wait. Gives a function that
 * takes the request out of the count again.
 */
export type Limit = (limit: LimitName, who: string | undefined) => Promise<() => Promise<void>>;

export function createLimit(store: Store, limits: Limits): Limit {
  const limiterOf = (name: keyof Limits) => store.limiter(name, limits[name], WINDOW_SECONDS[name]);
  const limiters: Record<LimitName, Limiter> = {
    market: limiterOf('market'),
    sessions: limiterOf('sessions'),
    calls: limiterOf('calls'),
    payments: limiterOf('payments'),
    codesPerMailbox: limiterOf('codesPerMailbox'),
    codesPerAddress: limiterOf('codesPerAddress'),
    guessesPerMailbox: limiterOf('guessesPerMailbox'),
    codesPerMailboxInAll: store.limiter(
      'codesPerMailboxInAll',
      limits.codesPerMailbox * ALL_NETWORKS_FACTOR.codes,
      WINDOW_SECONDS.codesPerMailbox,
    ),
    guessesPerMailboxInAll: store.limiter(
      'guessesPerMailboxInAll',
      limits.guessesPerMailbox * ALL_NETWORKS_FACTOR.guesses,
      WINDOW_SECONDS.guessesPerMailbox,
    ),
  };
  return async (limit, who) => {
    // An address that the runtime does not tell cannot be counted.
    if (who === undefined) return () => Promise.resolve();
    const wait = await limiters[limit].take(who);
    if (wait !== undefined) throw new HttpError('rate_limited', undefined, Math.ceil(wait / 1000));
    return () => limiters[limit].giveBack(who);
  };
}
