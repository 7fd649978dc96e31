import {HttpError} from './http-error.js';
import type {Limits} from '../options.js';
import type {Limiter, Store} from '../store/store.js';

/** A limit of the options, or one that is derived from it. */
export type LimitName = keyof Limits | 'codesPerMailboxInAll' | 'guessesPerMailboxInAll';

const WINDOW_SECONDS: Record<keyof Limits, number> = {
  market: 60,
  sessions: 60,
  calls: 60,
  payments: 60 * 60,
  codesPerMailbox: 600,
  codesPerAddress: 600,
  guessesPerMailbox: 24 * 60 * 60,
};

/** The limit per email for all networks together, relative to one network, so that one attacker cannot block an email. */
const ALL_NETWORKS_FACTOR = {codes: 4, guesses: 10};

/**
 * Counts a request of `who` against a limit. Resolves with a function that takes the request out of the count again.
 * @throws {HttpError} `rate_limited`, with the seconds to wait, if the limit is exceeded.
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
    // Some runtimes provide no network address. Such requests are not limited.
    if (who === undefined) return () => Promise.resolve();
    const wait = await limiters[limit].take(who);
    if (wait !== undefined) throw new HttpError('rate_limited', undefined, Math.ceil(wait / 1000));
    return () => limiters[limit].giveBack(who);
  };
}
