/** Counts what somebody does against a limit. */
export interface Limiter {
  /** Takes one of what `who` may do in the window; otherwise the milliseconds until the next one is free. */
  take(who: string): Promise<number | undefined>;
  /** Gives one back. */
  giveBack(who: string): Promise<void>;
}

/** Something about how a store is run that breaks a promise of the adapter's. */
export interface StoreFinding {
  code: 'store_evicts' | 'store_not_persistent' | 'store_read_only' | 'store_without_pubsub' | 'store_not_inspected';
  /** What it means and how to fix it; English. */
  message: string;
}

/**
 * What the adapter must remember between requests, and between its instances: idempotent answers, codes, hosted links,
 * who is followed until when, and who has to hear of news. Keys, values and entries are text; every key has an end.
 * Each operation is atomic, also among instances. Where the store cannot be reached, it rejects.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** Writes `value` for `seconds`. */
  set(key: string, value: string, seconds: number): Promise<void>;
  /** Writes only where nothing is written yet, and tells whether it did. */
  add(key: string, value: string, seconds: number): Promise<boolean>;
  /** Writes only where `expected` is written, and tells whether it did. */
  replace(key: string, expected: string, value: string, seconds: number): Promise<boolean>;
  /** Deletes what is written, or only where that is `expected`. */
  delete(key: string, expected?: string): Promise<void>;

  /** Puts `entry` on an agenda for `at`, milliseconds since the epoch; an entry that is on it already moves. */
  schedule(agenda: string, entry: string, at: number): Promise<void>;
  /** Up to `most` entries that are due at `now`, the most overdue first. Each moves to `until`, so that no other instance takes it. */
  claim(agenda: string, now: number, until: number, most: number): Promise<string[]>;
  unschedule(agenda: string, entry: string): Promise<void>;

  /** Tells every listener of every instance, this one included. Who does not listen just then never hears of it. */
  publish(message: string): Promise<void>;
  /** Gives a function that ends listening. */
  listen(listener: (message: string) => void): Promise<() => void>;

  /** A limit of `most` per `seconds`, counted under `name`. */
  limiter(name: string, most: number, seconds: number): Limiter;

  /** Looks at how the store is run. What it finds is logged when the adapter starts, and reported by `doctor`. */
  diagnose?(): Promise<readonly StoreFinding[]>;

  /** Frees what the store holds: connections, timers. */
  close(): Promise<void>;
}
