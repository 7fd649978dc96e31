import {randomHex} from './random.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';

interface Issued {
  at: number;
  /** Remaining passes for calls that are rejected once. See `refusesOnce`. */
  passes: number;
}

/** The tokens that `authenticate` issued to the integration. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  #passes = 0;

  constructor(
    private readonly time: Time,
    private readonly settings: Settings,
  ) {}

  issue(): string {
    const token = randomHex(24);
    this.#issued.set(token, {at: this.time.now(), passes: this.#passes});
    this.#passes = 0;
    return token;
  }

  accepts(token: string | undefined): token is string {
    const issued = token === undefined ? undefined : this.#issued.get(token);
    return issued !== undefined && this.time.now() < issued.at + this.settings.tokenLifetimeMs;
  }

  revoke(token: string): void {
    this.#issued.delete(token);
  }

  revokeAll(): void {
    this.#issued.clear();
  }

  /**
   * Rejects and revokes the token, unless it was issued after such a rejection. A client that authenticates again and repeats
   * the call therefore succeeds, and the next such purchase starts over.
   */
  refusesOnce(token: string): boolean {
    const issued = this.#issued.get(token);
    if (issued && issued.passes > 0) {
      issued.passes--;
      return false;
    }
    this.revoke(token);
    this.#passes = 1;
    return true;
  }
}
