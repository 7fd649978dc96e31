import {earlierKey} from './stored-purchase.js';

type Area = 'sessionStorage' | 'localStorage';

/** Where purchases that the buyer left are kept on the device; in memory where a browser refuses storage. */
export class EarlierStorage {
  readonly #key: string;
  /** There once the browser refused to store it. */
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
 * Where a purchase outlives a reload: in the tab's own storage, and in the device's once the buyer is known. A browser
 * may refuse storage (private mode, a full disk, a sandboxed frame); then the widget works all the same, and a reload
 * begins anew.
 */
export class PurchaseStorage {
  readonly #key: string;
  /** Whether what is in the device's storage is this widget's; another tab's purchase is left alone. */
  #ownsDevice = false;

  constructor(key: string) {
    this.#key = key;
  }

  /** What was loaded is taken up: from now on it is this widget's to change and to forget. */
  own(): void {
    this.#ownsDevice = true;
  }

  /** Another tab goes on with it: what is in the device's storage is that one's. */
  disown(): void {
    this.#ownsDevice = false;
  }

  /** What is in the device's storage, by whichever tab. */
  get shared(): string | undefined {
    return this.#access('localStorage', storage => storage.getItem(this.#key)) ?? undefined;
  }

  save(tab: string, device: string | undefined): void {
    this.#access('sessionStorage', storage => {
      storage.setItem(this.#key, tab);
    });
    if (device === undefined && !this.#ownsDevice) return;
    this.#ownsDevice = device !== undefined;
    this.#access('localStorage', storage => {
      if (device === undefined) storage.removeItem(this.#key);
      else storage.setItem(this.#key, device);
    });
  }

  #access<T>(area: Area, use: (storage: Storage) => T): T | undefined {
    try {
      return use(globalThis[area]);
    } catch {
      // As said above.
      return undefined;
    }
  }
}
