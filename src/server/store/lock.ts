import {HttpError} from '../http/http-error.js';
import {unref} from '../unref.js';
import type {Store} from './store.js';

/** Seconds after which the turn of an instance that died is over; one that lives renews its turn well before. */
const lifetime = 15;
const renewal = 5_000;
/** Milliseconds between two tries to get a turn: the first, and the longest. */
const firstPause = 25;
const longestPause = 250;
/** Tries before somebody who waits is told to come back: about 30 seconds. */
const mostTries = 125;

/** Lets one instance at a time do something, in the order of this instance's wishes. */
export interface DistributedLock {
  /** Does `work` when it is `name`'s turn; `busy` where that takes too long. */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

export function createLock(store: Store): DistributedLock {
  /** The last of this instance who waits for a name: among one's own, no store has to be asked. */
  const queues = new Map<string, Promise<unknown>>();

  const takeAmongAll = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const key = `turn:${name}`;
    const mine = crypto.randomUUID();
    let pause = firstPause;
    for (let tried = 1; !(await store.add(key, mine, lifetime)); tried++) {
      if (tried === mostTries) throw new HttpError('busy', undefined, 1);
      await sleep(pause);
      pause = Math.min(pause * 2, longestPause);
    }
    // Where a renewal fails, the turn may end early; whoever does something twice then has to notice by itself.
    const renewing = unref(
      setInterval(() => {
        store.replace(key, mine, mine, lifetime).catch(() => undefined);
      }, renewal),
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
        return takeAmongAll(name, work);
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
