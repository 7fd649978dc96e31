import {LitElement, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import {decimalSign, readAmount, type Reading} from '../../i18n/amount.js';
import {enFirst} from '../../i18n/en-first.js';
import type {FirstMessages} from '../../i18n/messages.js';
import {controls} from '../step/step.styles.js';
import {styles} from './amount-field.styles.js';

/**
 * Takes an amount of euros as people type it, and tells it as decimal text.
 *
 * @element cryptopocket-amount-field
 * @fires {CustomEvent<string>} amount-change - What was typed now means this amount; empty where it means none.
 * @fires {CustomEvent<null>} amount-enter - The buyer pressed Enter.
 * @csspart input - The text field.
 */
export class CryptopocketAmountField extends LitElement {
  static override styles = [controls, styles];

  static override properties: PropertyDeclarations = {
    amount: {},
    locale: {},
    label: {},
    readonly: {type: Boolean},
    error: {},
    messages: {attribute: false},
    typed: {state: true},
    problem: {state: true},
  };

  /** Euros, decimal text; empty while what is typed is no amount. */
  declare amount: string;
  /** BCP 47: how the amount is written here. */
  declare locale: string;
  /** What the amount is for. */
  declare label: string;
  /** Whether the merchant fixed the amount. */
  declare readonly: boolean;
  /** What is wrong with the amount for another reason than how it is written. */
  declare error: string;
  declare messages: FirstMessages;
  declare private typed: string;
  declare private problem: 'amount_invalid' | 'amount_ambiguous' | undefined;

  constructor() {
    super();
    this.amount = this.label = this.error = this.typed = '';
    this.locale = 'en';
    this.readonly = false;
    this.messages = enFirst;
  }

  private get input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  override focus(options?: FocusOptions): void {
    this.input?.focus(options);
  }

  /** Says what is wrong with what was typed, if anything is. */
  check(): boolean {
    const reading = readAmount(this.typed, this.locale);
    this.problem = problemOf(reading, true);
    return this.problem === undefined;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const reading = readAmount(this.typed, this.locale);
    const shown = 'amount' in reading ? reading.amount : '';
    const written = (locale: string) => this.amount.replace(/\.00$/, '').replace('.', () => decimalSign(locale));
    const before = changed.get('locale');
    // An amount that the page sets is written as the buyer's language does; what the buyer types is left alone.
    if ((changed.has('amount') && this.amount !== shown) || (before !== undefined && this.typed === written(before))) {
      this.typed = written(this.locale);
      this.problem = undefined;
    }
  }

  override render(): TemplateResult {
    const error = this.problem === undefined ? this.error : this.messages.problems[this.problem];
    return html`<div class="field">
      <label for="input">${this.label}</label>
      <div class="box" dir="ltr">
        <span class="sign" aria-hidden="true">€</span>
        <span id="currency" hidden>${currencyName(this.locale)}</span>
        <input
          id="input"
          part="input"
          inputmode="decimal"
          autocomplete="off"
          spellcheck="false"
          .value=${this.typed}
          ?readonly=${this.readonly}
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby=${error ? 'currency error' : 'currency'}
          @input=${this.onInput}
          @keydown=${this.onKeydown}
          @change=${() => this.check()}
        />
      </div>
      ${error ? html`<p id="error" class="error">${error}</p>` : nothing}
    </div>`;
  }

  /** A form does not see a field in another element's shadow, so Enter is told instead. */
  private onKeydown(event: KeyboardEvent): void {
    // The Enter that ends a composition is not meant for the form.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Safari tells it by nothing else
    if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229)
      this.dispatchEvent(new CustomEvent('amount-enter'));
  }

  private onInput(): void {
    this.typed = this.input?.value ?? '';
    const reading = readAmount(this.typed, this.locale);
    // Half an amount is no mistake yet; two amounts in one are.
    this.problem = problemOf(reading, false);
    this.amount = 'amount' in reading ? reading.amount : '';
    this.dispatchEvent(new CustomEvent('amount-change', {detail: this.amount}));
  }
}

/** What the currency is called: the sign alone is read out by no means everywhere. */
function currencyName(locale: string): string {
  return new Intl.DisplayNames(locale, {type: 'currency'}).of('EUR') ?? 'EUR';
}

function problemOf(reading: Reading, settled: boolean): 'amount_invalid' | 'amount_ambiguous' | undefined {
  if ('amount' in reading) return undefined;
  if (reading.problem === 'amount_ambiguous') return reading.problem;
  return settled ? 'amount_invalid' : undefined;
}
