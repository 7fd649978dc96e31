import {LitElement, css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import type {Order} from '../../contract/asset.js';
import {problemOf} from '../../contract/problem-of.js';
import {isRefusal} from '../../contract/problem.js';
import type {Quote} from '../../contract/quote.js';
import {formatCoins} from '../../i18n/format.js';
import type {Messages} from '../../i18n/messages.js';
import {methodName} from '../../i18n/method-name.js';
import {purchaseControls} from '../step/purchase-step.styles.js';
import {controls} from '../step/step.styles.js';

/** What came of asking for a price; missing while it is on its way, or where nobody answered. */
type Priced = Quote | 'refused' | undefined;

/**
 * Offers other ways to pay for the same order, each with its price.
 *
 * @element cryptopocket-other-methods
 * @fires {CustomEvent<string>} choose - The buyer wants to pay this way, as the vendor names it.
 */
export class CryptopocketOtherMethods extends LitElement {
  static override styles = [
    controls,
    purchaseControls,
    css`
      .notice {
        display: grid;
        gap: calc(var(--_unit) * 2);
      }
      button {
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 calc(var(--_unit) * 4);
        border-color: var(--_border);
        background: var(--_background);
        color: var(--_text);
      }
      bdi {
        font-variant-numeric: tabular-nums;
        font-weight: 400;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    order: {attribute: false},
    methods: {attribute: false},
    messages: {attribute: false},
    locale: {attribute: false},
    prices: {state: true},
  };

  /** The order whose way to pay is refused. */
  declare order: Order;
  /** Ways to pay, as the vendor names them. */
  declare methods: readonly string[];
  declare messages: Messages;
  /** BCP 47, for numbers. */
  declare locale: string;
  /** Gets a price. */
  declare quote: (order: Order, signal: AbortSignal) => Promise<Quote>;
  declare private prices: ReadonlyMap<string, Priced>;
  #asking: AbortController | undefined;
  #asked = '';

  constructor() {
    super();
    this.methods = [];
    this.prices = new Map();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#asked = '';
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const others = this.others;
    const asked = JSON.stringify([this.order, others]);
    if (!(changed.has('order') || changed.has('methods')) || asked === this.#asked) return;
    this.#asked = asked;
    this.#asking?.abort();
    const {signal} = (this.#asking = new AbortController());
    this.prices = new Map();
    for (const method of others) void this.ask(method, signal);
  }

  override render(): TemplateResult | typeof nothing {
    const {messages, locale} = this;
    const open = this.others.filter(method => this.prices.get(method) !== 'refused');
    if (open.length === 0) return nothing;
    return html`<div class="notice" part="notice" role="group" aria-labelledby="other">
      <p id="other">${messages.otherMethods}</p>
      ${open.map(method => {
        const price = this.prices.get(method);
        return html`<button
          type="button"
          part="link"
          @click=${() => {
            this.dispatchEvent(new CustomEvent('choose', {detail: method}));
          }}
        >
          ${methodName(method, messages)}
          ${
            typeof price === 'object'
              ? html`<bdi>≈&nbsp;${formatCoins(price.receives, price.asset, locale)}</bdi>`
              : nothing
          }
        </button>`;
      })}
    </div>`;
  }

  private get others(): readonly string[] {
    return this.methods.filter(method => method !== this.order.paymentType);
  }

  private async ask(method: string, signal: AbortSignal): Promise<void> {
    let price: Priced;
    try {
      price = await this.quote({...this.order, paymentType: method}, signal);
    } catch (error) {
      // Where nobody answered it can be chosen all the same, and its price is asked for again then.
      price = isRefusal(problemOf(error).code) ? 'refused' : undefined;
    }
    if (!signal.aborted) this.prices = new Map(this.prices).set(method, price);
  }
}
