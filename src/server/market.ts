import type {Asset, Order} from '../contract/asset.js';
import type {QuoteAnswer} from '../contract/quote.js';
import type {Vendor} from './vendor/vendor.js';

export interface Market {
  assets(): Promise<Asset[]>;
  /** An estimate that may be up to a third of its lifetime old. */
  quote(order: Order): Promise<QuoteAnswer>;
}

const assetsLifetime = 5 * 60_000;
/** Different orders whose estimates are kept; amounts are free text, so their number has no natural end. */
const mostKept = 10_000;

interface Shared<T> {
  since: number;
  value: T;
}

/** One upstream call serves everybody who asks the same within `lifetime` milliseconds; failures are not kept. */
function shared<T>(lifetime: number, clock: () => number) {
  const kept = new Map<string, {since: number; answer: Promise<Shared<T>> | Shared<T>}>();
  return (key: string, ask: () => Promise<T>): Promise<Shared<T>> | Shared<T> => {
    const held = kept.get(key);
    const since = clock();
    if (held && since - held.since < lifetime) return held.answer;
    const asked = ask().then(value => (entry.answer = {since, value}));
    const entry: {since: number; answer: Promise<Shared<T>> | Shared<T>} = {since, answer: asked};
    // Written last, so that the first of the map is always the oldest.
    kept.delete(key);
    kept.set(key, entry);
    const oldest = kept.keys().next();
    if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
    asked.catch(() => kept.get(key) === entry && kept.delete(key));
    return asked;
  };
}

export function createMarket(vendor: Vendor, quoteLifetime: number, clock: () => number): Market {
  const assets = shared<Asset[]>(assetsLifetime, clock);
  const quotes = shared<{receives: string}>((quoteLifetime * 1000) / 3, clock);
  return {
    assets: async () => (await assets('', () => vendor.assets())).value,
    async quote({amount, asset, chain, paymentType}) {
      const order = {amount, asset, chain, paymentType};
      // No part of an order has a space in it.
      const key = `${amount} ${asset} ${chain} ${paymentType}`;
      const {since, value} = await quotes(key, () => vendor.quote(order));
      const expiresIn = Math.max(0, Math.floor(quoteLifetime - (clock() - since) / 1000));
      // Each field by name: to spread them would cost more than all the rest.
      return {amount, asset, chain, paymentType, receives: value.receives, expiresIn};
    },
  };
}
