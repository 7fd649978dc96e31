import {CryptopocketConnectionError} from './errors.js';

/** Calls in a row without an answer before the vendor is left alone; a read is three attempts. */
const MAX_FAILURES = 10;
/** Milliseconds for which it is left alone: the first time, and the longest. */
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 60_000;
/** Milliseconds that a `retry-after` is believed at most, so that one wrong header cannot stop a shop for a day. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

interface Circuit {
  failures: number;
  pauseMs: number;
  openUntil: number;
  /** One call is on its way to find out whether the vendor is back. */
  probing: boolean;
}

/**
 * Circuit breaker: after repeated failures of a call, it is not sent for a while, then tried with one call. A 429 with
 * `retry-after` holds back every call, as the vendor limits the integration and not a path.
 */
export interface Breaker {
  /** Throws `busy` with `retryAfter` if `path` is not to be called now. */
  check(path: string): void;
  answered(path: string): void;
  failed(path: string): void;
  /** The vendor answered 429 and wants to be left alone for so many seconds. */
  limited(retryAfterSeconds: number): void;
}

/** `now`: milliseconds on a clock that only goes forward. */
export function createBreaker(now: () => number): Breaker {
  const circuits = new Map<string, Circuit>();
  let limitedUntil = -Infinity;

  const refuse = (until: number, why: string) => {
    const retryAfter = Math.ceil((until - now()) / 1000);
    return new CryptopocketConnectionError('busy', `CryptoPocket is not called now: ${why}`, {
      retryAfter,
      notSent: true,
    });
  };

  return {
    check(path) {
      if (now() < limitedUntil) throw refuse(limitedUntil, 'it answered 429');
      const circuit = circuits.get(path);
      if (!circuit || circuit.failures < MAX_FAILURES) return;
      if (now() < circuit.openUntil) throw refuse(circuit.openUntil, `${path} failed repeatedly`);
      if (circuit.probing) throw refuse(now() + 1000, `${path} failed repeatedly`);
      circuit.probing = true;
    },
    answered(path) {
      circuits.delete(path);
    },
    failed(path) {
      const circuit = circuits.get(path) ?? {failures: 0, pauseMs: FIRST_PAUSE_MS / 2, openUntil: 0, probing: false};
      circuits.set(path, circuit);
      circuit.failures += 1;
      circuit.probing = false;
      if (circuit.failures < MAX_FAILURES) return;
      // Attempts that were on their way together open it once.
      if (now() < circuit.openUntil) return;
      circuit.pauseMs = Math.min(circuit.pauseMs * 2, MAX_PAUSE_MS);
      circuit.openUntil = now() + circuit.pauseMs;
    },
    limited(retryAfterSeconds) {
      limitedUntil = Math.max(limitedUntil, now() + Math.min(retryAfterSeconds * 1000, MAX_RETRY_AFTER_MS));
    },
  };
}
