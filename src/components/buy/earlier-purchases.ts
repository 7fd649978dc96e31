import type {Backend} from '../../contract/backend.js';
import {isFinal, type PaymentStatus} from '../../contract/payment.js';
import {toProblem} from '../../contract/to-problem.js';
import {sleep} from '../../machine/controller.js';
import {serializeEarlier, deserializeEarlier} from '../../machine/persistence.js';
import {earlierPurchaseOf, type EarlierPurchase} from '../../machine/leave.js';
import type {BuyState, Purchase} from '../../machine/state.js';
import {purchaseKeyOf} from '../../machine/state.js';

/** Polling interval: starts at the minimum and doubles up to the maximum while nothing changes. */
const MIN_POLL_MS = 30_000;
const MAX_POLL_MS = 5 * 60_000;

export interface EarlierOptions {
  /** Persistent storage of the list. */
  storage: {load(): string | undefined; save(text: string | undefined): void};
  /** Creates a backend with its own session. `onResume` receives renewed resume tokens. */
  connect: (onResume: (resume: string) => void) => Backend;
  /** The list changed. `moved` is a payment with a new status. */
  onChange: (moved?: {id: string; status: PaymentStatus}) => void;
  /** Whether the page is visible. */
  isVisible: () => boolean;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** Tracks unfinished purchases that the buyer left: polls each payment, and checks at once when the buyer returns. */
export class EarlierPurchases {
  readonly #options: EarlierOptions;
  readonly #clock: () => number;
  readonly #backends = new Map<string, Backend>();
  #all: readonly EarlierPurchase[];
  /** Key of the purchase shown in the element. */
  #current: string | undefined;
  #running = false;
  #polling: AbortController | undefined;

  constructor(options: EarlierOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#all = this.#load();
  }

  /** Purchases with a payment, latest last, without the current one. */
  get shown(): readonly EarlierPurchase[] {
    return this.#all.filter(({purchase, payment}) => payment?.status !== undefined && purchase.key !== this.#current);
  }

  /** Keys of all earlier purchases. */
  get keys(): readonly string[] {
    return this.#all.map(({purchase}) => purchase.key);
  }

  /** The earlier purchase with `key`. */
  find(key: string): EarlierPurchase | undefined {
    return this.#all.find(({purchase}) => purchase.key === key);
  }

  /** Starts tracking `left`. */
  add(left: EarlierPurchase): void {
    const {key} = left.purchase;
    this.#change(all => {
      const payment = left.payment ?? all.find(({purchase}) => purchase.key === key)?.payment;
      return [...all.filter(({purchase}) => purchase.key !== key), {...left, payment}];
    });
    this.checkNow();
  }

  /** Updates the list from the state of the current purchase. */
  update(state: BuyState): void {
    const key = purchaseKeyOf(state);
    if (key !== this.#current) {
      this.#current = key;
      this.checkNow();
    }
    const known = this.#current === undefined ? undefined : this.find(this.#current);
    if (!known || state.step !== 'status' || !state.payment) return;
    const {status} = state.payment;
    if (isFinal(status)) this.remove(known.purchase.key);
    else if (status !== known.payment?.status || state.purchase.resume !== known.purchase.resume) {
      const left = earlierPurchaseOf(state);
      if (left) this.#put(known.purchase.key, left);
    }
  }

  /** Stops tracking the purchase, for example after the buyer has seen the result. */
  remove(key: string): void {
    this.#backends.delete(key);
    this.#change(all => all.filter(({purchase}) => purchase.key !== key));
  }

  /** Removes all earlier purchases, because the buyer changed. */
  forget(): void {
    this.#polling?.abort();
    this.#backends.clear();
    this.#change(() => []);
  }

  /** Reloads the list after another tab changed it. */
  reload(): void {
    this.#change(all => all);
    this.checkNow();
  }

  /** Polls until `stop`. */
  start(): void {
    this.#running = true;
    this.checkNow();
  }

  stop(): void {
    this.#running = false;
    this.#polling?.abort();
  }

  /** Checks all purchases now. */
  checkNow(): void {
    this.#polling?.abort();
    if (!this.#running) return;
    this.#polling = new AbortController();
    void this.#poll(this.#polling.signal);
  }

  async #poll(signal: AbortSignal): Promise<void> {
    let intervalMs = MIN_POLL_MS;
    while (this.#unsettled().length > 0) {
      const before = this.#all;
      if (this.#options.isVisible()) for (const {purchase} of this.#unsettled()) await this.#check(purchase, signal);
      if (signal.aborted) return;
      intervalMs = this.#all === before ? Math.min(2 * intervalMs, MAX_POLL_MS) : MIN_POLL_MS;
      await sleep(intervalMs, signal);
    }
  }

  #unsettled(): readonly EarlierPurchase[] {
    return this.#all.filter(
      ({purchase, payment}) => !(payment?.status && isFinal(payment.status)) && purchase.key !== this.#current,
    );
  }

  async #check({key, resume}: Purchase, signal: AbortSignal): Promise<void> {
    try {
      let backend = this.#backends.get(key);
      if (!backend) {
        backend = this.#options.connect(renewed => {
          this.#renew(key, renewed);
        });
        const session = await backend.session(resume, signal);
        this.#applySession(key, session.payment, session.resume);
        if (signal.aborted) return;
        // Without a known payment, the next check starts a new session to find it.
        if (this.find(key)?.payment) this.#backends.set(key, backend);
      }
      const id = this.find(key)?.payment?.id;
      const payment = id === undefined ? undefined : await backend.payment(id, {}, signal);
      const known = this.find(key);
      if (!payment || !known || payment.status === known.payment?.status) return;
      this.#put(key, {...known, payment: {id: payment.id, status: payment.status}}, payment);
    } catch (error) {
      // Other errors are retried on the next check.
      if (!signal.aborted && toProblem(error).code === 'resume_expired') this.remove(key);
    }
  }

  /** Applies what a new session knows. Removes the purchase if no payment was ever requested. */
  #applySession(key: string, id: string | undefined, resume: string): void {
    const known = this.find(key);
    if (!known) return;
    const payment = known.payment ?? (id === undefined ? undefined : {id});
    if (!payment && !known.purchase.paymentRequested) this.remove(key);
    else this.#put(key, {...known, purchase: {...known.purchase, resume}, payment, savedAt: this.#clock()});
  }

  #renew(key: string, resume: string): void {
    const known = this.find(key);
    if (known) this.#put(key, {...known, purchase: {...known.purchase, resume}, savedAt: this.#clock()});
  }

  #put(key: string, left: EarlierPurchase, moved?: {id: string; status: PaymentStatus}): void {
    this.#change(all => all.map(each => (each.purchase.key === key ? left : each)), moved);
  }

  /** Applies `change` to the stored list, because another tab may have changed it. */
  #change(
    change: (all: readonly EarlierPurchase[]) => readonly EarlierPurchase[],
    moved?: {id: string; status: PaymentStatus},
  ): void {
    const {storage, onChange} = this.#options;
    this.#all = change(this.#load());
    storage.save(this.#all.length === 0 ? undefined : serializeEarlier(this.#all, this.#clock()));
    onChange(moved);
  }

  #load(): readonly EarlierPurchase[] {
    const stored = this.#options.storage.load();
    return stored === undefined ? [] : deserializeEarlier(stored, this.#clock());
  }
}
