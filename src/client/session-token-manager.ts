import type {Session} from '../contract/api.js';
import {ClientProblem} from './client-problem.js';

/** Milliseconds before its end at which a token is renewed rather than used. */
const margin = 30_000;

/** Holds the session's token, in memory only, and renews it when it is about to end. */
export class SessionKeeper {
  readonly #renew: (resume: string) => Promise<Session>;
  readonly #onRenewed: (resume: string) => void;
  readonly #clock: () => number;
  #session: {token: string; endsAt: number} | undefined;
  #resume: string | undefined;
  #renewing: Promise<string> | undefined;

  /** `onRenewed` takes the resume token of every renewal. */
  constructor(
    renew: (resume: string) => Promise<Session>,
    onRenewed: (resume: string) => void = () => undefined,
    clock: () => number = Date.now,
  ) {
    this.#renew = renew;
    this.#onRenewed = onRenewed;
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
    const current = this.#current();
    if (current !== undefined && current !== stale) return current;
    // Many calls may find the token old at once; one renewal serves them all.
    this.#renewing ??= this.#renewed().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renewed(): Promise<string> {
    const resume = this.#resume;
    if (resume === undefined) throw new ClientProblem('resume_expired');
    const renewed = await this.#renew(resume);
    // Another purchase was taken up meanwhile, or this one goes on by another token.
    if (this.#resume !== resume) return this.#current() ?? this.#renewed();
    this.#onRenewed(renewed.resume);
    return this.adopt(renewed).token;
  }

  /** The token, unless it is about to end. */
  #current(): string | undefined {
    const session = this.#session;
    return session && session.endsAt - margin > this.#clock() ? session.token : undefined;
  }
}
