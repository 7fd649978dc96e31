import {forgottenKey} from './stored-purchase.js';

/** Purchases that are remembered as removed; the oldest is dropped first. */
const MAX_FORGOTTEN = 20;

/**
 * The purchases that a buyer removed from this device with "Not you?". Tabs that still hold one of them read this list, so
 * that none continues it or stores it again. Holds random purchase keys only. Without storage, other tabs hold no purchase
 * of this one's either.
 */
export class ForgottenPurchases {
  readonly #storageKey: string;
  readonly #onChange: () => void;

  /** `key` is where the purchase is stored; `onChange` is called when another tab removes purchases. */
  constructor(key: string, onChange: () => void) {
    this.#storageKey = forgottenKey(key);
    this.#onChange = onChange;
  }

  /** Listens to other tabs, until `stop`. */
  start(): void {
    addEventListener('storage', this.#onStorage);
  }

  stop(): void {
    removeEventListener('storage', this.#onStorage);
  }

  has(purchaseKey: string | undefined): boolean {
    return purchaseKey !== undefined && this.#load().includes(purchaseKey);
  }

  add(purchaseKeys: readonly string[]): void {
    const known = this.#load();
    const added = purchaseKeys.filter(key => !known.includes(key));
    if (added.length === 0) return;
    try {
      localStorage.setItem(this.#storageKey, JSON.stringify([...known, ...added].slice(-MAX_FORGOTTEN)));
    } catch {
      // As said above.
    }
  }

  #load(): readonly unknown[] {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#storageKey) ?? '[]');
      return Array.isArray(stored) ? stored : [];
    } catch {
      return [];
    }
  }

  readonly #onStorage = ({key}: StorageEvent): void => {
    if (key === this.#storageKey) this.#onChange();
  };
}
