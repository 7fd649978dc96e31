import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import {toLimiter} from './limiter.js';
import type {Store} from './store.js';

export interface MemoryStoreOptions {
  /** Milliseconds since the epoch. Default: `Date.now`. */
  clock?: () => number;
  /**
   * Keys and agenda entries that are kept at most; past it, what would write one more is rejected. Nothing is ever put
   * out before its time, since a forgotten idempotency key could pay twice. Default: 1,000,000.
   */
  mostEntries?: number;
}

/** One process's memory. Lost at a restart; several processes want a shared store. */
export function memoryStore({clock = Date.now, mostEntries = 1_000_000}: MemoryStoreOptions = {}): Store {
  const entries = new Map<string, {value: string; endsAt: number}>();
  const agendas = new Map<string, Map<string, number>>();
  const listeners = new Set<(message: string) => void>();
  /** How many keys there may be before those that ended are looked for, and the earliest end of those that are left. */
  let sweepAt = Math.min(1024, mostEntries);
  let earliestEnd = 0;

  const live = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.endsAt > clock() ? entry : undefined;
  };
  const sweep = () => {
    // A full store is not searched in vain for every write.
    if (entries.size >= mostEntries && earliestEnd > clock()) return;
    earliestEnd = Infinity;
    for (const [key, {endsAt}] of entries) {
      if (endsAt <= clock()) entries.delete(key);
      else earliestEnd = Math.min(earliestEnd, endsAt);
    }
    // Sweeping at twice of what is alive keeps the cost of a write constant on average.
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
