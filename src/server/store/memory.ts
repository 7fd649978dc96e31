import type {Store} from './store.js';

/** One process's memory. Lost at a restart; several processes want a shared store. */
export function memoryStore(clock: () => number = Date.now): Store {
  const entries = new Map<string, {value: string; endsAt: number}>();
  let sweepAt = 1024;

  const live = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.endsAt > clock() ? entry : undefined;
  };
  const write = (key: string, value: string, seconds: number) => {
    entries.set(key, {value, endsAt: clock() + seconds * 1000});
    if (entries.size < sweepAt) return;
    for (const [old, {endsAt}] of entries) if (endsAt <= clock()) entries.delete(old);
    // Sweeping at twice of what is alive keeps the cost of a write constant on average.
    sweepAt = Math.max(1024, entries.size * 2);
  };

  return {
    get: key => Promise.resolve(live(key)?.value),
    set: (key, value, seconds) => {
      write(key, value, seconds);
      return Promise.resolve();
    },
    add: (key, value, seconds) => {
      const free = !live(key);
      if (free) write(key, value, seconds);
      return Promise.resolve(free);
    },
    delete: key => {
      entries.delete(key);
      return Promise.resolve();
    },
  };
}
