import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {createMarket, type Market} from '../../client/market.js';
import type {Order} from '../../contract/asset.js';
import type {Backend} from '../../contract/backend.js';
import {amountRules} from '../../flow/amount.js';
import {BuyController} from '../../flow/controller.js';
import type {Answer, Deed} from '../../flow/event.js';
import {keepAmount, restoreAmount} from '../../flow/keep-amount.js';
import type {Call} from '../../flow/question.js';
import {start, type BuyState, type ResumingState} from '../../flow/state.js';
import type {Language} from './language.js';
import {PurchaseStorage} from './purchase-storage.js';

/** Milliseconds before the chunk of the later steps is asked for again, if a stored purchase cannot go on without. */
const chunkPause = 2000;

export type Later = typeof import('./later.js');

export interface RunnerOptions {
  language: Language;
  /** What the page asks for, as text to compare. */
  wish: () => string;
  /** Whether a stored purchase is the one that the page is about. */
  fits: (stored: ResumingState) => boolean;
  onChange: (after: BuyState, before: BuyState) => void;
}

/** Runs one purchase after another while its element is on a page: adapter, storage, and the chunk of the later steps. */
export class PurchaseRunner implements ReactiveController {
  /** Where the purchase stands. */
  flow: BuyState = start({amount: '', asset: '', chain: '', paymentType: ''});
  /** Missing until the buyer gets near the later steps. */
  later: Later | undefined;
  /** A stored purchase that waits for the chunk that knows how to take it up. */
  restoring: string | undefined;
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: RunnerOptions;
  #controller: BuyController | undefined;
  #storage: PurchaseStorage | undefined;
  #client: Backend | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & Element, options: RunnerOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.addEventListener('online', this.#onReturn);
    globalThis.addEventListener('focus', this.#onReturn);
    this.#go();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.removeEventListener('online', this.#onReturn);
    globalThis.removeEventListener('focus', this.#onReturn);
    clearTimeout(this.#again);
    this.#controller?.stop();
  }

  get started(): boolean {
    return this.#controller !== undefined;
  }

  send(deed: Deed): void {
    this.#controller?.send(deed);
  }

  /** Begins another purchase, whatever became of the one before. */
  reset(order: Order): void {
    this.restoring = undefined;
    this.#controller?.reset(start(order));
    this.#go();
  }

  /**
   * Begins at the adapter below `base`, with the purchase that is stored for `place` if there is one, else with `order`.
   * Answers the market.
   */
  begin(base: string, place: string, order: Order): Market {
    this.#controller?.stop();
    const market = createMarket(base);
    this.#storage = new PurchaseStorage(base, place);
    const stored = this.#storage.load();
    const kept = stored === undefined ? undefined : restoreAmount(stored, this.#options.wish(), Date.now());
    this.flow = kept ?? start(order);
    this.restoring = kept ? undefined : stored;
    this.#client = undefined;
    this.#controller = new BuyController({
      initial: this.flow,
      rules: this.later?.purchaseRules ?? amountRules,
      put: (asked, signal) => this.#put(base, market, asked, signal),
      onChange: this.#onChange,
    });
    this.#go();
    return market;
  }

  #go(): void {
    this.#onVisibility();
    if (!this.#host.isConnected) return;
    if (this.restoring === undefined) this.#controller?.start();
    else void this.#restore(this.restoring);
  }

  /** Takes up a stored purchase as soon as the chunk that can is there. */
  async #restore(stored: string): Promise<void> {
    clearTimeout(this.#again);
    try {
      const {restore} = await this.#loadLater();
      if (this.restoring !== stored) return;
      this.restoring = undefined;
      const resumed = restore(stored, Date.now());
      if (resumed && this.#options.fits(resumed)) {
        this.#storage?.own();
        this.#controller?.reset(resumed);
      }
      this.#host.requestUpdate();
      this.#go();
    } catch {
      if (this.#host.isConnected) this.#again = setTimeout(() => void this.#restore(stored), chunkPause);
    }
  }

  async #loadLater(): Promise<Later> {
    const {language} = this.#options;
    const [later] = await Promise.all([this.later ?? import('../../define-later.js'), language.loadAll()]);
    this.later = later;
    if (this.#controller) this.#controller.rules = later.purchaseRules;
    return later;
  }

  /** The market answers at once; the rest arrives with the chunk of the later steps. */
  async #put(base: string, market: Market, asked: Call, signal: AbortSignal): Promise<Answer> {
    if (asked.ask === 'quote') return {type: 'quoteArrived', asked, quote: await market.quote(asked.order, signal)};
    const {createClient, put} = await this.#loadLater();
    this.#client ??= createClient({
      base,
      locale: () => this.#options.language.locale,
      onResume: resume => {
        this.send({type: 'resumeRenewed', resume});
      },
    });
    return put(this.#client, asked, signal);
  }

  readonly #onChange = (after: BuyState, before: BuyState): void => {
    this.flow = after;
    this.#store(after);
    // The price is on screen: time to fetch what comes next.
    if (after.step === 'amount' && after.quote && !this.later) void this.#loadLater().catch(() => undefined);
    this.#host.requestUpdate();
    this.#options.onChange(after, before);
  };

  #store(state: BuyState): void {
    const now = Date.now();
    if (state.step === 'amount') this.#storage?.save(keepAmount(state, this.#options.wish(), now), undefined);
    else if (this.later) {
      const {tab, device} = this.later.keep(state, now);
      this.#storage?.save(tab, device);
    }
  }

  readonly #onVisibility = (): void => {
    this.#controller?.setVisible(document.visibilityState === 'visible');
  };

  readonly #onReturn = (): void => {
    this.send({type: 'returned'});
  };
}
