import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {createMarket, type Market} from '../../client/market.js';
import type {Order} from '../../contract/asset.js';
import type {Quote} from '../../contract/quote.js';
import {amount, serializeAmount} from '../../machine/steps/amount.js';
import {BuyController} from '../../machine/controller.js';
import type {EffectResult, Action} from '../../machine/events.js';
import type {AdapterRequest} from '../../machine/effects.js';
import type {PaymentStatus} from '../../contract/payment.js';
import {start, type BuyState} from '../../machine/state.js';
import {adorn} from './decorations.js';
import {isMissing, loadChunk} from './chunk.js';
import type {Language} from './locale-controller.js';
import type {PurchaseDesk} from './purchase-session.js';
import {hasEarlier, readStored, storageKey, writeStored} from './stored-purchase.js';
import {wishText, type Wish} from './order-request.js';

/** Milliseconds before the chunk of the later steps is request for again, if a stored purchase cannot go on without. */
const chunkPause = 1000;

export type Later = typeof import('./checkout.js');

export interface RunnerOptions {
  language: Language;
  /** What the page asks for. */
  wish: Wish;
  onChange: (after: BuyState, before: BuyState) => void;
  /** The payment of a purchase that the buyer left stands otherwise than before. */
  onMoved: (moved: {id: string; status: PaymentStatus}) => void;
}

/** Runs one purchase after another while its element is on a page: adapter, storage, and the chunk of the later steps. */
export class PurchaseRunner implements ReactiveController {
  /** Where the purchase stands. */
  flow: BuyState = start({amount: '', asset: '', chain: '', paymentType: ''});
  /** Missing until the buyer gets near the later steps. */
  later: Later | undefined;
  /** A stored purchase that waits for the chunk that knows how to take it up. */
  restoring: string | undefined;
  /** Of the adapter that the purchase runs at now. */
  desk: PurchaseDesk | undefined;
  /** What comes next could not be loaded for some time. */
  missing = false;
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: RunnerOptions;
  #controller: BuyController | undefined;

