import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import {toLimiter} from './limiter.js';
import type {Store} from './store.js';

export interface MemoryStoreOptions {
  /**
   * Returns the time in milliseconds since the epoch.
   * @default `Date.now`
   */
  clock?: () => number;
  /**
   * Maximum number of keys, and of entries per queue. A write beyond it is rejected. Nothing is evicted before it expires,
   * because a forgotten idempotency key could lead to a second payment.
   * @default 1,000,000
   */
  mostEntries?: number;
}

/**
 * Creates a store in the memory of this process. Its data is lost at a restart. Use a shared store, such as `redisStore`, if
 * several processes serve the same shop.
 *
 * @example
 * const buyFlow = createBuyFlow({apiKey, apiSecret, store: memoryStore({mostEntries: 100_000})});
 */
export function memoryStore({clock = Date.now, mostEntries = 1_000_000}: MemoryStoreOptions = {}): Store {
  const entries = new Map<string, {value: string; endsAt: number}>();
  const agendas = new Map<string, Map<string, number>>();
  const listeners = new Set<(message: string) => void>();
  /** The number of keys at which expired ones are swept, and the earliest expiry of those that remain. */
  let sweepAt = Math.min(1024, mostEntries);
  let earliestEnd = 0;

  const live = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.endsAt > clock() ? entry : undefined;
  };
  const sweep = () => {
    // Nothing can have expired yet: do not search a full store on every write.
    if (entries.size >= mostEntries && earliestEnd > clock()) return;
    earliestEnd = Infinity;
    for (const [key, {endsAt}] of entries) {
      if (endsAt <= clock()) entries.delete(key);
      else earliestEnd = Math.min(earliestEnd, endsAt);
    }
    // Sweeping at twice the number of live keys keeps the average cost of a write constant.
    sweepAt = Math.min(Math.max(1024, entries.size * 2), mostEntries);
  };
  const write = (key: string, value: string, seconds: number) => {
    if (!entries.has(key)) {
      if (entries.size >= sweepAt) sweep();
      if (entries.size >= mostEntries) throw new Error(`the memory store is full: ${mostEntries} entries`);
    }
    entries.set(key, {value, endsAt: clock() + seconds * 1000});
  };
  const agendaOf = (name: string) => {
    const agenda = agendas.get(name) ?? new Map<string, number>();
    agendas.set(name, agenda);
    return agenda;
  };

  return {
    get: key => Promise.resolve(live(key)?.value),
    async set(key, value, seconds) {
      write(key, value, seconds);
    },
    async add(key, value, seconds) {
      const free = !live(key);
      if (free) write(key, value, seconds);
      return free;
    },
    async replace(key, expected, value, seconds) {
      const same = live(key)?.value === expected;
      if (same) write(key, value, seconds);
      return same;
    },
    async delete(key, expected) {
      if (expected === undefined || live(key)?.value === expected) entries.delete(key);
    },

    async schedule(name, entry, at) {
      const agenda = agendaOf(name);
      if (agenda.size >= mostEntries && !agenda.has(entry)) {
        throw new Error(`the memory store is full: ${mostEntries} entries on an agenda`);
      }
      agenda.set(entry, at);
    },
    async claim(name, now, until, most) {
      const agenda = agendaOf(name);
      const due = Array.from(agenda).filter(([, at]) => at <= now);
      const claimed = due.sort(([, a], [, b]) => a - b).slice(0, most);
      for (const [entry] of claimed) agenda.set(entry, until);
      return claimed.map(([entry]) => entry);
    },
    async unschedule(name, entry) {
      agendaOf(name).delete(entry);
    },

    async publish(message) {
      for (const listener of listeners) listener(message);
    },
    async listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    limiter: (name, points, duration) => toLimiter(new RateLimiterMemory({keyPrefix: name, points, duration})),

    async close() {
      listeners.clear();
    },
  };
}
