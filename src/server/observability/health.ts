import type {Market} from '../market/market.js';
import type {Store} from '../store/store.js';

export interface CheckOptions {
  store: Store;
  market: Market;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
}

/** Milliseconds for which an answer is kept: anybody may ask, and the vendor's outages are not made worse by asking. */
const storeAnswerMs = 1_000;
const vendorAnswerMs = 10_000;
/** Seconds for which the key that is written to find out is kept. */
const keySeconds = 60;

/** `ask` as one question for everybody who asks within `ms` milliseconds: whether it resolved. */
function answers(ask: () => Promise<unknown>, ms: number, clock: () => number): () => Promise<boolean> {
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
  const storeAnswers = answers(() => store.set('check', '', keySeconds), storeAnswerMs, clock);
  const vendorAnswers = answers(() => market.assets(), vendorAnswerMs, clock);
  return async () => {
    const [storeWorks, vendorWorks] = await Promise.all([storeAnswers(), vendorAnswers()]);
    return {store: storeWorks, vendor: vendorWorks};
  };
}
