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
import {loadIcons} from './load-icons.js';
import {isMissing, loadChunk} from './chunk.js';
import type {LocaleController} from './locale-controller.js';
import type {PurchaseSession} from './purchase-session.js';
import {hasEarlier, readStored, storageKey, writeStored} from './stored-purchase.js';
import {fingerprintOf, type OrderRequest} from './order-request.js';

/** Milliseconds before the chunk of the later steps is request for again, if a stored purchase cannot go on without. */
const CHUNK_RETRY_MS = 1000;

export type Checkout = typeof import('./checkout.js');

export interface PurchaseControllerOptions {
  language: LocaleController;
  /** What the page asks for. */
  orderRequest: OrderRequest;
  onChange: (after: BuyState, before: BuyState) => void;
  /** The payment of a purchase that the buyer left stands otherwise than before. */
  onMoved: (moved: {id: string; status: PaymentStatus}) => void;
}

/** Runs one purchase after another while its element is on a page: adapter, storage, and the chunk of the later steps. */
export class PurchaseController implements ReactiveController {
  /** Where the purchase stands. */
  flow: BuyState = start({amount: '', asset: '', chain: '', paymentType: ''});
  /** Missing until the buyer gets near the later steps. */
  checkout: Checkout | undefined;
  /** A stored purchase that waits for the chunk that knows how to take it up. */
  restoring: string | undefined;
  /** Of the adapter that the purchase runs at now. */
  session: PurchaseSession | undefined;
  /** What comes next could not be loaded for some time. */
  missing = false;
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: PurchaseControllerOptions;
  #controller: BuyController | undefined;

