import {html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import type {Asset} from '../../contract/asset.js';
import {chainName} from '../../contract/chain.js';
import type {Problem, ProblemCode} from '../../contract/problem.js';
import type {AmountState} from '../../machine/state.js';
import {formatCoins, formatEuros, formatRate, formatTime} from '../../i18n/format.js';
import {sentenceOf} from '../../i18n/problems.js';
import type {CryptopocketAmountField} from '../amount-field/amount-field.js';
import {controls} from '../step/step.styles.js';
import {BuyStep} from '../step/step.js';
import {styles} from './amount-step.styles.js';

/** What can be mended in the amount field, and is therefore said there. */
const aboutAmount: readonly ProblemCode[] = ['amount_invalid', 'amount_too_low', 'amount_too_high', 'limit_exceeded'];

const idOf = ({symbol, chain}: Asset) => `${symbol}/${chain}`;

/**
 * Asks how much to spend and on what, and shows what it buys.
 *
 * @element cryptopocket-amount-step
 */
export class CryptopocketAmountStep extends BuyStep<AmountState> {
  static override styles = [controls, styles];

  static override properties: PropertyDeclarations = {
    assets: {attribute: false},
    presets: {attribute: false},
    locked: {attribute: false},
    slow: {attribute: false},
  };

  /** What can be bought; empty until it is known. */
  declare assets: readonly Asset[];
  /** Amounts to choose from with one press; euros, decimal text or numbers. */
  declare presets: readonly (string | number)[];
  /** What the merchant fixed. */
  declare locked: ReadonlySet<string>;
  /** Whether the price takes longer than it should. */
  declare slow: boolean;

  /** Not before the first paint: to make formatters takes longer than all the rest. */
  private writes = false;

  constructor() {
    super();
    this.assets = this.presets = [];
    this.locked = new Set();
    this.slow = false;
  }

  override firstUpdated(): void {
    requestAnimationFrame(() => {
      setTimeout(() => {
        this.writes = true;
        this.requestUpdate();
        // Those of the price are made while it is on its way.
        const {locale} = this;
        formatCoins('1', '', locale);
        formatRate('1', '1', locale);
        formatTime(0, locale);
      });
    });
  }

  override render(): TemplateResult {
    const {messages, locale, state} = this;
    const {order, problem} = state;
    const words = messages.amount;
    const waiting = this.isSending || (state.pending !== undefined && state.failures === 0);
    const inField = problem !== undefined && aboutAmount.includes(problem.code);
    return html`<form novalidate aria-labelledby="heading" @submit=${this.onSubmit}>
      ${this.heading(words.heading)}
      <cryptopocket-amount-field
        exportparts="input"
        .amount=${order.amount}
        .locale=${locale}
        .label=${words.label}
        .messages=${messages}
        .error=${inField ? sentenceOf(problem, messages, locale) : ''}
        ?readonly=${this.locked.has('amount') || this.isSending}
        @amount-change=${this.onAmount}
        @amount-enter=${this.onEnter}
      ></cryptopocket-amount-field>
      ${this.renderPresets()} ${this.renderAssets()}
      ${state.refused && !this.isMendable ? nothing : html`<div class="quote" part="quote">${this.renderQuote()}</div>`}
      ${inField ? nothing : this.notice()}
      <slot name="methods"></slot>
      <button part="button" aria-disabled=${String(waiting)}>${waiting ? words.continuing : words.submit}</button>
    </form>`;
  }

  /** Whether the session is being made. After a silence the buyer may edit what they confirmed. */
  private get isSending(): boolean {
    return this.state.confirmed !== undefined && this.state.failures === 0;
  }

  private renderPresets(): TemplateResult | typeof nothing {
    if (this.presets.length === 0 || this.locked.has('amount')) return nothing;
    return html`<div
      class="presets"
      ?data-unwritten=${!this.writes}
      role="group"
      aria-label=${this.messages.amount.presets}
    >
      ${this.presets.map(String).map(
        amount =>
          html`<button
            type="button"
            part="preset"
            aria-pressed=${String(Number(amount) === Number(this.state.order.amount))}
            aria-disabled=${String(this.isSending)}
            @click=${() => {
              if (!this.isSending) this.change({amount});
            }}
          >
            ${this.writes ? formatEuros(amount, this.locale).replace(/[.,٫][0٠]{2}(?!\d)/, '') : amount}
          </button>`,
      )}
    </div>`;
  }

  private renderAssets(): TemplateResult {
    const {asset, chain} = this.state.order;
    const current = {symbol: asset, chain};
    const known = this.assets.some(other => idOf(other) === idOf(current));
    const locked = this.locked.has('asset');
    // What is locked is shown as it was asked for, also where nobody can buy it: never as another coin.
    const options = known || (asset === '' && !locked) ? this.assets : [current, ...(locked ? [] : this.assets)];
    return html`<div class="field asset">
      <label for="asset">${this.messages.amount.asset}</label>
      <cryptopocket-coin-mark symbol=${asset} chain=${chain}></cryptopocket-coin-mark>
      <select id="asset" part="select" ?disabled=${locked || this.isSending} @change=${this.onAsset}>
        ${options.map(
          option =>
            html`<option value=${idOf(option)} ?selected=${idOf(option) === idOf(current)}>
              ${[option.symbol, chainName(option.chain)].filter(name => name !== '').join(' · ')}
            </option>`,
        )}
      </select>
    </div>`;
  }

  private renderQuote(): TemplateResult {
    const {locale, state} = this;
    const words = this.messages.amount;
    const {order, quote} = state;
    if (state.refused) return html`<p class="hint">${words.refused}</p>`;
    if (order.amount === '') return html`<p class="hint">${words.empty}</p>`;
    if (!quote) return html`<p class="hint">${this.slow ? words.slow : words.refreshing}</p>`;
    const rate = formatRate(quote.amount, quote.receives, locale);
    return html`<p class="hint top">${words.receive} ${state.expired ? nothing : this.countdown(quote)}</p>
      <p class="receives ${state.expired ? 'stale' : ''}" part="receives">
        <bdi>≈&nbsp;${formatCoins(quote.receives, quote.asset, locale)}</bdi>
      </p>
      <p class="hint">
        ${rate === undefined ? nothing : words.rate(formatCoins('1', quote.asset, locale), rate)} ·
        ${state.expired ? words.refreshing : words.until(formatTime(quote.expiresAt, locale))}
      </p>
      <p class="hint">${words.estimate}</p>`;
  }

  /** Whether the buyer can choose something else that has a price. */
  private get isMendable(): boolean {
    const code = this.state.problem?.code;
    return code !== 'invalid_request' && !(code === 'asset_not_supported' && this.locked.has('asset'));
  }

  protected override sentenceFor(problem: Problem): string {
    return sentenceOf(problem, this.messages, this.locale, this.locked);
  }

  private change(change: Partial<AmountState['order']>): void {
    this.tell({type: 'orderChanged', order: {...this.state.order, ...change}});
  }

  private onAmount({detail: amount}: CustomEvent<string>): void {
    this.change({amount});
  }

  private onEnter(): void {
    this.renderRoot.querySelector('form')?.requestSubmit();
  }

  private onAsset({target}: Event): void {
    if (!(target instanceof HTMLSelectElement)) return;
    const chosen = this.assets.find(asset => idOf(asset) === target.value);
    if (chosen) this.change({asset: chosen.symbol, chain: chosen.chain});
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    const field = this.renderRoot.querySelector<CryptopocketAmountField>('cryptopocket-amount-field');
    if (!field?.check() || this.state.refused) {
      field?.focus();
      return;
    }
    this.fire('confirm', undefined);
  }
}
