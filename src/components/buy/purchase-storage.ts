import {keep, restore} from '../../flow/keep.js';
import type {BuyState} from '../../flow/state.js';

type Area = 'sessionStorage' | 'localStorage';

/**
 * Where a purchase outlives a reload. A browser may refuse storage (private mode, a full disk, a sandboxed frame); then
 * the widget works all the same, and a reload begins anew.
 */
export class PurchaseStorage {
  readonly #key: string;
  readonly #clock: () => number;

  /** Purchases at different adapters do not meet. */
  constructor(backend: string, clock: () => number = Date.now) {
    this.#key = `cryptopocket-buy:${backend}`;
    this.#clock = clock;
  }

  load(): BuyState | undefined {
    const now = this.#clock();
    return restore(this.#read('sessionStorage'), now) ?? restore(this.#read('localStorage'), now);
  }

  save(state: BuyState): void {
    const {tab, device} = keep(state, this.#clock());
    this.#write('sessionStorage', tab);
    this.#write('localStorage', device);
  }

  #read(area: Area): string | null {
    try {
      return globalThis[area].getItem(this.#key);
    } catch {
      return null;
    }
  }

  #write(area: Area, value: string | undefined): void {
    try {
      if (value === undefined) globalThis[area].removeItem(this.#key);
      else globalThis[area].setItem(this.#key, value);
    } catch {
      // See above.
    }
  }
}
