import type {Asset, Order} from '../../contract/asset.js';
import {compareDecimals} from '../../contract/minor-units.js';
import type {QuoteAnswer} from '../../contract/quote.js';
import {HttpError} from '../http/http-error.js';
import type {AmountLimits} from '../options.js';
import type {Store} from '../store/store.js';
import type {Vendor} from '../cryptopocket/api.js';

/** Assets and quotes, cached and limited to what the merchant sells. */
export interface Market {
  /** The vendor's assets that the merchant sells. */
  assets(): Promise<Asset[]>;
  /**
   * Resolves with an estimate that is at most a third of `quoteLifetime` old.
   * @throws {HttpError} `asset_not_supported`, `amount_too_low` or `amount_too_high` for an order that the merchant does not
   * sell; `busy` while too many quotes are being fetched. `isPaying` exempts a buyer who is about to pay from `busy`.
   */
  quote(order: Order, asker?: {isPaying: boolean}): Promise<QuoteAnswer>;
  /** Remembers the minimum that the vendor named when it rejected `order` as too small. */
  learnMinimum(order: Order, minimum: string): Promise<void>;
}

export interface MarketOptions {
  vendor: Vendor;
  store: Store;
  /** Seconds. */
  quoteLifetime: number;
  /** Assets that the merchant sells. All of the vendor's if absent. */
  offered?: readonly Asset[] | undefined;
  limits?: AmountLimits | undefined;
  /** Monotonic clock in milliseconds. */
  clock: () => number;
}

/** Fewer than the connections of `pooledFetch`, so that other reads find a free one. */
const MAX_CONCURRENT_QUOTES = 48;
/** The vendor may change its minimum. */
const MINIMUM_TTL_SECONDS = 60 * 60;

const ASSETS_TTL_MS = 5 * 60_000;
/** Bounds the caches, because buyers can enter any amount. */
const MAX_CACHE_ENTRIES = 10_000;

interface Cached<T> {
  since: number;
  value: T;
}

/** A cache in which concurrent and later requests of one key share a call for `ttlMs` milliseconds. Failures are not kept. */
function createCache<T>(ttlMs: number, clock: () => number) {
  const kept = new Map<string, {since: number; answer: Promise<Cached<T>> | Cached<T>}>();
  return (key: string, ask: () => Promise<T>): Promise<Cached<T>> | Cached<T> => {
    const held = kept.get(key);
    const since = clock();
    if (held && since - held.since < ttlMs) return held.answer;
    const asked = ask().then(value => (entry.answer = {since, value}));
    const entry: {since: number; answer: Promise<Cached<T>> | Cached<T>} = {since, answer: asked};
    // Deleted first, so that the map stays ordered by age.
    kept.delete(key);
    kept.set(key, entry);
    const oldest = kept.keys().next();
    if (kept.size > MAX_CACHE_ENTRIES && !oldest.done) kept.delete(oldest.value);
    asked.catch(() => kept.get(key) === entry && kept.delete(key));
    return asked;
  };
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export function createMarket({vendor, store, quoteLifetime, offered, limits = {}, clock}: MarketOptions): Market {
  const assets = createCache<Asset[]>(ASSETS_TTL_MS, clock);
  const quotes = createCache<{receives: string}>((quoteLifetime * 1000) / 3, clock);
  const minimums = new Map<string, {minimum: string; endsAt: number}>();
  let runningQuotes = 0;

  const isOffered = ({symbol, chain}: Asset) =>
    !offered || offered.some(asset => isSame(asset.symbol, symbol) && isSame(asset.chain, chain));

  // The parts of an order contain no spaces.
  const minimumKey = ({asset, chain, paymentType}: Order) => `minimum:${asset} ${chain} ${paymentType}`;

  const remember = (key: string, minimum: string) => {
    if (minimums.size >= MAX_CACHE_ENTRIES) minimums.clear();
    minimums.set(key, {minimum, endsAt: clock() + MINIMUM_TTL_SECONDS * 1000});
  };

  const learned = (key: string): string | undefined => {
    const known = minimums.get(key);
    return known && known.endsAt > clock() ? known.minimum : undefined;
  };

  const refuseBelow = (amount: string, minimum: string | undefined) => {
    if (minimum !== undefined && compareDecimals(amount, minimum) < 0) throw new HttpError('amount_too_low', {minimum});
  };

  const refuseUnsold = (order: Order) => {
    const {amount, asset, chain} = order;
    const {minimum, maximum} = limits;
    if (!isOffered({symbol: asset, chain})) throw new HttpError('asset_not_supported');
    refuseBelow(amount, minimum);
    if (maximum !== undefined && compareDecimals(amount, maximum) > 0) {
      throw new HttpError('amount_too_high', {maximum});
    }
    refuseBelow(amount, learned(minimumKey(order)));
  };

  /** Fetches the quote from the vendor, and from the store the minimum that another instance may have learned. */
  const ask = async (order: Order): Promise<{receives: string}> => {
    runningQuotes += 1;
    try {
      const key = minimumKey(order);
      // A store failure must not block quotes.
      const known = store.get(key).catch(() => undefined);
      const [quote, minimum] = await Promise.all([vendor.quote(order), known]);
      if (minimum !== undefined) remember(key, minimum);
      return quote;
    } finally {
      runningQuotes -= 1;
    }
  };

  return {
    assets: async () => (await assets('', () => vendor.assets())).value.filter(isOffered),
    async quote({amount, asset, chain, paymentType}, {isPaying} = {isPaying: false}) {
      const order = {amount, asset, chain, paymentType};
      refuseUnsold(order);
      const key = `${amount} ${asset} ${chain} ${paymentType}`;
      const {since, value} = await quotes(key, () => {
        if (runningQuotes >= MAX_CONCURRENT_QUOTES && !isPaying)
          return Promise.reject(new HttpError('busy', undefined, 1));
        return ask(order);
      });
      refuseBelow(amount, learned(minimumKey(order)));
      const expiresIn = Math.max(0, Math.floor(quoteLifetime - (clock() - since) / 1000));
      // Spreading the fields would cost more than the rest of this function.
      return {amount, asset, chain, paymentType, receives: value.receives, expiresIn};
    },
    async learnMinimum(order, minimum) {
      const key = minimumKey(order);
      remember(key, minimum);
      await store.set(key, minimum, MINIMUM_TTL_SECONDS);
    },
  };
}
