/**
 * What the adapter must remember between requests: idempotent answers, codes, hosted links.
 * Values are text; every key has an end. `add` is atomic.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** Writes `value` for `seconds`. */
  set(key: string, value: string, seconds: number): Promise<void>;
  /** Writes only where nothing is written yet, and tells whether it did. */
  add(key: string, value: string, seconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
}