  #market: Market | undefined;
  #place = {base: '', key: ''};
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
    this.desk?.leave();
  }

  get started(): boolean {
    return this.#controller !== undefined;
  }

  send(deed: Action): void {
    const before = this.flow;
    this.#controller?.send(deed);
    const {desk, flow, later} = this;
    if (!desk || !later || flow === before || flow.step !== 'amount' || flow.suspended) return;
    if (later.endsIdentity(before, deed, flow)) this.#forget(before);
    else desk.followOn(before);
  }

  /** The price of `order`, whatever the purchase is about. */
  quote(order: Order, signal: AbortSignal): Promise<Quote> {
    return this.#market?.quote(order, signal) ?? Promise.reject(new Error('no adapter yet'));
  }

  /** Begins another purchase, whatever became of the ones before. */
  reset(order: Order): void {
    const before = this.flow;
    this.restoring = undefined;
    this.#controller?.reset(start(order));
    this.#forget(before);
    this.#go();
  }

  /** Goes on with the earlier purchase with `key`; the one before is followed on. */
  reopen(key: string): void {
    const before = this.flow;
    const resuming = this.desk?.reopen(key);
    if (!resuming) return;
    this.#controller?.reset(resuming);
    this.desk?.followOn(before);
  }

  #forget(before: BuyState): void {
    this.desk?.forget(before.step === 'amount' ? before.suspended?.key : before.purchase.key);
    // What is stored of the step that is shown now takes the place of what was.
    this.desk?.store(this.flow);
  }

  /**
   * Begins at the adapter below `base`, with the purchase that is stored for `place` if there is one, else with `order`.
   * Answers the market.
   */
  begin(base: string, place: string, order: Order): Market {
    this.#controller?.stop();
    this.desk?.leave();
    const market = createMarket(base, async response => (await this.#openDesk()).problemFrom(response));
    this.#market = market;
    const key = storageKey(base, place);
    this.restoring = readStored(key);
    const before = this.flow;
    this.flow = start(order);
    this.#place = {base, key};
    this.desk = undefined;
    this.#controller = new BuyController({
      initial: this.flow,
      steps: this.later?.steps ?? {amount},
      runEffect: (request, signal) => this.#runEffect(market, request, signal),
      onChange: this.#onChange,
    });
    // A page that begins another one is told so, and a window that waited for the one before is closed.
    this.#options.onChange(this.flow, before);
    this.#go();
    if (hasEarlier(key)) void this.prepare();
    return market;
  }

  #go(): void {
    this.#onVisibility();
    if (!this.#host.isConnected) return;
    this.desk?.enter();
    this.desk?.store(this.flow);
    if (this.restoring === undefined) this.#controller?.start();
    else void this.#restore(this.restoring);
  }

  /** Fetches what comes next, before the buyer wants it. Where that cannot be loaded now, it is when they do. */
  async prepare(): Promise<void> {
    if (this.desk || !this.started) return;
    try {
      await this.#openDesk();
    } catch {
      // A failure changes nothing that is shown.
    }
  }

  /** Loads the page again, with what the buyer entered. */
  reload(): void {
    const {flow} = this;
    if (this.restoring === undefined && !this.desk && flow.step === 'amount') {
      writeStored(this.#place.key, serializeAmount(flow, wishText(this.#options.wish), Date.now()));
    }
    location.reload();
  }

  /** Takes up a stored purchase as soon as the chunk that can is there. */
  async #restore(stored: string): Promise<void> {
    clearTimeout(this.#again);
    try {
      const desk = await this.#openDesk();
      if (this.restoring !== stored) return;
      const kept = desk.restore(stored);
      this.restoring = undefined;
      if (kept) this.#controller?.reset(kept);
      this.#host.requestUpdate();
      this.#go();
    } catch {
      this.#host.requestUpdate();
      if (this.#host.isConnected) this.#again = setTimeout(() => void this.#restore(stored), chunkPause);
    }
  }

  async #openDesk(): Promise<PurchaseDesk> {
    const {language, wish} = this.#options;
    void adorn();
    try {
      const loading = loadChunk('checkout', () => import('../chunks/checkout.js'));
      [this.later] = await Promise.all([loading, language.loadAll()]);
    } finally {
      this.missing = isMissing('checkout') || language.missing;
    }
    const {later} = this;
    if (this.#controller) this.#controller.steps = later.steps;
    if (!this.desk) {
      const desk: PurchaseDesk = new later.PurchaseDesk({
        ...this.#place,
        wish,
        locale: () => language.locale,
        send: deed => {
          // What an earlier adapter answers late is not about the purchase that goes on now.
          if (this.desk === desk) this.send(deed);
        },
        onForgotten: () => {
          const {flow} = this;
          this.reset(flow.step === 'amount' ? flow.order : flow.purchase.order);
        },
        onEarlier: moved => {
          if (this.desk !== desk) return;
          if (moved) this.#options.onMoved(moved);
          this.#host.requestUpdate();
        },
      });
      this.desk = desk;
      this.#host.requestUpdate();
      if (this.#host.isConnected) desk.enter();
      // Until now nothing could be stored.
      if (this.restoring === undefined) this.desk.store(this.flow);
    }
    return this.desk;
  }

  /** The market answers at once; the rest arrives with the chunk of the later steps. */
  async #runEffect(market: Market, request: AdapterRequest, signal: AbortSignal): Promise<EffectResult> {
    if (request.effect === 'quote')
      return {type: 'quoteArrived', request, quote: await market.quote(request.order, signal)};
    return (await this.#openDesk()).runEffect(request, signal);
  }

  readonly #onChange = (after: BuyState, before: BuyState): void => {
    this.flow = after;
    this.desk?.store(after);
    // Once the first price is on screen, or why there is none.
    if (after.problem || ('quote' in after && after.quote)) setTimeout(() => void this.prepare());
    this.#host.requestUpdate();
    this.#options.onChange(after, before);
  };

  readonly #onVisibility = (): void => {
    this.#controller?.setVisible(document.visibilityState === 'visible');
  };

  readonly #onReturn = (): void => {
    this.desk?.checkForgotten();
    this.send({type: 'returned'});
    this.desk?.earlier.look();
  };
}
