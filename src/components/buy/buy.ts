import {LitElement, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import {createMarket, type Market} from '../../client/market.js';
import type {Asset, Order} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';
import type {Payment} from '../../contract/payment.js';
import type {Quote} from '../../contract/quote.js';
import {amountRules} from '../../flow/amount.js';
import {BuyController} from '../../flow/controller.js';
import type {Answer, Deed} from '../../flow/event.js';
import {keepAmount, restoreAmount} from '../../flow/keep-amount.js';
import type {Call} from '../../flow/question.js';
import {start, type BuyState, type Step} from '../../flow/state.js';
import type {MessageOverrides} from '../../i18n/languages.js';
import {sentenceOf} from '../../i18n/problems.js';
import {theme} from '../../themes/default.js';
import type {BuyStep} from '../step/step.js';
import {AssetList} from './asset-list.js';
import {styles} from './buy.styles.js';
import {announcementsOf, type Announcement} from './events.js';
import type {Presentation} from './hosted-page.js';
import {Language} from './language.js';
import type {Client, Doors} from './later.js';
import {PurchaseStorage} from './purchase-storage.js';

/** The four parts of a purchase, as the progress shows them, and the steps of each. */
const parts: readonly (readonly Step[])[] = [
  ['amount'],
  ['customer', 'code'],
  ['kyc', 'enhanced'],
  ['payment', 'status'],
];

/** The properties that make up what is asked for. */
const orderProperties = ['amount', 'asset', 'chain', 'paymentType'] as const;

/** Parts of the steps that a page may style. */
const exported = 'heading, input, select, button, link, notice, summary, timeline, quote, receives, preset';

/** Milliseconds before the chunk of the later steps is asked for again, if a stored purchase cannot go on without. */
const chunkPause = 2000;

type Later = typeof import('./later.js');

/**
 * The whole buy flow: amount, customer, identity check, payment, and the payment's status until the coins are sent.
 *
 * @element cryptopocket-buy
 *
 * @slot header - Above everything: your name or mark.
 * @slot disclosure - Below every step: your own legal words.
 * @slot success - Below the summary once the coins were sent.
 * @slot footer - At the very end.
 *
 * @fires {CustomEvent<undefined>} cryptopocket-ready - The widget can be used.
 * @fires {CustomEvent<{step: Step, previous: Step}>} cryptopocket-step-change - The buyer is at another step.
 * @fires {CustomEvent<{amount: string, asset: string, chain: string, receives: string}>} cryptopocket-quote-update - A price arrived; an estimate.
 * @fires {CustomEvent<undefined>} cryptopocket-customer-ready - The buyer is known as the vendor's customer.
 * @fires {CustomEvent<{url: string}>} cryptopocket-kyc-required - The identity check is about to open; cancel it to open `url` yourself.
 * @fires {CustomEvent<{status: KycStatus}>} cryptopocket-kyc-status-change - The identity check moved.
 * @fires {CustomEvent<{paymentId: string}>} cryptopocket-payment-created - A payment exists; it is not paid yet.
 * @fires {CustomEvent<{paymentId: string, url: string}>} cryptopocket-payment-required - The payment page is about to open; cancel it to open `url` yourself.
 * @fires {CustomEvent<{paymentId: string, status: PaymentStatus}>} cryptopocket-payment-status-change - The payment moved.
 * @fires {CustomEvent<{paymentId: string}>} cryptopocket-complete - The coins were sent.
 * @fires {CustomEvent<{paymentId: string}>} cryptopocket-failed - The payment was refused for good.
 * @fires {CustomEvent<{code: ProblemCode}>} cryptopocket-problem - Something went wrong; the flow goes on.
 *
 * @csspart card - The box around everything.
 * @csspart progress - The list of the four parts of a purchase.
 * @csspart heading - The heading of a step.
 * @csspart input - Every text field.
 * @csspart select - The choice of coin and network.
 * @csspart preset - An amount to choose with one press.
 * @csspart quote - The box with the price.
 * @csspart receives - What the buyer gets, in the price's box.
 * @csspart button - The main action of a step.
 * @csspart link - A lesser action of a step.
 * @csspart notice - A message in a box.
 * @csspart summary - The list of what is bought.
 * @csspart timeline - The way of a payment.
 *
 * @cssprop [--cryptopocket-color-primary] - Main action, links, focus ring.
 * @cssprop [--cryptopocket-color-on-primary] - Text on the main action.
 * @cssprop [--cryptopocket-color-background] - The card and its fields.
 * @cssprop [--cryptopocket-color-surface] - Boxes on the card.
 * @cssprop [--cryptopocket-color-text] - Text.
 * @cssprop [--cryptopocket-color-text-secondary] - Lesser text.
 * @cssprop [--cryptopocket-color-border] - Outlines of fields.
 * @cssprop [--cryptopocket-color-line] - Lines that only separate.
 * @cssprop [--cryptopocket-color-danger] - What went wrong.
 * @cssprop [--cryptopocket-color-danger-surface] - Behind what went wrong.
 * @cssprop [--cryptopocket-color-success] - What went well.
 * @cssprop [--cryptopocket-border-radius=0.75rem] - Roundness.
 * @cssprop [--cryptopocket-spacing-unit=0.25rem] - What every distance is a multiple of.
 * @cssprop [--cryptopocket-font-family=system-ui, sans-serif] - Typeface.
 *
 * @cssstate busy - The widget waits for an answer.
 * @cssstate complete - The coins were sent.
 * @cssstate failed - The payment was refused for good.
 */
export class CryptopocketBuy extends LitElement {
  static override styles = [theme, styles];
  static override properties: PropertyDeclarations = {
    backend: {},
    amount: {},
    asset: {},
    chain: {},
    paymentType: {attribute: 'payment-type'},
    lock: {},
    externalId: {attribute: 'external-id'},
    email: {},
    name: {},
    presentation: {},
    theme: {reflect: true},
    // eslint-disable-next-line lit/no-native-attributes -- it is the native one, watched
    lang: {reflect: true},
    assets: {attribute: false},
    amountPresets: {attribute: false},
    messages: {attribute: false},
    flow: {state: true},
    later: {state: true},
    restoring: {state: true},
  };

  /** Address of the adapter, absolute or relative to the page. */
  declare backend: string;
  /** Euros to begin with, decimal text such as `100` or `99.50`. */
  declare amount: string;
  /** Coin to begin with, such as `USDC`. Default: the first that can be bought. */
  declare asset: string;
  /** Chain to begin with, such as `polygon`. Default: the first on which `asset` can be bought. */
  declare chain: string;
  /** How the buyer is going to pay, as the vendor names it; decides the price. */
  declare paymentType: string;
  /** What the buyer may not change: `amount`, `asset`, or both, separated by a space. */
  declare lock: string;
  /** Your own reference for this purchase; the vendor keeps it as `external_id`. At most 255 characters. */
  declare externalId: string;
  /** The buyer's e-mail, if you know it; they may change it. */
  declare email: string;
  /** The buyer's full name, if you know it; they may change it. */
  declare name: string;
  /** How pages of the vendor's open: `auto`, `popup`, `tab` or `redirect`. */
  declare presentation: Presentation;
  /** `auto` follows the page's colour scheme; `light` and `dark` do not. */
  declare theme: 'auto' | 'light' | 'dark';
  /** BCP 47. Default: the language of the page. */
  declare lang: string;
  /** Only these of what the vendor sells are offered. Default: all. */
  declare assets: readonly Asset[] | undefined;
  /** Amounts to choose with one press; euros, decimal text. */
  declare amountPresets: readonly string[];
  /** Sentences that you say differently. */
  declare messages: MessageOverrides;

  declare private flow: BuyState;
  declare private later: Later | undefined;
  /** A stored purchase waits for the chunk that knows how to take it up. */
  declare private restoring: boolean;

  readonly #internals = this.attachInternals();
  readonly #language = new Language(this);
  readonly #list = new AssetList(this, () => {
    this.#chooseAsset();
  });
  #controller: BuyController | undefined;
  #storage: PurchaseStorage | undefined;
  #client: Client | undefined;
  #doors: Doors | undefined;

  constructor() {
    super();
    this.backend = '/cryptopocket';
    this.amount = '';
    this.asset = '';
    this.chain = '';
    this.paymentType = 'card';
    this.lock = '';
    this.externalId = '';
    this.email = '';
    this.name = '';
    this.presentation = 'auto';
    this.theme = 'auto';
    this.amountPresets = ['50', '100', '250'];
    this.messages = {};
    this.flow = start({amount: '', asset: '', chain: '', paymentType: ''});
    this.restoring = false;
  }

  /** Where the buyer is. */
  get step(): Step {
    return this.flow.step;
  }

  /** The payment, once there is one. */
  get payment(): Payment | undefined {
    return this.flow.step === 'status' ? this.flow.payment : undefined;
  }

  /** The price on screen, if one is. */
  get quote(): Quote | undefined {
    return 'quote' in this.flow ? this.flow.quote : undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.addEventListener('online', this.#onReturn);
    globalThis.addEventListener('focus', this.#onReturn);
    this.#onVisibility();
    if (!this.restoring) this.#controller?.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.removeEventListener('online', this.#onReturn);
    globalThis.removeEventListener('focus', this.#onReturn);
    this.#controller?.stop();
  }

  /** Begins a new purchase; the one before goes on at the vendor, unwatched. */
  reset(): void {
    this.#controller?.reset(start(this.#wanted()));
  }

  /** Asks for the price again, at the steps that show one. */
  refreshQuote(): void {
    this.#controller?.send({type: 'quoteOutdated'});
  }

  /** Puts the focus at the beginning of the current step. */
  override focus(): void {
    this.#stepElement?.focusHeading();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lang') || changed.has('messages')) void this.#language.update(this.messages);
    if (changed.has('backend') || !this.#controller) this.#begin();
    else if (orderProperties.some(name => changed.has(name))) {
      this.#controller.send({type: 'orderChanged', order: this.#wanted()});
    }
  }

  override render(): TemplateResult {
    const {ready, locale} = this.#language;
    return html`<div class="card" part="card" lang=${locale} ?data-unspoken=${!ready}>
      <slot name="header"></slot>
      ${this.renderProgress()} ${this.renderStep()}
      <slot name="disclosure"></slot>
      <slot name="footer"></slot>
      <p class="hidden" role="status">${this.#spoken()}</p>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.#emit({type: 'cryptopocket-ready', detail: undefined});
  }

  private renderProgress(): TemplateResult {
    const {steps} = this.#language.first;
    const names = [steps.amount, steps.customer, steps.kyc, steps.payment];
    const current = parts.findIndex(part => part.includes(this.flow.step));
    return html`<ol part="progress" aria-label=${steps.progress}>
      ${names.map(
        (name, index) =>
          html`<li ?data-reached=${index <= current} aria-current=${index === current ? 'step' : nothing}>${name}</li>`,
      )}
    </ol>`;
  }

  private renderStep(): TemplateResult {
    const {flow, later} = this;
    const {first, all, locale} = this.#language;
    if (flow.step === 'amount' && !this.restoring) {
      return html`<cryptopocket-amount-step
        data-step
        exportparts=${exported}
        .state=${flow}
        .messages=${first}
        .locale=${locale}
        .assets=${this.#offered()}
        .presets=${this.amountPresets}
        .locked=${this.#locked()}
        @deed=${this.#onDeed}
        @confirm=${this.#onConfirm}
      ></cryptopocket-amount-step>`;
    }
    if (flow.step === 'amount' || flow.step === 'resuming' || !later || !all) {
      return html`<div class="loading">
        <p>${all ? all.resuming : first.loading}</p>
        ${flow.problem ? html`<p>${sentenceOf(flow.problem, first, locale)}</p>` : nothing}
      </div>`;
    }
    return later.renderStep(flow, all, locale, exported, {
      deed: this.#onDeed,
      confirm: this.#onConfirm,
      'open-hosted': this.#onOpenHosted,
      pay: this.#onPay,
    });
  }

  get #stepElement(): BuyStep<BuyState> | null {
    return this.renderRoot.querySelector('[data-step]');
  }

  /** What the live region says. */
  #spoken(): string {
    const {flow} = this;
    const {first, all, locale} = this.#language;
    if (flow.problem) return sentenceOf(flow.problem, all ?? first, locale);
    if (flow.step === 'amount') return flow.confirmed ? first.amount.continuing : '';
    return this.later && all ? this.later.spokenOf(flow, all) : first.loading;
  }

  #locked(): ReadonlySet<string> {
    return new Set(this.lock.split(/\s+/));
  }

  /** What the page asks for. */
  #wanted(): Order {
    const {amount, paymentType} = this;
    const first = this.#offered().find(({symbol, chain}) => {
      return (this.asset === '' || symbol === this.asset) && (this.chain === '' || chain === this.chain);
    });
    const asset = this.asset || (first?.symbol ?? '');
    const chain = this.chain || (first?.chain ?? '');
    // Without a chain there is no coin to ask a price for yet.
    const coin = chain === '' ? {asset: '', chain: ''} : {asset, chain};
    return {amount: isEuros(amount) ? amount : '', ...coin, paymentType};
  }

  #offered(): readonly Asset[] {
    const {assets} = this.#list;
    const {assets: only} = this;
    if (!only) return assets;
    return assets.filter(asset => only.some(({symbol, chain}) => symbol === asset.symbol && chain === asset.chain));
  }

  /** The list of assets arrived: where the page named no coin, the first one is meant. */
  #chooseAsset(): void {
    if (this.flow.step !== 'amount' || this.flow.order.asset !== '') return;
    const {asset, chain} = this.#wanted();
    this.#controller?.send({type: 'orderChanged', order: {...this.flow.order, asset, chain}});
  }

  #begin(): void {
    this.#controller?.stop();
    const base = new URL(this.backend, document.baseURI).href.replace(/\/+$/, '');
    const market = createMarket(base);
    const storage = new PurchaseStorage(base);
    const stored = storage.load();
    const kept = stored === undefined ? undefined : restoreAmount(stored, Date.now());
    const initial = kept && this.#fits(kept) ? kept : start(this.#wanted());
    this.#client = undefined;
    this.#storage = storage;
    this.#list.from(signal => market.assets(signal));
    this.#controller = new BuyController({
      initial,
      rules: this.later?.purchaseRules ?? amountRules,
      put: (asked, signal) => this.#put(base, market, asked, signal),
      onChange: this.#onChange,
    });
    this.flow = initial;
    this.#onVisibility();
    this.restoring = stored !== undefined && !kept;
    if (stored !== undefined && !kept) void this.#restore(this.#controller, stored);
    else if (this.isConnected) this.#controller.start();
  }

  /** Takes up a stored purchase as soon as the chunk that can is there. */
  async #restore(controller: BuyController, stored: string): Promise<void> {
    try {
      const {restore} = await this.#loadLater();
      if (controller !== this.#controller) return;
      const resumed = restore(stored, Date.now());
      this.restoring = false;
      if (resumed && this.#fits(resumed)) controller.reset(resumed);
      if (this.isConnected) controller.start();
    } catch {
      setTimeout(() => void this.#restore(controller, stored), chunkPause);
    }
  }

  /** Whether a stored purchase is the one that the page is about now. */
  #fits(stored: BuyState): boolean {
    const order = stored.step === 'amount' ? stored.order : stored.purchase.order;
    const locked = this.#locked();
    const sameAmount = !locked.has('amount') || order.amount === this.amount;
    const sameAsset = !locked.has('asset') || this.asset === '' || order.asset === this.asset;
    const sameReference = stored.step === 'amount' || (stored.purchase.externalId ?? '') === this.externalId;
    return sameAmount && sameAsset && sameReference;
  }

  async #loadLater(): Promise<Later> {
    const [later] = await Promise.all([this.later ?? import('../../define-later.js'), this.#language.loadAll()]);
    this.later = later;
    this.#doors ??= new later.Doors({
      emit: announcement => this.#emit(announcement),
      send: deed => this.#controller?.send(deed),
    });
    if (this.#controller) this.#controller.rules = later.purchaseRules;
    return later;
  }

  /** The market answers at once; the rest arrives with the chunk of the later steps. */
  async #put(base: string, market: Market, asked: Call, signal: AbortSignal): Promise<Answer> {
    if (asked.ask === 'quote') return {type: 'quoteArrived', asked, quote: await market.quote(asked.order, signal)};
    const {createClient, put} = await this.#loadLater();
    this.#client ??= createClient({base, locale: () => this.#language.locale});
    return put(this.#client, asked, signal);
  }

  readonly #onChange = (after: BuyState, before: BuyState): void => {
    const {later} = this;
    this.flow = after;
    this.#store(after);
    if (after.step !== before.step) this.#followFocus();
    // The price is on screen: time to fetch what comes next.
    if (after.step === 'amount' && after.quote && !later) void this.#loadLater().catch(() => undefined);
    this.#showStates();
    for (const announcement of announcementsOf(before, after)) this.#emit(announcement);
    for (const announcement of later?.purchaseAnnouncementsOf(before, after) ?? []) this.#emit(announcement);
    this.#doors?.follow(before, after);
  };

  #store(state: BuyState): void {
    const now = Date.now();
    if (state.step === 'amount') this.#storage?.save(keepAmount(state, now), undefined);
    else if (this.later) {
      const {tab, device} = this.later.keep(state, now);
      this.#storage?.save(tab, device);
    }
  }

  /** Focus goes to the new step, unless the buyer is busy elsewhere on the page. */
  #followFocus(): void {
    const {activeElement} = document;
    if (activeElement !== null && activeElement !== document.body && activeElement !== this) return;
    void this.updateComplete.then(async () => {
      await this.#stepElement?.updateComplete;
      this.focus();
    });
  }

  #showStates(): void {
    const {flow, later} = this;
    const shown = later ? later.statesOf(flow) : {busy: flow.step !== 'amount' || !!flow.confirmed};
    for (const [name, on] of Object.entries(shown)) {
      if (on) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    }
  }

  #emit({type, detail}: Announcement): boolean {
    const cancelable = type === 'cryptopocket-kyc-required' || type === 'cryptopocket-payment-required';
    return this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true, composed: true, cancelable}));
  }

  readonly #onVisibility = (): void => {
    this.#controller?.setVisible(document.visibilityState === 'visible');
  };

  readonly #onReturn = (): void => {
    this.#controller?.send({type: 'returned'});
  };

  readonly #onDeed = ({detail}: CustomEvent<Deed>): void => {
    this.#controller?.send(detail);
  };

  readonly #onConfirm = (): void => {
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join(
      '',
    );
    const externalId = this.externalId || undefined;
    const draft = {email: this.email, name: this.name, codeSent: false};
    this.#controller?.send({type: 'confirmed', key, now: Date.now(), externalId, draft});
  };

  readonly #onOpenHosted = ({detail: {url}}: CustomEvent<{url: string}>): void => {
    const {all} = this.#language;
    if (all) this.#doors?.open(url, this.flow, this.presentation, all);
  };

  readonly #onPay = (): void => {
    const {all} = this.#language;
    if (all) this.#doors?.pay(this.presentation, all);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cryptopocket-buy': CryptopocketBuy;
  }
}
