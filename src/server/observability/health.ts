import type {Market} from '../market/market.js';
import type {Store} from '../store/store.js';

export interface CheckOptions {
  store: Store;
  market: Market;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
}

/** Milliseconds for which an answer is kept: anybody may ask, and the vendor's outages are not made worse by asking. */
const STORE_RESULT_TTL_MS = 1_000;
const VENDOR_RESULT_TTL_MS = 10_000;
/** Seconds for which the key that is written to find out is kept. */
const PROBE_KEY_TTL_SECONDS = 60;

/** `ask` as one question for everybody who asks within `ms` milliseconds: whether it resolved. */
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
 * Whether the store and the vendor can be used now. The store is asked with a write, because a full one, or a replica, still
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
