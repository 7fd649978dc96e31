import {LitElement, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import type {Asset, Order} from '../../contract/asset.js';
import {isFinal, type Payment} from '../../contract/payment.js';
import type {Quote} from '../../contract/quote.js';
import type {Action} from '../../machine/events.js';
import type {AmountState, BuyState, Step} from '../../machine/state.js';
import {formatCoins} from '../../i18n/format.js';
import {directionOf, type MessageOverrides} from '../../i18n/languages.js';
import {translateProblem} from '../../i18n/problems.js';
import {theme} from '../../themes/default.js';
import type {BuyStep} from '../step/step.js';
import {AssetList} from './asset-list.js';
import {styles} from './buy.styles.js';
import {publicEventsFor, type PublicEvent} from './public-events.js';
import {BuyDialog, type Mode} from './dialog.js';
import type {Presentation} from './popup-window.js';
import {LocaleController} from './locale-controller.js';
import {applyLock} from './lock.js';
import {storageScopeOf} from './stored-purchase.js';
import type {Known, PurchaseView} from './checkout.js';
import {PurchaseController} from './purchase-controller.js';
import {SlowTimer} from './slow.js';
import {
  lockedFields,
  filterOffered,
  rejectionOf,
  resolveInitialOrder,
  type AllowedAssets,
  type PurchaseFlow,
} from './order-request.js';

/** The four parts of a purchase, as the progress shows them, and the steps of each. */
const PROGRESS_SECTIONS: readonly (readonly Step[])[] = [
  ['amount'],
  ['customer', 'code'],
  ['kyc', 'enhanced'],
  ['payment', 'status'],
];

/** The properties that make up what is asked for. */
const orderProperties = ['amount', 'asset', 'chain', 'paymentType'] as const;

/** Milliseconds that a price may take before the buyer is told that it takes longer. */
const SLOW_QUOTE_MS = 4000;

/** Parts of the steps that a page may style. */
const EXPORTED_PARTS =
  'heading, order, input, select, button, link, notice, summary, timeline, quote, receives, preset';

/**
 * The whole buy flow: amount, customer, identity check, payment, and the payment's status until the coins are sent.
 *
 * @element cryptopocket-buy
 *
 * @slot header - Above everything: your name or mark.
 * @slot trigger - What stands on the button that opens the dialog, in the mode `button`.
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
 * @fires {CustomEvent<{paymentId: string}>} cryptopocket-complete - The coins were sent; told again when the page of a finished purchase is reloaded.
 * @fires {CustomEvent<{paymentId: string}>} cryptopocket-failed - The payment was refused for good.
 * @fires {CustomEvent<undefined>} cryptopocket-close - The dialog was closed; the purchase waits where it was.
 * @fires {CustomEvent<{code: ProblemCode, requestId?: string}>} cryptopocket-problem - Something went wrong; the flow goes on. `requestId` finds the rejected request in the adapter's log.
 *
 * @csspart card - The box around everything.
 * @csspart trigger - The button that opens the dialog.
 * @csspart close - The button that closes the dialog.
 * @csspart progress - The list of the four parts of a purchase.
 * @csspart heading - The heading of a step.
 * @csspart order - The line that says what is being bought.
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
    flow: {},
    email: {},
    name: {},
    presentation: {},
    mode: {},
    theme: {reflect: true},
    // eslint-disable-next-line lit/no-native-attributes -- it is the native one, watched
    lang: {reflect: true},
    assets: {},
    amountPresets: {attribute: false},
    paymentTypes: {attribute: false},
    messages: {attribute: false},
  };

  /** @internal Set where the tag is claimed, so that another copy of the script can tell which this is. */
  declare static version: string;

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
  /** What the buyer may not change: `amount`, `asset`, or both, separated by a space or a comma. */
  declare lock: string;
  /** Your own reference for this purchase; the vendor keeps it as `external_id`. At most 255 characters. */
  declare externalId: string;
  /**
   * `guided`: the buyer chooses wallet and way of paying on the vendor's page; `direct`: here, and is told where to send a
   * bank transfer.
   */
  declare flow: PurchaseFlow;
  /** The buyer's e-mail, if you know it; they may change it. */
  declare email: string;
  /** The buyer's full name, if you know it; they may change it. */
  declare name: string;
  /** How pages of the vendor's open: `auto`, `popup`, `tab` or `redirect`. */
  declare presentation: Presentation;
  /**
   * `inline`: in the page; `modal`: in a dialog that `open()` opens; `button`: in a dialog behind a button.
   */
  declare mode: Mode;
  /** `auto` follows the page's colour scheme; `light` and `dark` do not. */
  declare theme: 'auto' | 'light' | 'dark';
  /** BCP 47. Default: the language of the page. */
  declare lang: string;
  /**
   * Only these of what the vendor sells are offered: coins with their chains, or as an attribute `USDC:polygon BTC:bitcoin`,
   * separated by spaces or commas. Default: all.
   */
  declare assets: AllowedAssets | undefined;
  /** Amounts to choose with one press; euros, decimal text or numbers. */
  declare amountPresets: readonly (string | number)[];
  /** Ways of paying that a direct payment offers, as the vendor names them. Default: `card`, `psd2` and `transfer`. */
  declare paymentTypes: readonly string[] | undefined;
  /** Sentences that you say differently. */
  declare messages: MessageOverrides;

  readonly #internals = this.attachInternals();
  readonly #locale = new LocaleController(this);
  readonly #assetList = new AssetList(
    this,
    () => {
      this.#chooseAsset();
      this.#preloadWithoutQuote();
      this.requestUpdate();
    },
    problem => {
      this.#purchase.send({type: 'assetsMissed', problem});
    },
  );
  readonly #slowPrice = new SlowTimer(this, SLOW_QUOTE_MS);
  readonly #purchase = new PurchaseController(this, {
    language: this.#locale,
    orderRequest: this,
    onChange: (after, before) => {
      this.#onPurchaseChange(after, before);
    },
    onMoved: ({id: paymentId, status}) => {
      this.#emit({type: 'cryptopocket-payment-status-change', detail: {paymentId, status}});
    },
  });
  readonly #dialog = new BuyDialog({
    element: this,
    onClose: () => {
      this.#wantsFocus = false;
      this.#emit({type: 'cryptopocket-close', detail: undefined});
    },
  });
  #made: PurchaseView | undefined;
  /** What holds where the page gives nothing, by property. */
  readonly #defaults: readonly [name: string, value: unknown][];
  /** Whether the buyer was in the widget since the page was loaded. */
  #touched = false;
  /** Whether another purchase begins as soon as the element is on a page. */
  #needsNewPurchase = false;
  /** What the page locks although another order is being paid for; the page was told. */
  #reportedLock = '';
  #isReady = false;
  /** The focus is to go to the step that comes next. */
  #wantsFocus = false;
  /** What the page was last checked against. */
  #lastCheck: Known | undefined;

  constructor() {
    super();
    this.backend = '/cryptopocket';
    this.amount = '';
    this.asset = '';
    this.chain = '';
    this.paymentType = 'card';
    this.lock = '';
    this.externalId = '';
    this.flow = 'guided';
    this.email = '';
    this.name = '';
    this.presentation = 'auto';
    this.mode = 'inline';
    this.theme = 'auto';
    this.amountPresets = ['50', '100', '250'];
    this.messages = {};
    this.#defaults = Object.keys(CryptopocketBuy.properties).map(name => [name, Reflect.get(this, name)]);
    this.addEventListener('focusin', () => {
      this.#touched = true;
      void this.#purchase.preloadCheckout();
    });
  }

  /** Where the buyer is. */
  get step(): Step {
    return this.#purchase.flow.step;
  }

  /** The payment, once there is one. */
  get payment(): Payment | undefined {
    const {flow} = this.#purchase;
    return flow.step === 'status' ? flow.payment : undefined;
  }

  /** The price on screen, if one is. */
  get quote(): Quote | undefined {
    const {flow} = this.#purchase;
    return 'quote' in flow ? flow.quote : undefined;
  }

  /** Begins a new purchase; those before go on at the vendor, unwatched, and nothing of them is left on the device. */
  reset(): void {
    this.#applyDefaults();
    this.#purchase.reset(this.#initialOrder());
    this.#checkOrderRequest();
  }

  /** Asks for the price again, at the steps that show one. */
  refreshQuote(): void {
    this.#purchase.send({type: 'quoteOutdated'});
  }

  /** Opens the dialog, in the modes that have one. */
  async open(): Promise<void> {
    void this.#purchase.preloadCheckout();
    await this.updateComplete;
    this.#dialog.open();
  }

  /** Closes the dialog. The purchase goes on where it was when it is opened again. */
  close(): void {
    this.#dialog.close();
  }

  /** Puts the focus at the beginning of the current step. */
  override focus(): void {
    const step = this.shadowRoot?.querySelector<BuyStep<BuyState>>('[data-step]');
    // Where none is there yet, it gets the focus when it is.
    this.#wantsFocus = !step;
    void step?.updateComplete.then(() => {
      step.focusHeading();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#needsNewPurchase) this.requestUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#applyDefaults();
    if (changed.has('lang') || changed.has('messages')) void this.#locale.update(this.messages);
    const differs = (name: 'backend' | 'externalId' | (typeof orderProperties)[number]) =>
      changed.has(name) && changed.get(name) !== this[name];
    // Another order of the merchant's is another purchase; the one before waits where it is stored.
    this.#needsNewPurchase ||= differs('backend') || differs('externalId') || !this.#purchase.started;
    if (this.#needsNewPurchase) {
      // Where it stands, and so where its purchase is stored, is known while it is on a page.
      if (this.isConnected) this.#startPurchase();
    } else {
      if (orderProperties.some(differs)) this.#changeOrder(differs);
      if (changed.has('assets')) this.#chooseAsset();
      if (changed.has('email') || changed.has('name')) this.#prefillCustomer();
    }
    this.#enforceLock();
    this.#checkOrderRequest();
    this.#slowPrice.setWaiting(this.#isWaitingForQuote);
  }

  override render(): TemplateResult {
    const {ready, locale, first, all} = this.#locale;
    const card = html`<div class="card" part="card" lang=${locale} dir=${directionOf(locale)} ?data-unspoken=${!ready}>
      <slot name="header"></slot>
      ${this.renderProgress()} ${this.#view && all ? this.#view.renderEarlier(all, locale) : nothing}
      ${this.renderStep()} ${this.renderReload()}
      <slot name="disclosure"></slot>
      <slot name="footer"></slot>
      <p class="hidden" role="status">${this.#announcement()}</p>
    </div>`;
    if (!this.#inDialog) return card;
    return this.#dialog.render(card, this.mode, first, ready, locale);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#emitReady();
    if (this.#wantsFocus) this.focus();
    this.#checkPage(changed.size > 0);
  }

  /** Not before it is known what can be bought. */
  #emitReady(): void {
    const {flow, restoring} = this.#purchase;
    if (this.#isReady || (flow.step === 'amount' && flow.order.asset === '' && restoring === undefined)) return;
    this.#isReady = true;
    this.#emit({type: 'cryptopocket-ready', detail: undefined});
  }

  private renderProgress(): TemplateResult {
    const {steps} = this.#locale.first;
    const names = [steps.amount, steps.customer, steps.kyc, steps.payment];
    const current = PROGRESS_SECTIONS.findIndex(part => part.includes(this.step));
    return html`<ol part="progress" aria-label=${steps.progress}>
      ${names.map(
        (name, index) =>
          html`<li ?data-reached=${index <= current} aria-current=${index === current ? 'step' : nothing}>${name}</li>`,
      )}
    </ol>`;
  }

  private renderStep(): TemplateResult {
    const {flow, restoring} = this.#purchase;
    const {first, all, locale} = this.#locale;
    if (flow.step === 'amount' && restoring === undefined) {
      return html`<cryptopocket-amount-step
        data-step
        exportparts=${EXPORTED_PARTS}
        .state=${flow}
        .messages=${all ?? first}
        .locale=${locale}
        .assets=${this.#offered() ?? []}
        .slow=${this.#slowPrice.isSlow}
        .presets=${this.amountPresets}
        .locked=${lockedFields(this)}
        @action=${this.#onAction}
        @confirm=${this.#onConfirm}
        >${this.#view && all ? this.#view.renderOtherMethods(flow, all, locale) : nothing}</cryptopocket-amount-step
      >`;
    }
    if (flow.step === 'amount' || (flow.step === 'resuming' && !flow.activeInOtherTab) || !this.#view || !all) {
      return html`<div class="loading">
        <p>${all ? all.resuming : first.loading}</p>
        ${flow.problem ? html`<p>${translateProblem(flow.problem, first, locale)}</p>` : nothing}
      </div>`;
    }
    return this.#view.render(flow, all, locale, EXPORTED_PARTS);
  }

  /** Where a part of the widget is missing, the buyer can do what we cannot: load the page again. */
  private renderReload(): TemplateResult | typeof nothing {
    if (!this.#purchase.missing) return nothing;
    const {why, button} = this.#locale.first.reload;
    return html`<div class="reload">
      <p>${why}</p>
      <button
        type="button"
        part="button"
        @click=${() => {
          this.#purchase.reload();
        }}
      >
        ${button}
      </button>
    </div>`;
  }

  /** There as soon as the chunk of the later steps is. */
  get #view(): PurchaseView | undefined {
    const {checkout} = this.#purchase;
    return (this.#made ??=
      checkout &&
      new checkout.PurchaseView({
        element: this,
        emit: announcement => this.#emit(announcement),
        send: action => {
          this.#purchase.send(action);
        },
        flow: () => this.#purchase.flow,
        presentation: () => this.presentation,
        touched: () => this.#touched,
        methods: () => this.paymentTypes,
        session: () => this.#purchase.session,
        quote: (order, signal) => this.#purchase.quote(order, signal),
        reopen: key => {
          this.#purchase.reopen(key);
        },
      }));
  }

  /** What the live region says. */
  #announcement(): string {
    const {flow, checkout} = this.#purchase;
    const {first, all, locale} = this.#locale;
    if (this.#purchase.missing) return first.reload.why;
    if (flow.problem) return translateProblem(flow.problem, all ?? first, locale, lockedFields(this));
    if (flow.step === 'amount') return this.#amountAnnouncement(flow);
    return checkout && all ? checkout.announcementFor(flow, all, locale) : first.loading;
  }

  /** The price, once it is settled, to those who do not see it come; and what else they wait for. */
  #amountAnnouncement({confirmed, pending, quote}: AmountState): string {
    const {first, locale} = this.#locale;
    const {continuing, slow, receive} = first.amount;
    if (this.#slowPrice.isSlow) return slow;
    if (confirmed || pending) return continuing;
    return quote && this.#touched ? `${receive} ≈ ${formatCoins(quote.receives, quote.asset, locale)}` : '';
  }

  /** Whether nothing is on screen where the price will be, and nothing says why. */
  get #isWaitingForQuote(): boolean {
    const {flow, restoring} = this.#purchase;
    if (flow.step !== 'amount' || restoring !== undefined) return false;
    return !flow.quote && !flow.refused && !flow.problem && flow.order.amount !== '';
  }

  /** Gives every property that the page left out, or took back, its usual value; a number is as good as its text. */
  #applyDefaults(): void {
    for (const [name, usual] of this.#defaults) {
      // A page without types may give anything.
      const given = Reflect.get(this, name) as string | number | false | null | undefined;
      Reflect.set(this, name, typeof usual === 'string' ? String(given || '') || usual : (given ?? usual));
    }
  }

  get #inDialog(): boolean {
    return this.mode === 'modal' || this.mode === 'button';
  }

  /** What the page asks for. */
  #initialOrder(): Order {
    return resolveInitialOrder(this, this.#offered() ?? []);
  }

  /** Missing until it is known. */
  #offered(): readonly Asset[] | undefined {
    const {assets} = this.#assetList;
    return assets && filterOffered(assets, this.assets);
  }

  /** Where the page named no coin, or one that is not offered, the first one that fits is meant. */
  #chooseAsset(): void {
    const {flow} = this.#purchase;
    const offered = this.#offered();
    if (flow.step !== 'amount' || !offered) return;
    if (!offered.some(({symbol, chain}) => symbol === flow.order.asset && chain === flow.order.chain)) {
      const {asset, chain} = this.#initialOrder();
      this.#purchase.send({type: 'orderChanged', order: {...flow.order, asset, chain}});
    }
    this.#checkOrderRequest();
  }

  /** Says so where nobody can buy what the page asks for. */
  #checkOrderRequest(): void {
    const {flow} = this.#purchase;
    const problem = rejectionOf(this, this.#offered());
    if (flow.step !== 'amount') return;
    if (problem) {
      if (!flow.refused && !flow.confirmed) this.#purchase.send({type: 'orderRefused', problem});
    } else if (flow.refused && flow.problem?.code === 'invalid_request') {
      // It no longer is locked.
      this.#purchase.send({type: 'orderChanged', order: flow.order});
    }
  }

  /** Only what the page changed changes: what the buyer typed or chose meanwhile stays. */
  #changeOrder(differs: (name: (typeof orderProperties)[number]) => boolean): void {
    const {flow} = this.#purchase;
    const {amount, asset, chain, paymentType} = this.#initialOrder();
    if (flow.step !== 'amount') return;
    const order = {
      ...flow.order,
      ...(differs('amount') ? {amount} : {}),
      ...(differs('asset') || differs('chain') ? {asset, chain} : {}),
      ...(differs('paymentType') ? {paymentType} : {}),
    };
    this.#purchase.send({type: 'orderChanged', order});
    this.#checkOrderRequest();
  }

  /** What the page comes to know of the buyer fills what they left empty. */
  #prefillCustomer(): void {
    const {flow} = this.#purchase;
    if (flow.step !== 'customer') return;
    const {email, name} = flow.draft;
    if (email && name) return;
    this.#purchase.send({type: 'draftChanged', email: email || this.email, name: name || this.name});
  }

  /** What comes after a price is loaded, too, where there is none to wait for. */
  #preloadWithoutQuote(): void {
    const {flow} = this.#purchase;
    if (flow.step === 'amount' && flow.order.amount === '') setTimeout(() => void this.#purchase.preloadCheckout());
  }

  /** Tells the developer what on the page cannot be meant, as far as that is known by now. */
  #checkPage(isChanged: boolean): void {
    const {checkout} = this.#purchase;
    const {assets: sold} = this.#assetList;
    const {ours: messages} = this.#locale;
    const before = this.#lastCheck;
    if (!checkout || (before && !isChanged && before.sold === sold && before.messages === messages)) return;
    this.#lastCheck = {sold, messages};
    checkout.checkPage(this, this.#lastCheck);
  }

  /** What the page locks is what is bought: until there may be a payment. After that, the page is told. */
  #enforceLock(): void {
    const {flow} = this.#purchase;
    const order = flow.step === 'amount' ? flow.order : flow.purchase.order;
    const held = applyLock(order, this, this.#offered() ?? []);
    if (held !== order) this.#purchase.send({type: 'lockedOrderChanged', order: held});
    const {flow: after} = this.#purchase;
    const stays = held !== order && after === flow && !['amount', 'resuming'].includes(after.step) && !isSettled(after);
    const unheld = stays ? JSON.stringify(held) : '';
    if (unheld !== '' && unheld !== this.#reportedLock) {
      console.warn(
        `<cryptopocket-buy>: the page now locks ${held.amount} EUR of ${held.asset} on ${held.chain}, but the buyer has ` +
          `begun to pay ${order.amount} EUR for ${order.asset} on ${order.chain}. That payment stays as it is.`,
      );
    }
    this.#reportedLock = unheld;
  }

  #startPurchase(): void {
    this.#needsNewPurchase = false;
    const {backend} = this;
    // One that is no address is one where nobody answers.
    const url = URL.canParse(backend, document.baseURI) ? new URL(backend, document.baseURI).href : backend;
    const base = url.replace(/\/+$/, '');
    const market = this.#purchase.start(base, `${storageScopeOf(this)}:${this.externalId}`, this.#initialOrder());
    this.#assetList.connectTo(market);
    this.#checkOrderRequest();
  }

  /** Does on the page what follows from the flow's going on. */
  #onPurchaseChange(after: BuyState, before: BuyState): void {
    this.#updateCustomStates();
    for (const announcement of publicEventsFor(before, after)) this.#emit(announcement);
    this.#view?.update(before, after);
    this.#enforceLock();
    // Whatever the buyer changes, what the page cannot sell stays unsold.
    if (this.#purchase.flow.step === 'amount') this.#checkOrderRequest();
  }

  #updateCustomStates(): void {
    const {flow, checkout} = this.#purchase;
    const shown = checkout ? checkout.customStatesFor(flow) : {busy: flow.step !== 'amount' || !!flow.confirmed};
    for (const [name, on] of Object.entries(shown)) {
      if (on) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    }
  }

  #emit({type, detail}: PublicEvent): boolean {
    const cancelable = type === 'cryptopocket-kyc-required' || type === 'cryptopocket-payment-required';
    return this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true, composed: true, cancelable}));
  }

  readonly #onAction = ({detail}: CustomEvent<Action>): void => {
    this.#purchase.send(detail);
  };

  readonly #onConfirm = (): void => {
    const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const externalId = this.externalId || undefined;
    const draft = {email: this.email, name: this.name, codeSent: false};
    const wallet = this.flow === 'direct' ? '' : undefined;
    this.#purchase.send({type: 'confirmed', key, now: Date.now(), externalId, draft, wallet});
  };
}

/** Whether nothing more will happen to the payment of `flow`. */
function isSettled(flow: BuyState): boolean {
  return flow.step === 'status' && flow.payment !== undefined && isFinal(flow.payment.status);
}

declare global {
  interface HTMLElementTagNameMap {
    'cryptopocket-buy': CryptopocketBuy;
  }
}
