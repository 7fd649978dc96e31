import {HttpError} from '../http/http-error.js';
import {unref} from '../unref.js';
import type {Store} from './store.js';

/** The lease of an instance that died ends after this time. */
const LEASE_SECONDS = 15;
const RENEWAL_INTERVAL_MS = 5_000;
/** The pause between two attempts doubles from the first to the longest. */
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 250;
/** About 30 seconds of waiting. */
const MAX_ATTEMPTS = 125;

/** Distributed mutex over the store. First in, first out within an instance. Lease 15 s, renewed every 5 s. */
export interface DistributedLock {
  /**
   * Runs `work` while this instance holds the lock `name`.
   * @throws {HttpError} `busy` after about 30 s of waiting.
   */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

export function createLock(store: Store): DistributedLock {
  /** The last waiting call of this instance by lock name: calls of one instance queue up without the store. */
  const queues = new Map<string, Promise<unknown>>();

  const acquire = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const key = `turn:${name}`;
    const mine = crypto.randomUUID();
    let pause = FIRST_PAUSE_MS;
    for (let attempt = 1; !(await store.add(key, mine, LEASE_SECONDS)); attempt++) {
      if (attempt === MAX_ATTEMPTS) throw new HttpError('busy', undefined, 1);
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
    // If a renewal fails, the lease may end early. Work under the lock must therefore tolerate a second holder.
    const renewing = unref(
      setInterval(() => {
        store.replace(key, mine, mine, LEASE_SECONDS).catch(() => undefined);
      }, RENEWAL_INTERVAL_MS),
    );
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      await store.delete(key, mine).catch(() => undefined);
    }
  };

  return {
    async withLock(name, work) {
      const before = queues.get(name);
      const mine = (async () => {
        await before?.catch(() => undefined);
        return acquire(name, work);
      })();
      queues.set(name, mine);
      try {
        return await mine;
      } finally {
        if (queues.get(name) === mine) queues.delete(name);
      }
    },
  };
}
