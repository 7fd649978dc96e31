/** A rate limiter: counts actions per key. */
export interface Limiter {
  /** Counts one action of `who`. Resolves with `undefined` if it is allowed, otherwise with the milliseconds to wait. */
  take(who: string): Promise<number | undefined>;
  /** Takes one action of `who` out of the count again. */
  giveBack(who: string): Promise<void>;
}

/** A problem in the configuration of a store that endangers a guarantee of the adapter. */
export interface StoreFinding {
  code: 'store_evicts' | 'store_not_persistent' | 'store_read_only' | 'store_without_pubsub' | 'store_not_inspected';
  /** What it means and how to fix it, in English. */
  message: string;
}

/**
 * Storage that the instances of the adapter share: idempotency records, email codes, links to hosted pages, the queue of
 * tracked payments, and notifications between instances. Keys, values and entries are text. Every key expires. Each
 * operation is atomic across instances, and rejects if the store cannot be reached.
 */
export interface Store {
  /** Resolves with the value of `key`, or with `undefined` if there is none or it has expired. */
  get(key: string): Promise<string | undefined>;
  /** Writes `value`, which expires after `seconds`. */
  set(key: string, value: string, seconds: number): Promise<void>;
  /** Writes only if the key does not exist. Resolves with whether it did. */
  add(key: string, value: string, seconds: number): Promise<boolean>;
  /** Writes only if the current value is `expected`. Resolves with whether it did. */
  replace(key: string, expected: string, value: string, seconds: number): Promise<boolean>;
  /** Deletes the key. With `expected`, only if that is the current value. */
  delete(key: string, expected?: string): Promise<void>;

  /** Adds `entry` to a delayed queue, due at `at` in milliseconds since the epoch. Moves an entry that is already in it. */
  schedule(agenda: string, entry: string, at: number): Promise<void>;
  /**
   * Leases up to `most` entries that are due at `now`, the most overdue first. Each is postponed to `until`, so that no
   * other instance gets it meanwhile.
   */
  claim(agenda: string, now: number, until: number, most: number): Promise<string[]>;
  /** Removes `entry` from the queue. */
  unschedule(agenda: string, entry: string): Promise<void>;

  /** Sends `message` to the current listeners of all instances, this one included. It is not kept for later listeners. */
  publish(message: string): Promise<void>;
  /** Calls `listener` for every message. Resolves with a function that stops this. */
  listen(listener: (message: string) => void): Promise<() => void>;

  /** A limiter that allows `most` actions per `seconds`, counted under `name`. */
  limiter(name: string, most: number, seconds: number): Limiter;

  /** Checks the configuration of the store. The adapter logs the findings at its start, and `doctor` reports them. */
  diagnose?(): Promise<readonly StoreFinding[]>;

  /** Releases connections and timers. */
  close(): Promise<void>;
}
