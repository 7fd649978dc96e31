import {LitElement, html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {html as staticHtml, literal} from 'lit/static-html.js';
import type {Client} from '../../client/client.js';
import {createMarket, type Market} from '../../client/market.js';
import type {Asset, Order} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';
import type {Payment} from '../../contract/payment.js';
import type {Quote} from '../../contract/quote.js';
import type {Backend} from '../../flow/backend.js';
import {BuyController} from '../../flow/controller.js';
import type {Deed} from '../../flow/event.js';
import {isBusy, start, type BuyState, type Step} from '../../flow/state.js';
import {en} from '../../i18n/en.js';
import {languageOf, loadMessages, localeOf, override, type MessageOverrides} from '../../i18n/languages.js';
import type {Messages} from '../../i18n/messages.js';
import {theme} from '../../themes/default.js';
import type {BuyStep} from '../step/step.js';
import {spokenOf} from './announce.js';
import {AssetList} from './asset-list.js';
import {styles} from './buy.styles.js';
import {announcementsOf, type Announcement} from './events.js';
import {HostedPage, type Presentation} from './hosted-page.js';
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

const exported = 'heading, input, select, button, link, notice, summary, timeline, quote, receives, preset';

const laterTags = {
  customer: literal`cryptopocket-customer-step`,
  code: literal`cryptopocket-code-step`,
  kyc: literal`cryptopocket-kyc-step`,
  enhanced: literal`cryptopocket-enhanced-step`,
  payment: literal`cryptopocket-payment-step`,
  status: literal`cryptopocket-status-step`,
};

type Later = typeof import('../../define-later.js');

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

  /** Address of the adapter, absolute or relative to the page. */
  @property() backend = '/cryptopocket';
  /** Euros to begin with, decimal text such as `100` or `99.50`. */
  @property() amount = '';
  /** Coin to begin with, such as `USDC`. Default: the first that can be bought. */
  @property() asset = '';
  /** Chain to begin with, such as `polygon`. Default: the first on which `asset` can be bought. */
  @property() chain = '';
  /** How the buyer is going to pay, as the vendor names it; decides the price. */
  @property({attribute: 'payment-type'}) paymentType = 'card';
  /** What the buyer may not change: `amount`, `asset`, or both, separated by a space. */
  @property() lock = '';
  /** Your own reference for this purchase; the vendor keeps it as `external_id`. At most 255 characters. */
  @property({attribute: 'external-id'}) externalId = '';
  /** The buyer's e-mail, if you know it; they may change it. */
  @property() email = '';
  /** The buyer's full name, if you know it; they may change it. */
  @property() name = '';
  /** How pages of the vendor's open: `auto`, `popup`, `tab` or `redirect`. */
  @property() presentation: Presentation = 'auto';
  /** `auto` follows the page's colour scheme; `light` and `dark` do not. */
  @property({reflect: true}) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** BCP 47. Default: the language of the page. */
  // eslint-disable-next-line lit/no-native-attributes -- it is the native one, watched
  @property() override lang = '';
  /** Only these of what the vendor sells are offered. Default: all. */
  @property({attribute: false}) assets: readonly Asset[] | undefined;
  /** Amounts to choose with one press; euros, decimal text. */
  @property({attribute: false}) amountPresets: readonly string[] = ['50', '100', '250'];
  /** Sentences that you say differently. */
  @property({attribute: false}) messages: MessageOverrides = {};

  @state() private flow: BuyState = start({amount: '', asset: '', chain: '', paymentType: ''});
  @state() private words: Messages = en;
  /** Language of `words`; nothing while the page's own is being loaded. */
  @state() private spoken: string | undefined;
  @state() private later: Later | undefined;

  @query('[data-step]') private readonly stepElement!: BuyStep<BuyState> | null;

  readonly #internals = this.attachInternals();
  readonly #list = new AssetList(this, () => {
    this.#chooseAsset();
  });
  #controller: BuyController | undefined;
  #storage: PurchaseStorage | undefined;
  #client: Promise<Client> | undefined;
  #hosted: HostedPage | undefined;

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
    this.#controller?.start();
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
    this.stepElement?.focusHeading();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('backend') || !this.#controller) this.#begin();
    else if (orderProperties.some(name => changed.has(name))) {
      this.#controller.send({type: 'orderChanged', order: this.#wanted()});
    }
    if (!this.hasUpdated || changed.has('lang') || changed.has('messages')) void this.#speak();
  }

  override render(): TemplateResult {
    const spoken = spokenOf(this.flow, this.words, this.#locale);
    return html`<div class="card" part="card" lang=${this.spoken ?? 'en'} ?data-unspoken=${this.spoken === undefined}>
      <slot name="header"></slot>
      ${this.renderProgress()} ${this.renderStep()}
      <slot name="disclosure"></slot>
      <slot name="footer"></slot>
      <p class="hidden" role="status">${spoken}</p>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.#emit({type: 'cryptopocket-ready', detail: undefined});
  }

  private renderProgress(): TemplateResult {
    const {steps} = this.words;
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
    const {flow, words: messages} = this;
    const locale = this.#locale;
    if (flow.step === 'amount') {
      return html`<cryptopocket-amount-step
        data-step
        exportparts=${exported}
        .state=${flow}
        .messages=${messages}
        .locale=${locale}
        .assets=${this.#offered()}
        .presets=${this.amountPresets}
        .locked=${new Set(this.lock.split(/\s+/))}
        @deed=${this.#onDeed}
        @confirm=${this.#onConfirm}
      ></cryptopocket-amount-step>`;
    }
    if (!this.later) return this.renderWaiting(messages.loading);
    if (flow.step === 'resuming') return this.renderWaiting(messages.resuming);
    const tag = laterTags[flow.step];
    return staticHtml`<${tag}
      data-step
      exportparts=${exported}
      .state=${flow}
      .messages=${messages}
      .locale=${locale}
      @deed=${this.#onDeed}
      @open-hosted=${this.#onOpenHosted}
      @pay=${this.#onPay}
      ><slot name="success" slot="success"></slot
    ></${tag}>`;
  }

  private renderWaiting(words: string): TemplateResult {
    return html`<div class="loading">
      <p>${words}</p>
      ${this.flow.problem ? html`<p>${spokenOf(this.flow, this.words, this.#locale)}</p>` : nothing}
    </div>`;
  }

  get #locale(): string {
    const wanted = this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang ?? document.documentElement.lang;
    return localeOf(wanted || navigator.language);
  }

  async #speak(): Promise<void> {
    const locale = this.#locale;
    let words = en;
    try {
      words = await loadMessages(locale);
    } catch {
      // A purchase in English is better than none; the next change of language tries again.
    }
    if (locale !== this.#locale) return;
    this.words = override(words, this.messages);
    this.spoken = words === en ? 'en' : languageOf(locale);
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
    this.#client = undefined;
    this.#storage = new PurchaseStorage(base);
    this.#list.from(signal => market.assets(signal));
    const stored = this.#storage.load();
    const initial = stored && this.#fits(stored) ? stored : start(this.#wanted());
    const backend = this.#backend(base, market);
    const onChange = this.#onChange;
    this.#controller = new BuyController({initial, backend, onChange});
    this.flow = initial;
    if (initial.step !== 'amount') void this.#loadLater().catch(() => undefined);
    this.#onVisibility();
    if (this.isConnected) this.#controller.start();
  }

  /** Whether a stored purchase is the one that the page is about now. */
  #fits(stored: BuyState): boolean {
    const order = stored.step === 'amount' ? stored.order : stored.purchase.order;
    const locked = this.lock.split(/\s+/);
    const sameAmount = !locked.includes('amount') || order.amount === this.amount;
    const sameAsset = !locked.includes('asset') || this.asset === '' || order.asset === this.asset;
    const sameReference = stored.step === 'amount' || (stored.purchase.externalId ?? '') === this.externalId;
    return sameAmount && sameAsset && sameReference;
  }

  async #loadLater(): Promise<Later> {
    this.later ??= await import('../../define-later.js');
    return this.later;
  }

  /** The market answers at once; the rest arrives with the chunk of the later steps. */
  #backend(base: string, market: Market): Backend {
    const client = () => {
      this.#client ??= this.#loadLater().then(({createClient}) => createClient({base, locale: () => this.#locale}));
      // A chunk that did not arrive is asked for again.
      this.#client.catch(() => (this.#client = undefined));
      return this.#client;
    };
    return {
      quote: (order, signal) => market.quote(order, signal),
      session: async (...question) => (await client()).session(...question),
      customer: async (...question) => (await client()).customer(...question),
      verify: async (...question) => (await client()).verify(...question),
      kyc: async (...question) => (await client()).kyc(...question),
      pay: async (...question) => (await client()).pay(...question),
      payment: async (...question) => (await client()).payment(...question),
    };
  }

  readonly #onChange = (after: BuyState, before: BuyState): void => {
    this.flow = after;
    this.#storage?.save(after);
    if (after.step !== before.step) this.#followFocus();
    if (after.step !== 'amount' || after.quote) void this.#loadLater().catch(() => undefined);
    this.#showStates();
    for (const announcement of announcementsOf(before, after)) this.#emit(announcement);
    if (before.step === 'payment' && before.creating) this.#sendToGateway(after);
  };

  /** Focus goes to the new step, unless the buyer is busy elsewhere on the page. */
  #followFocus(): void {
    const {activeElement} = document;
    if (activeElement !== null && activeElement !== document.body && activeElement !== this) return;
    void this.updateComplete.then(async () => {
      await this.stepElement?.updateComplete;
      this.focus();
    });
  }

  #showStates(): void {
    const {flow} = this;
    const status = flow.step === 'status' ? flow.payment?.status : undefined;
    const shown = {busy: isBusy(flow), complete: status === 'completed', failed: status === 'failed'};
    for (const [name, on] of Object.entries(shown)) {
      if (on) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    }
  }

  #emit({type, detail}: Announcement): boolean {
    const cancelable = type === 'cryptopocket-kyc-required' || type === 'cryptopocket-payment-required';
    return this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true, composed: true, cancelable}));
  }

  /** The payment exists, or does not: the window that was opened for it is sent on, or closed. */
  #sendToGateway(after: BuyState): void {
    if (after.step === 'payment' && after.creating) return;
    const url = after.step === 'status' ? after.payment?.gatewayUrl : undefined;
    const wanted =
      after.step === 'status' &&
      url !== undefined &&
      this.#emit({type: 'cryptopocket-payment-required', detail: {paymentId: after.id, url}});
    if (wanted) this.#hosted?.go(url);
    else this.#hosted?.close();
    this.#hosted = undefined;
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
    const opens =
      this.flow.step === 'status'
        ? this.#emit({type: 'cryptopocket-payment-required', detail: {paymentId: this.flow.id, url}})
        : this.#emit({type: 'cryptopocket-kyc-required', detail: {url}});
    const page = opens ? new HostedPage(this.presentation, this.words.loading) : undefined;
    this.#controller?.send({type: 'hostedPageOpened', opened: page?.opened ?? 'yes'});
    page?.go(url);
  };

  readonly #onPay = (): void => {
    this.#hosted = new HostedPage(this.presentation, this.words.payment.creating);
    this.#controller?.send({type: 'paymentConfirmed', opened: this.#hosted.opened, now: Date.now()});
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'cryptopocket-buy': CryptopocketBuy;
  }
}
