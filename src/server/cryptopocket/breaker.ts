import {CryptopocketConnectionError} from './errors.js';

/** Consecutive calls without an answer that open the circuit. A read makes up to three attempts per call. */
const MAX_FAILURES = 10;
/** How long the circuit stays open. Doubles from the first to the maximum. */
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 60_000;
/** Limits `retry-after`, so that one wrong header cannot stop a shop for a day. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

interface Circuit {
  failures: number;
  pauseMs: number;
  openUntil: number;
  /** Whether a call is testing if the vendor is back. */
  probing: boolean;
}

/**
 * Circuit breaker per path. After repeated failures it blocks calls for a while, then lets one call through as a test. A 429
 * with `retry-after` blocks all paths, because the vendor limits the whole integration.
 */
export interface Breaker {
  /** @throws {CryptopocketConnectionError} `busy` with `retryAfter` while `path` is blocked. */
  check(path: string): void;
  answered(path: string): void;
  failed(path: string): void;
  /** Call this after a 429 with `retry-after`. */
  limited(retryAfterSeconds: number): void;
}

/** `now` is a monotonic clock in milliseconds. */
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
      // Concurrent failures open the circuit only once.
      if (now() < circuit.openUntil) return;
      circuit.pauseMs = Math.min(circuit.pauseMs * 2, MAX_PAUSE_MS);
      circuit.openUntil = now() + circuit.pauseMs;
    },
    limited(retryAfterSeconds) {
      limitedUntil = Math.max(limitedUntil, now() + Math.min(retryAfterSeconds * 1000, MAX_RETRY_AFTER_MS));
    },
  };
}
