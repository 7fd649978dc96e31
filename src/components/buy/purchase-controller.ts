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

/** Delay before loading the checkout chunk again for a stored purchase. */
const CHUNK_RETRY_MS = 1000;

export type Checkout = typeof import('./checkout.js');

export interface PurchaseControllerOptions {
  language: LocaleController;
  /** The order that the page requests. */
  orderRequest: OrderRequest;
  onChange: (after: BuyState, before: BuyState) => void;
  /** The payment of an earlier purchase has a new status. */
  onMoved: (moved: {id: string; status: PaymentStatus}) => void;
}

/** Runs purchases while its host is connected: adapter calls, persistence and loading of the checkout chunk. */
export class PurchaseController implements ReactiveController {
  /** State of the purchase. */
  flow: BuyState = start({amount: '', asset: '', chain: '', paymentType: ''});
  /** The checkout chunk, once loaded. */
  checkout: Checkout | undefined;
  /** Stored purchase waiting for the checkout chunk. */
  restoring: string | undefined;
  /** Session at the current adapter. */
  session: PurchaseSession | undefined;
  /** Whether the checkout chunk failed to load for some time. */
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

  /** Requests a quote for any order. */
  quote(order: Order, signal: AbortSignal): Promise<Quote> {
    return this.#market?.quote(order, signal) ?? Promise.reject(new Error('no adapter yet'));
  }

  /** Starts a new purchase and removes the current and earlier ones from the device. */
  reset(order: Order): void {
    const before = this.flow;
    this.restoring = undefined;
    this.#controller?.reset(start(order));
    this.#forget(before);
    this.#resumeWork();
  }

  /** Continues the earlier purchase `key`. The current one is tracked as an earlier purchase. */
  reopen(key: string): void {
    const before = this.flow;
    const resuming = this.session?.reopen(key);
    if (!resuming) return;
    this.#controller?.reset(resuming);
    this.session?.trackEarlier(before);
  }

  #forget(before: BuyState): void {
    this.session?.forget(before.step === 'amount' ? before.suspended?.key : before.purchase.key);
    // Replace the stored purchase with the current state.
    this.session?.store(this.flow);
  }

  /** Starts at the adapter at `base`, with the purchase stored for `scope` or with `order`. Returns the market client. */
  start(base: string, scope: string, order: Order): Market {
    this.#controller?.stop();
    this.session?.leave();
    const market = createMarket(base, async response => (await this.#openSession()).parseProblemResponse(response));
    this.#market = market;
    const key = storageKey(base, scope);
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
    // Emit events for the new purchase, and close a window that waited for the previous one.
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

  /** Loads the checkout chunk early. After a failure it loads when it is needed. */
  async preloadCheckout(): Promise<void> {
    if (this.session || !this.started) return;
    try {
      await this.#openSession();
    } catch {
      // Loading is retried on demand.
    }
  }

  /** Reloads the page and keeps what the buyer entered. */
  reload(): void {
    const {flow} = this;
    if (this.restoring === undefined && !this.session && flow.step === 'amount') {
      writeStored(this.#location.key, serializeAmount(flow, fingerprintOf(this.#options.orderRequest), Date.now()));
    }
    location.reload();
  }

  /** Restores a stored purchase once the checkout chunk has loaded. */
  async #restore(stored: string): Promise<void> {
    clearTimeout(this.#retryTimer);
    try {
      const session = await this.#openSession();
      if (this.restoring !== stored) return;
      const restored = session.restore(stored);
      this.restoring = undefined;
      if (restored) this.#controller?.reset(restored);
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
      const session: PurchaseSession = new checkout.PurchaseSession({
        ...this.#location,
        orderRequest,
        locale: () => language.locale,
        send: action => {
          // Ignore late responses of a previous adapter.
          if (this.session === session) this.send(action);
        },
        onForgotten: () => {
          const {flow} = this;
          this.reset(flow.step === 'amount' ? flow.order : flow.purchase.order);
        },
        onEarlier: moved => {
          if (this.session !== session) return;
          if (moved) this.#options.onMoved(moved);
          this.#host.requestUpdate();
        },
      });
      this.session = session;
      this.#host.requestUpdate();
      if (this.#host.isConnected) session.enter();
      // Persistence was not available until now.
      if (this.restoring === undefined) this.session.store(this.flow);
    }
    return this.session;
  }

  /** Quotes need only the market client; other effects need the checkout chunk. */
  async #runEffect(market: Market, request: AdapterRequest, signal: AbortSignal): Promise<EffectResult> {
    if (request.effect === 'quote')
      return {type: 'quoteArrived', request, quote: await market.quote(request.order, signal)};
    return (await this.#openSession()).runEffect(request, signal);
  }

  readonly #onChange = (after: BuyState, before: BuyState): void => {
    this.flow = after;
    this.session?.store(after);
    // After the first quote or problem is on screen.
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
