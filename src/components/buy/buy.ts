import {LitElement, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import type {Asset, Order} from '../../contract/asset.js';
import {isFinal, type Payment} from '../../contract/payment.js';
import type {Quote} from '../../contract/quote.js';
import type {Action} from '../../machine/events.js';
import type {AmountState, BuyState, Step} from '../../machine/state.js';
import {formatCoins} from '../../i18n/format.js';
import {directionOf, type MessageOverrides} from '../../i18n/languages.js';
import {sentenceOf} from '../../i18n/problems.js';
import {theme} from '../../themes/default.js';
import type {BuyStep} from '../step/step.js';
import {AssetList} from './asset-list.js';
import {styles} from './buy.styles.js';
import {announcementsOf, type Announcement} from './public-events.js';
import {Frame, type Mode} from './dialog.js';
import type {Presentation} from './popup-window.js';
import {Language} from './locale-controller.js';
import {heldToLock} from './lock.js';
import {placeOf} from './place.js';
import type {Known, PurchaseView} from './checkout.js';
import {PurchaseRunner} from './purchase-controller.js';
import {Slow} from './slow.js';
import {
  lockedBy,
  offeredOf,
  refusalOfWish,
  wishedOrder,
  type AssetsAllowed,
  type PurchaseFlow,
} from './order-request.js';

/** The four parts of a purchase, as the progress shows them, and the steps of each. */
const parts: readonly (readonly Step[])[] = [
  ['amount'],
  ['customer', 'code'],
  ['kyc', 'enhanced'],
  ['payment', 'status'],
];

/** The properties that make up what is asked for. */
const orderProperties = ['amount', 'asset', 'chain', 'paymentType'] as const;

/** Milliseconds that a price may take before the buyer is told that it takes longer. */
const slowPriceMs = 4000;

/** Parts of the steps that a page may style. */
const exported = 'heading, order, input, select, button, link, notice, summary, timeline, quote, receives, preset';

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
  declare assets: AssetsAllowed | undefined;
  /** Amounts to choose with one press; euros, decimal text or numbers. */
  declare amountPresets: readonly (string | number)[];
  /** Ways of paying that a direct payment offers, as the vendor names them. Default: `card`, `psd2` and `transfer`. */
  declare paymentTypes: readonly string[] | undefined;
  /** Sentences that you say differently. */
  declare messages: MessageOverrides;

  readonly #internals = this.attachInternals();
  readonly #language = new Language(this);
  readonly #list = new AssetList(
    this,
    () => {
      this.#chooseAsset();
      this.#prepareWithoutPrice();
      this.requestUpdate();
    },
    problem => {
      this.#runner.send({type: 'assetsMissed', problem});
    },
  );
  readonly #slowPrice = new Slow(this, slowPriceMs);
  readonly #runner = new PurchaseRunner(this, {
    language: this.#language,
    wish: this,
    onChange: (after, before) => {
      this.#follow(after, before);
    },
    onMoved: ({id: paymentId, status}) => {
      this.#emit({type: 'cryptopocket-payment-status-change', detail: {paymentId, status}});
    },
  });
  readonly #frame = new Frame({
    element: this,
    onClose: () => {
      this.#wantsFocus = false;
      this.#emit({type: 'cryptopocket-close', detail: undefined});
    },
  });
  #made: PurchaseView | undefined;
  /** What holds where the page gives nothing, by property. */
  readonly #usual: readonly [name: string, value: unknown][];
  /** Whether the buyer was in the widget since the page was loaded. */
  #touched = false;
  /** Whether another purchase begins as soon as the element is on a page. */
  #begins = false;
  /** What the page locks although another order is being paid for; the page was told. */
  #unheld = '';
  #isReady = false;
  /** The focus is to go to the step that comes next. */
  #wantsFocus = false;
  /** What the page was last checked against. */
  #checked: Known | undefined;

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
    this.#usual = Object.keys(CryptopocketBuy.properties).map(name => [name, Reflect.get(this, name)]);
    this.addEventListener('focusin', () => {
      this.#touched = true;
      void this.#runner.prepare();
    });
  }

  /** Where the buyer is. */
  get step(): Step {
    return this.#runner.flow.step;
  }

  /** The payment, once there is one. */
  get payment(): Payment | undefined {
    const {flow} = this.#runner;
    return flow.step === 'status' ? flow.payment : undefined;
  }

  /** The price on screen, if one is. */
  get quote(): Quote | undefined {
    const {flow} = this.#runner;
    return 'quote' in flow ? flow.quote : undefined;
  }

  /** Begins a new purchase; those before go on at the vendor, unwatched, and nothing of them is left on the device. */
  reset(): void {
    this.#complete();
    this.#runner.reset(this.#wished());
    this.#refuseWish();
  }

  /** Asks for the price again, at the steps that show one. */
  refreshQuote(): void {
    this.#runner.send({type: 'quoteOutdated'});
  }

  /** Opens the dialog, in the modes that have one. */
  async open(): Promise<void> {
    void this.#runner.prepare();
    await this.updateComplete;
    this.#frame.open();
  }

  /** Closes the dialog. The purchase goes on where it was when it is opened again. */
  close(): void {
    this.#frame.close();
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
    if (this.#begins) this.requestUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#complete();
    if (changed.has('lang') || changed.has('messages')) void this.#language.update(this.messages);
    const differs = (name: 'backend' | 'externalId' | (typeof orderProperties)[number]) =>
      changed.has(name) && changed.get(name) !== this[name];
    // Another order of the merchant's is another purchase; the one before waits where it is stored.
    this.#begins ||= differs('backend') || differs('externalId') || !this.#runner.started;
    if (this.#begins) {
      // Where it stands, and so where its purchase is stored, is known while it is on a page.
      if (this.isConnected) this.#begin();
    } else {
      if (orderProperties.some(differs)) this.#changeOrder(differs);
      if (changed.has('assets')) this.#chooseAsset();
      if (changed.has('email') || changed.has('name')) this.#fillIn();
    }
    this.#holdToLock();
    this.#refuseWish();
    this.#slowPrice.waits(this.#awaitsPrice);
  }

  override render(): TemplateResult {
    const {ready, locale, first, all} = this.#language;
    const card = html`<div class="card" part="card" lang=${locale} dir=${directionOf(locale)} ?data-unspoken=${!ready}>
      <slot name="header"></slot>
      ${this.renderProgress()} ${this.#view && all ? this.#view.renderEarlier(all, locale) : nothing}
      ${this.renderStep()} ${this.renderReload()}
      <slot name="disclosure"></slot>
      <slot name="footer"></slot>
      <p class="hidden" role="status">${this.#spoken()}</p>
    </div>`;
    if (!this.#inDialog) return card;
    return this.#frame.render(card, this.mode, first, ready, locale);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#tellReady();
    if (this.#wantsFocus) this.focus();
    this.#checkPage(changed.size > 0);
  }

  /** Not before it is known what can be bought. */
  #tellReady(): void {
    const {flow, restoring} = this.#runner;
    if (this.#isReady || (flow.step === 'amount' && flow.order.asset === '' && restoring === undefined)) return;
    this.#isReady = true;
    this.#emit({type: 'cryptopocket-ready', detail: undefined});
  }

  private renderProgress(): TemplateResult {
    const {steps} = this.#language.first;
    const names = [steps.amount, steps.customer, steps.kyc, steps.payment];
    const current = parts.findIndex(part => part.includes(this.step));
    return html`<ol part="progress" aria-label=${steps.progress}>
      ${names.map(
        (name, index) =>
          html`<li ?data-reached=${index <= current} aria-current=${index === current ? 'step' : nothing}>${name}</li>`,
      )}
    </ol>`;
  }

  private renderStep(): TemplateResult {
    const {flow, restoring} = this.#runner;
    const {first, all, locale} = this.#language;
    if (flow.step === 'amount' && restoring === undefined) {
      return html`<cryptopocket-amount-step
        data-step
        exportparts=${exported}
        .state=${flow}
        .messages=${all ?? first}
        .locale=${locale}
        .assets=${this.#offered() ?? []}
        .slow=${this.#slowPrice.is}
        .presets=${this.amountPresets}
        .locked=${lockedBy(this)}
        @deed=${this.#onDeed}
        @confirm=${this.#onConfirm}
        >${this.#view && all ? this.#view.renderOtherMethods(flow, all, locale) : nothing}</cryptopocket-amount-step
      >`;
    }
    if (flow.step === 'amount' || (flow.step === 'resuming' && !flow.activeInOtherTab) || !this.#view || !all) {
      return html`<div class="loading">
        <p>${all ? all.resuming : first.loading}</p>
        ${flow.problem ? html`<p>${sentenceOf(flow.problem, first, locale)}</p>` : nothing}
      </div>`;
    }
    return this.#view.render(flow, all, locale, exported);
  }

  /** Where a part of the widget is missing, the buyer can do what we cannot: load the page again. */
  private renderReload(): TemplateResult | typeof nothing {
    if (!this.#runner.missing) return nothing;
    const {why, button} = this.#language.first.reload;
    return html`<div class="reload">
      <p>${why}</p>
      <button
        type="button"
        part="button"
        @click=${() => {
          this.#runner.reload();
        }}
      >
        ${button}
      </button>
    </div>`;
  }

  /** There as soon as the chunk of the later steps is. */
  get #view(): PurchaseView | undefined {
    const {later} = this.#runner;
    return (this.#made ??=
      later &&
      new later.PurchaseView({
        element: this,
        emit: announcement => this.#emit(announcement),
        send: deed => {
          this.#runner.send(deed);
        },
        flow: () => this.#runner.flow,
        presentation: () => this.presentation,
        touched: () => this.#touched,
        methods: () => this.paymentTypes,
        desk: () => this.#runner.desk,
        quote: (order, signal) => this.#runner.quote(order, signal),
        reopen: key => {
          this.#runner.reopen(key);
        },
      }));
  }

  /** What the live region says. */
  #spoken(): string {
    const {flow, later} = this.#runner;
    const {first, all, locale} = this.#language;
    if (this.#runner.missing) return first.reload.why;
    if (flow.problem) return sentenceOf(flow.problem, all ?? first, locale, lockedBy(this));
    if (flow.step === 'amount') return this.#spokenOfAmount(flow);
    return later && all ? later.announcementFor(flow, all, locale) : first.loading;
  }

  /** The price, once it is settled, to those who do not see it come; and what else they wait for. */
  #spokenOfAmount({confirmed, pending, quote}: AmountState): string {
    const {first, locale} = this.#language;
    const {continuing, slow, receive} = first.amount;
    if (this.#slowPrice.is) return slow;
    if (confirmed || pending) return continuing;
    return quote && this.#touched ? `${receive} ≈ ${formatCoins(quote.receives, quote.asset, locale)}` : '';
  }

  /** Whether nothing is on screen where the price will be, and nothing says why. */
  get #awaitsPrice(): boolean {
    const {flow, restoring} = this.#runner;
    if (flow.step !== 'amount' || restoring !== undefined) return false;
    return !flow.quote && !flow.refused && !flow.problem && flow.order.amount !== '';
  }

  /** Gives every property that the page left out, or took back, its usual value; a number is as good as its text. */
  #complete(): void {
    for (const [name, usual] of this.#usual) {
      // A page without types may give anything.
      const given = Reflect.get(this, name) as string | number | false | null | undefined;
      Reflect.set(this, name, typeof usual === 'string' ? String(given || '') || usual : (given ?? usual));
    }
  }

  get #inDialog(): boolean {
    return this.mode === 'modal' || this.mode === 'button';
  }

  /** What the page asks for. */
  #wished(): Order {
    return wishedOrder(this, this.#offered() ?? []);
  }

  /** Missing until it is known. */
  #offered(): readonly Asset[] | undefined {
    const {assets} = this.#list;
    return assets && offeredOf(assets, this.assets);
  }

  /** Where the page named no coin, or one that is not offered, the first one that fits is meant. */
  #chooseAsset(): void {
    const {flow} = this.#runner;
    const offered = this.#offered();
    if (flow.step !== 'amount' || !offered) return;
    if (!offered.some(({symbol, chain}) => symbol === flow.order.asset && chain === flow.order.chain)) {
      const {asset, chain} = this.#wished();
      this.#runner.send({type: 'orderChanged', order: {...flow.order, asset, chain}});
    }
    this.#refuseWish();
  }

  /** Says so where nobody can buy what the page asks for. */
  #refuseWish(): void {
    const {flow} = this.#runner;
    const problem = refusalOfWish(this, this.#offered());
    if (flow.step !== 'amount') return;
    if (problem) {
      if (!flow.refused && !flow.confirmed) this.#runner.send({type: 'orderRefused', problem});
    } else if (flow.refused && flow.problem?.code === 'invalid_request') {
      // It no longer is locked.
      this.#runner.send({type: 'orderChanged', order: flow.order});
    }
  }

  /** Only what the page changed changes: what the buyer typed or chose meanwhile stays. */
  #changeOrder(differs: (name: (typeof orderProperties)[number]) => boolean): void {
    const {flow} = this.#runner;
    const {amount, asset, chain, paymentType} = this.#wished();
    if (flow.step !== 'amount') return;
    const order = {
      ...flow.order,
      ...(differs('amount') ? {amount} : {}),
      ...(differs('asset') || differs('chain') ? {asset, chain} : {}),
      ...(differs('paymentType') ? {paymentType} : {}),
    };
    this.#runner.send({type: 'orderChanged', order});
    this.#refuseWish();
  }

  /** What the page comes to know of the buyer fills what they left empty. */
  #fillIn(): void {
    const {flow} = this.#runner;
    if (flow.step !== 'customer') return;
    const {email, name} = flow.draft;
    if (email && name) return;
    this.#runner.send({type: 'draftChanged', email: email || this.email, name: name || this.name});
  }

  /** What comes after a price is loaded, too, where there is none to wait for. */
  #prepareWithoutPrice(): void {
    const {flow} = this.#runner;
    if (flow.step === 'amount' && flow.order.amount === '') setTimeout(() => void this.#runner.prepare());
  }

  /** Tells the developer what on the page cannot be meant, as far as that is known by now. */
  #checkPage(isChanged: boolean): void {
    const {later} = this.#runner;
    const {assets: sold} = this.#list;
    const {ours: messages} = this.#language;
    const before = this.#checked;
    if (!later || (before && !isChanged && before.sold === sold && before.messages === messages)) return;
    this.#checked = {sold, messages};
    later.checkPage(this, this.#checked);
  }

  /** What the page locks is what is bought: until there may be a payment. After that, the page is told. */
  #holdToLock(): void {
    const {flow} = this.#runner;
    const order = flow.step === 'amount' ? flow.order : flow.purchase.order;
    const held = heldToLock(order, this, this.#offered() ?? []);
    if (held !== order) this.#runner.send({type: 'lockedOrderChanged', order: held});
    const {flow: after} = this.#runner;
    const stays = held !== order && after === flow && !['amount', 'resuming'].includes(after.step) && !isOver(after);
    const unheld = stays ? JSON.stringify(held) : '';
    if (unheld !== '' && unheld !== this.#unheld) {
      console.warn(
        `<cryptopocket-buy>: the page now locks ${held.amount} EUR of ${held.asset} on ${held.chain}, but the buyer has ` +
          `begun to pay ${order.amount} EUR for ${order.asset} on ${order.chain}. That payment stays as it is.`,
      );
    }
    this.#unheld = unheld;
  }

  #begin(): void {
    this.#begins = false;
    const {backend} = this;
    // One that is no address is one where nobody answers.
    const url = URL.canParse(backend, document.baseURI) ? new URL(backend, document.baseURI).href : backend;
    const base = url.replace(/\/+$/, '');
    const market = this.#runner.begin(base, `${placeOf(this)}:${this.externalId}`, this.#wished());
    this.#list.from(market);
    this.#refuseWish();
  }

  /** Does on the page what follows from the flow's going on. */
  #follow(after: BuyState, before: BuyState): void {
    this.#showStates();
    for (const announcement of announcementsOf(before, after)) this.#emit(announcement);
    this.#view?.follow(before, after);
    this.#holdToLock();
    // Whatever the buyer changes, what the page cannot sell stays unsold.
    if (this.#runner.flow.step === 'amount') this.#refuseWish();
  }

  #showStates(): void {
    const {flow, later} = this.#runner;
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

  readonly #onDeed = ({detail}: CustomEvent<Action>): void => {
    this.#runner.send(detail);
  };

  readonly #onConfirm = (): void => {
    const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const externalId = this.externalId || undefined;
    const draft = {email: this.email, name: this.name, codeSent: false};
    const wallet = this.flow === 'direct' ? '' : undefined;
    this.#runner.send({type: 'confirmed', key, now: Date.now(), externalId, draft, wallet});
  };
}

/** Whether nothing more will happen to the payment of `flow`. */
function isOver(flow: BuyState): boolean {
  return flow.step === 'status' && flow.payment !== undefined && isFinal(flow.payment.status);
}

declare global {
  interface HTMLElementTagNameMap {
    'cryptopocket-buy': CryptopocketBuy;
  }
}
