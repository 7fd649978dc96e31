import type {Session} from '../contract/api.js';
import {ClientProblem} from './client-problem.js';

/** Milliseconds before its end at which a token is renewed rather than used. */
const margin = 30_000;

/** Holds the session's token, in memory only, and renews it when it is about to end. */
export class SessionKeeper {
  readonly #renew: (resume: string) => Promise<Session>;
  readonly #clock: () => number;
  #session: {token: string; endsAt: number} | undefined;
  #resume: string | undefined;
  #renewing: Promise<string> | undefined;

  constructor(renew: (resume: string) => Promise<Session>, clock: () => number = Date.now) {
    this.#renew = renew;
    this.#clock = clock;
  }

  adopt(session: Session): Session {
    this.#session = {token: session.token, endsAt: this.#clock() + session.expiresIn * 1000};
    this.#resume = session.resume;
    return session;
  }

  /** From now on a renewal goes on with this resume token. */
  adoptResume(resume: string): void {
    this.#resume = resume;
  }

  /** A token that is good for a call. `stale` is one that the adapter just turned down. */
  async token(stale?: string): Promise<string> {
    const session = this.#session;
    if (session && session.token !== stale && session.endsAt - margin > this.#clock()) return session.token;
    // Many calls may find the token old at once; one renewal serves them all.
    this.#renewing ??= this.#renewed().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renewed(): Promise<string> {
    if (this.#resume === undefined) throw new ClientProblem('resume_expired');
    return this.adopt(await this.#renew(this.#resume)).token;
  }
}
