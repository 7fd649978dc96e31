import {createClient} from '../../client/client.js';
import {problemFrom} from '../../client/problem.js';
import type {Backend} from '../../contract/backend.js';
import type {Answer} from '../../flow/event.js';
import {keep, restore} from '../../flow/keep.js';
import {put, type PurchaseCall} from '../../flow/put.js';
import type {BuyState} from '../../flow/state.js';
import {PurchaseStorage} from './purchase-storage.js';
import type {Wish} from './wish.js';
import {fits, wishText} from './wish-match.js';

export interface DeskOptions {
  /** The adapter's address, absolute, without a slash at the end. */
  base: string;
  /** Where the purchase is stored. */
  key: string;
  /** What the page asks for. */
  wish: Wish;
  /** BCP 47. */
  locale: () => string;
  /** The session was renewed, and its purchase is taken up by this token from now on. */
  onResume: (resume: string) => void;
}

/** What a purchase needs beyond its first price: the adapter's calls, and what of it outlives a reload. */
export class PurchaseDesk {
  readonly problemFrom = problemFrom;
  readonly #wish: Wish;
  readonly #storage: PurchaseStorage;
  readonly #client: Backend;

  constructor({base, key, wish, locale, onResume}: DeskOptions) {
    this.#wish = wish;
    this.#storage = new PurchaseStorage(key);
    this.#client = createClient({base, locale, onResume});
  }

  put(asked: PurchaseCall, signal: AbortSignal): Promise<Answer> {
    return put(this.#client, asked, signal);
  }

  store(state: BuyState): void {
    const {tab, device} = keep(state, wishText(this.#wish), Date.now());
    this.#storage.save(tab, device);
  }

  /** Where to go on from `stored`, if that is what the page is about. */
  restore(stored: string): BuyState | undefined {
    const kept = restore(stored, wishText(this.#wish), Date.now());
    if (!kept || !fits(kept, this.#wish)) return undefined;
    if (kept.step === 'resuming') this.#storage.own();
    return kept;
  }
}