  #market: Market | undefined;
  #location = {base: '', key: ''};
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & Element, options: PurchaseControllerOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.addEventListener('online', this.#onReturn);
    globalThis.addEventListener('focus', this.#onReturn);
    this.#resumeWork();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.removeEventListener('online', this.#onReturn);
    globalThis.removeEventListener('focus', this.#onReturn);
    clearTimeout(this.#retryTimer);
    this.#controller?.stop();
    this.session?.leave();
  }

  get started(): boolean {
    return this.#controller !== undefined;
  }

  send(action: Action): void {
    const before = this.flow;
    this.#controller?.send(action);
    const {session, flow, checkout} = this;
    if (!session || !checkout || flow === before || flow.step !== 'amount' || flow.suspended) return;
    if (checkout.endsIdentity(before, action, flow)) this.#forget(before);
    else session.trackEarlier(before);
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
    this.#resumeWork();
  }

  /** Goes on with the earlier purchase with `key`; the one before is followed on. */
  reopen(key: string): void {
    const before = this.flow;
    const resuming = this.session?.reopen(key);
    if (!resuming) return;
    this.#controller?.reset(resuming);
    this.session?.trackEarlier(before);
  }

  #forget(before: BuyState): void {
    this.session?.forget(before.step === 'amount' ? before.suspended?.key : before.purchase.key);
    // What is stored of the step that is shown now takes the place of what was.
    this.session?.store(this.flow);
  }

  /**
   * Begins at the adapter below `base`, with the purchase that is stored for `place` if there is one, else with `order`.
   * Answers the market.
   */
  start(base: string, place: string, order: Order): Market {
    this.#controller?.stop();
    this.session?.leave();
    const market = createMarket(base, async response => (await this.#openSession()).parseProblemResponse(response));
    this.#market = market;
    const key = storageKey(base, place);
    this.restoring = readStored(key);
    const before = this.flow;
    this.flow = start(order);
    this.#location = {base, key};
    this.session = undefined;
    this.#controller = new BuyController({
      initial: this.flow,
      steps: this.checkout?.steps ?? {amount},
      runEffect: (request, signal) => this.#runEffect(market, request, signal),
      onChange: this.#onChange,
    });
    // A page that begins another one is told so, and a window that waited for the one before is closed.
    this.#options.onChange(this.flow, before);
    this.#resumeWork();
    if (hasEarlier(key)) void this.preloadCheckout();
    return market;
  }

  #resumeWork(): void {
    this.#onVisibility();
    if (!this.#host.isConnected) return;
    this.session?.enter();
    this.session?.store(this.flow);
    if (this.restoring === undefined) this.#controller?.start();
    else void this.#restore(this.restoring);
  }

  /** Fetches what comes next, before the buyer wants it. Where that cannot be loaded now, it is when they do. */
  async preloadCheckout(): Promise<void> {
    if (this.session || !this.started) return;
    try {
      await this.#openSession();
    } catch {
      // A failure changes nothing that is shown.
    }
  }

  /** Loads the page again, with what the buyer entered. */
  reload(): void {
    const {flow} = this;
    if (this.restoring === undefined && !this.session && flow.step === 'amount') {
      writeStored(this.#location.key, serializeAmount(flow, fingerprintOf(this.#options.orderRequest), Date.now()));
    }
    location.reload();
  }

  /** Takes up a stored purchase as soon as the chunk that can is there. */
  async #restore(stored: string): Promise<void> {
    clearTimeout(this.#retryTimer);
    try {
      const desk = await this.#openSession();
      if (this.restoring !== stored) return;
      const kept = desk.restore(stored);
      this.restoring = undefined;
      if (kept) this.#controller?.reset(kept);
      this.#host.requestUpdate();
      this.#resumeWork();
    } catch {
      this.#host.requestUpdate();
      if (this.#host.isConnected) this.#retryTimer = setTimeout(() => void this.#restore(stored), CHUNK_RETRY_MS);
    }
  }

  async #openSession(): Promise<PurchaseSession> {
    const {language, orderRequest} = this.#options;
    void loadIcons();
    try {
      const loading = loadChunk('checkout', () => import('../chunks/checkout.js'));
      [this.checkout] = await Promise.all([loading, language.loadAll()]);
    } finally {
      this.missing = isMissing('checkout') || language.missing;
    }
    const {checkout} = this;
    if (this.#controller) this.#controller.steps = checkout.steps;
    if (!this.session) {
      const desk: PurchaseSession = new checkout.PurchaseSession({
        ...this.#location,
        orderRequest,
        locale: () => language.locale,
        send: action => {
          // What an earlier adapter answers late is not about the purchase that goes on now.
          if (this.session === desk) this.send(action);
        },
        onForgotten: () => {
          const {flow} = this;
          this.reset(flow.step === 'amount' ? flow.order : flow.purchase.order);
        },
        onEarlier: moved => {
          if (this.session !== desk) return;
          if (moved) this.#options.onMoved(moved);
          this.#host.requestUpdate();
        },
      });
      this.session = desk;
      this.#host.requestUpdate();
      if (this.#host.isConnected) desk.enter();
      // Until now nothing could be stored.
      if (this.restoring === undefined) this.session.store(this.flow);
    }
    return this.session;
  }

  /** The market answers at once; the rest arrives with the chunk of the later steps. */
  async #runEffect(market: Market, request: AdapterRequest, signal: AbortSignal): Promise<EffectResult> {
    if (request.effect === 'quote')
      return {type: 'quoteArrived', request, quote: await market.quote(request.order, signal)};
    return (await this.#openSession()).runEffect(request, signal);
  }

  readonly #onChange = (after: BuyState, before: BuyState): void => {
    this.flow = after;
    this.session?.store(after);
    // Once the first price is on screen, or why there is none.
    if (after.problem || ('quote' in after && after.quote)) setTimeout(() => void this.preloadCheckout());
    this.#host.requestUpdate();
    this.#options.onChange(after, before);
  };

  readonly #onVisibility = (): void => {
    this.#controller?.setVisible(document.visibilityState === 'visible');
  };

  readonly #onReturn = (): void => {
    this.session?.checkForgotten();
    this.send({type: 'returned'});
    this.session?.earlier.checkNow();
  };
}
