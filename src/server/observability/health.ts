import type {Market} from '../market/market.js';
import type {Store} from '../store/store.js';

export interface CheckOptions {
  store: Store;
  market: Market;
  /** Monotonic clock in milliseconds. */
  clock: () => number;
}

/** Results are cached, because any client can request them and probes must not worsen an outage of the vendor. */
const STORE_RESULT_TTL_MS = 1_000;
const VENDOR_RESULT_TTL_MS = 10_000;

const PROBE_KEY_TTL_SECONDS = 60;

/** Runs `ask` at most once per `ms` milliseconds. Resolves with whether it succeeded. */
function cachedProbe(ask: () => Promise<unknown>, ms: number, clock: () => number): () => Promise<boolean> {
  let latest: {since: number; answer: Promise<boolean>} | undefined;
  return () => {
    if (latest && clock() - latest.since < ms) return latest.answer;
    const answer = ask().then(
      () => true,
      () => false,
    );
    latest = {since: clock(), answer};
    return answer;
  };
}

/**
 * Creates the readiness check of the store and the vendor. It writes to the store, because a full store or a replica still
 * answers reads.
 */
export function createCheck({store, market, clock}: CheckOptions): () => Promise<{store: boolean; vendor: boolean}> {
  const storeAnswers = cachedProbe(() => store.set('check', '', PROBE_KEY_TTL_SECONDS), STORE_RESULT_TTL_MS, clock);
  const vendorAnswers = cachedProbe(() => market.assets(), VENDOR_RESULT_TTL_MS, clock);
  return async () => {
    const [storeWorks, vendorWorks] = await Promise.all([storeAnswers(), vendorAnswers()]);
    return {store: storeWorks, vendor: vendorWorks};
  };
}
