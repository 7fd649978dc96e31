import type {Asset, Order} from '../../contract/asset.js';
import {compareDecimals} from '../../contract/minor-units.js';
import type {QuoteAnswer} from '../../contract/quote.js';
import {HttpError} from '../http/http-error.js';
import type {AmountLimits} from '../options.js';
import type {Store} from '../store/store.js';
import type {Vendor} from '../cryptopocket/api.js';

export interface Market {
  /** What is sold: what the vendor sells, as far as the merchant allows it. */
  assets(): Promise<Asset[]>;
  /**
   * An estimate that may be up to a third of its lifetime old. Throws `asset_not_supported`, `amount_too_low` or
   * `amount_too_high` for an order that is not sold, and `busy` if the vendor is asked for too many other prices just now;
   * a buyer who is about to pay is never turned away for that.
   */
  quote(order: Order, asker?: {isPaying: boolean}): Promise<QuoteAnswer>;
  /** The vendor refused `order` as too small, and named the least amount. */
  learnMinimum(order: Order, minimum: string): Promise<void>;
}

export interface MarketOptions {
  vendor: Vendor;
  store: Store;
  /** Seconds. */
  quoteLifetime: number;
  /** What the merchant sells; everything if absent. */
  offered?: readonly Asset[] | undefined;
  limits?: AmountLimits | undefined;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
}

/** Prices that the vendor is asked for at once: fewer than there are connections, so that other reads find a free one. */
const MAX_CONCURRENT_QUOTES = 48;
/** Seconds for which a minimum that the vendor named is believed; it may have changed since. */
const MINIMUM_TTL_SECONDS = 60 * 60;

const ASSETS_TTL_MS = 5 * 60_000;
/** Different orders whose estimates are kept; amounts are free text, so their number has no natural end. */
const MAX_CACHE_ENTRIES = 10_000;

interface Cached<T> {
  since: number;
  value: T;
}

/** One upstream call serves everybody who asks the same within `lifetime` milliseconds; failures are not kept. */
function createCache<T>(lifetime: number, clock: () => number) {
  const kept = new Map<string, {since: number; answer: Promise<Cached<T>> | Cached<T>}>();
  return (key: string, ask: () => Promise<T>): Promise<Cached<T>> | Cached<T> => {
    const held = kept.get(key);
    const since = clock();
    if (held && since - held.since < lifetime) return held.answer;
    const asked = ask().then(value => (entry.answer = {since, value}));
    const entry: {since: number; answer: Promise<Cached<T>> | Cached<T>} = {since, answer: asked};
    // Written last, so that the first of the map is always the oldest.
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

  // No part of an order has a space in it.
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

  /** Asks the vendor, and the store for what another instance may have learned. */
  const ask = async (order: Order): Promise<{receives: string}> => {
    runningQuotes += 1;
    try {
      const key = minimumKey(order);
      // A store that is away keeps nobody from a price.
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
      // Each field by name: to spread them would cost more than all the rest.
      return {amount, asset, chain, paymentType, receives: value.receives, expiresIn};
    },
    async learnMinimum(order, minimum) {
      const key = minimumKey(order);
      remember(key, minimum);
      await store.set(key, minimum, MINIMUM_TTL_SECONDS);
    },
  };
}
