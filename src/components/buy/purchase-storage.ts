import {earlierKey} from './stored-purchase.js';

type Area = 'sessionStorage' | 'localStorage';

/** Stores earlier purchases on the device, or in memory if the browser denies storage. */
export class EarlierStorage {
  readonly #key: string;
  /** Used once the browser has denied storage. */
  #memory: {text: string | undefined} | undefined;

  constructor(key: string) {
    this.#key = earlierKey(key);
  }

  load(): string | undefined {
    if (this.#memory) return this.#memory.text;
    try {
      return localStorage.getItem(this.#key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  save(text: string | undefined): void {
    try {
      if (text === undefined) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, text);
      this.#memory = undefined;
    } catch {
      this.#memory = {text};
    }
  }
}

/**
 * Persists a purchase across reloads: in `sessionStorage`, and in `localStorage` once the buyer is known. Browsers may deny
 * storage (private mode, full disk, sandboxed frame). The element still works then, but a reload starts over.
 */
export class PurchaseStorage {
  readonly #key: string;
  /** Whether the persisted purchase belongs to this element. A purchase of another tab is left alone. */
  #ownsPersistent = false;

  constructor(key: string) {
    this.#key = key;
  }

  /** Takes ownership of the persisted purchase: this element may now change and remove it. */
  claim(): void {
    this.#ownsPersistent = true;
  }

  /** Gives up ownership of the persisted purchase to another tab. */
  release(): void {
    this.#ownsPersistent = false;
  }

  /** The purchase in `localStorage`, from any tab. */
  get persisted(): string | undefined {
    return this.#access('localStorage', storage => storage.getItem(this.#key)) ?? undefined;
  }

  save(session: string, persistent: string | undefined): void {
    this.#access('sessionStorage', storage => {
      storage.setItem(this.#key, session);
    });
    if (persistent === undefined && !this.#ownsPersistent) return;
    this.#ownsPersistent = persistent !== undefined;
    this.#access('localStorage', storage => {
      if (persistent === undefined) storage.removeItem(this.#key);
      else storage.setItem(this.#key, persistent);
    });
  }

  #access<T>(area: Area, use: (storage: Storage) => T): T | undefined {
    try {
      return use(globalThis[area]);
    } catch {
      // Storage is optional.
      return undefined;
    }
  }
}
