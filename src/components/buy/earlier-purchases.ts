import type {Backend} from '../../contract/backend.js';
import {isFinal, type PaymentStatus} from '../../contract/payment.js';
import {problemOf} from '../../contract/problem-of.js';
import {sleep} from '../../machine/controller.js';
import {serializeEarlier, deserializeEarlier} from '../../machine/persistence.js';
import {earlierPurchaseOf, type EarlierPurchase} from '../../machine/leave.js';
import type {BuyState, Purchase} from '../../machine/state.js';
import {purchaseKeyOf} from '../../machine/state.js';

/** Milliseconds between two looks at earlier purchases, at first and at the most. */
const firstPause = 30_000;
const longestPause = 5 * 60_000;

export interface EarlierOptions {
  /** What the device keeps of them. */
  storage: {load(): string | undefined; save(text: string | undefined): void};
  /** Calls in a session of their own; `onResume` takes the token of a renewed one. */
  connect: (onResume: (resume: string) => void) => Backend;
  /** The list changed; `moved` is the payment that stands otherwise than before. */
  onChange: (moved?: {id: string; status: PaymentStatus}) => void;
  /** Whether anybody sees the page. */
  isVisible: () => boolean;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/**
 * Follows purchases that the buyer left before they were over, beside the current one: looks at each payment now and then,
 * and at once when the buyer comes back to the page.
 */
export class EarlierPurchases {
  readonly #options: EarlierOptions;
  readonly #clock: () => number;
  readonly #backends = new Map<string, Backend>();
  #all: readonly EarlierPurchase[];
  /** Key of the purchase that the widget itself is at. */
  #current: string | undefined;
  #running = false;
  #looking: AbortController | undefined;

  constructor(options: EarlierOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#all = this.#load();
  }

  /** Those with a payment, latest last, without the one that the widget shows. */
  get shown(): readonly EarlierPurchase[] {
    return this.#all.filter(({purchase, payment}) => payment?.status !== undefined && purchase.key !== this.#current);
  }

  /** Of all of them. */
  get keys(): readonly string[] {
    return this.#all.map(({purchase}) => purchase.key);
  }

  /** The one with `key`. */
  find(key: string): EarlierPurchase | undefined {
    return this.#all.find(({purchase}) => purchase.key === key);
  }

  /** From now on `left` is followed. */
  add(left: EarlierPurchase): void {
    const {key} = left.purchase;
    this.#change(all => {
      const payment = left.payment ?? all.find(({purchase}) => purchase.key === key)?.payment;
      return [...all.filter(({purchase}) => purchase.key !== key), {...left, payment}];
    });
    this.look();
  }

  /** Takes what the widget itself knows of the purchase that it is at. */
  update(state: BuyState): void {
    const key = purchaseKeyOf(state);
    if (key !== this.#current) {
      this.#current = key;
      this.look();
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

  /** The buyer has seen what became of it. */
  remove(key: string): void {
    this.#backends.delete(key);
    this.#change(all => all.filter(({purchase}) => purchase.key !== key));
  }

  /** Somebody else is here now. */
  forget(): void {
    this.#looking?.abort();
    this.#backends.clear();
    this.#change(() => []);
  }

  /** Another tab changed what is stored. */
  reload(): void {
    this.#change(all => all);
    this.look();
  }

  /** Looks at them from time to time, until `stop`. */
  start(): void {
    this.#running = true;
    this.look();
  }

  stop(): void {
    this.#running = false;
    this.#looking?.abort();
  }

  /** Looks at all of them now. */
  look(): void {
    this.#looking?.abort();
    if (!this.#running) return;
    this.#looking = new AbortController();
    void this.#follow(this.#looking.signal);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let pause = firstPause;
    while (this.#live().length > 0) {
      const before = this.#all;
      if (this.#options.isVisible()) for (const {purchase} of this.#live()) await this.#ask(purchase, signal);
      if (signal.aborted) return;
      pause = this.#all === before ? Math.min(2 * pause, longestPause) : firstPause;
      await sleep(pause, signal);
    }
  }

  #live(): readonly EarlierPurchase[] {
    return this.#all.filter(
      ({purchase, payment}) => !(payment?.status && isFinal(payment.status)) && purchase.key !== this.#current,
    );
  }

  async #ask({key, resume}: Purchase, signal: AbortSignal): Promise<void> {
    try {
      let backend = this.#backends.get(key);
      if (!backend) {
        backend = this.#options.connect(renewed => {
          this.#renew(key, renewed);
        });
        const session = await backend.session(resume, signal);
        this.#learn(key, session.payment, session.resume);
        if (signal.aborted) return;
        // One whose payment is not known yet asks for it again, with the next session.
        if (this.find(key)?.payment) this.#backends.set(key, backend);
      }
      const id = this.find(key)?.payment?.id;
      const payment = id === undefined ? undefined : await backend.payment(id, {}, signal);
      const known = this.find(key);
      if (!payment || !known || payment.status === known.payment?.status) return;
      this.#put(key, {...known, payment: {id: payment.id, status: payment.status}}, payment);
    } catch (error) {
      // Whatever else is wrong may be right next time.
      if (!signal.aborted && problemOf(error).code === 'resume_expired') this.remove(key);
    }
  }

  /** What the session says of the purchase with `key`. One that no payment came of is no longer of interest. */
  #learn(key: string, id: string | undefined, resume: string): void {
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

  /** Another tab may have changed the list since. */
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
