import {LitElement, html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import {problemOf} from '../../contract/problem-of.js';
import type {Problem} from '../../contract/problem.js';
import {formatTime} from '../../i18n/format.js';
import type {Messages} from '../../i18n/messages.js';
import {sentenceOf} from '../../i18n/problems.js';
import {purchaseControls} from '../step/purchase-step.styles.js';
import {controls} from '../step/step.styles.js';
import {styles} from './handoff.styles.js';

/** Where a phone is led to, once. */
export interface HandedOver {
  url: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * Shows a code that leads the buyer's phone to a page of the vendor's.
 *
 * @element cryptopocket-handover
 * @fires {CustomEvent<null>} stay - The buyer goes on here.
 */
export class CryptopocketHandover extends LitElement {
  static override styles = [controls, purchaseControls, styles];
  static override properties: PropertyDeclarations = {
    handOver: {attribute: false},
    messages: {attribute: false},
    locale: {},
    handed: {state: true},
    problem: {state: true},
  };

  /** Gets a new code. */
  declare handOver: () => Promise<HandedOver | undefined>;
  declare messages: Messages;
  declare locale: string;
  /** Missing while a code is on its way, and once it is no longer good. */
  declare private handed: HandedOver | undefined;
  declare private problem: Problem | undefined;
  #expiry: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.ask());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#expiry);
    this.handed = undefined;
  }

  /** Puts the focus on what there is to do. */
  override focus(): void {
    this.renderRoot.querySelector('p')?.focus();
  }

  override render(): TemplateResult {
    const {handed, problem, messages, locale} = this;
    const words = messages.handover;
    return html`<p tabindex="-1">${words.scan}</p>
      <div class="code">
        ${
          handed
            ? html`<cryptopocket-qr-code .text=${handed.url} .label=${words.code}></cryptopocket-qr-code>`
            : problem
              ? html`<p class="notice" part="notice">${sentenceOf(problem, messages, locale)}</p>`
              : nothing
        }
      </div>
      ${handed ? html`<p class="hint">${words.until(formatTime(handed.expiresAt, locale))}</p>` : nothing}
      <div class="actions">
        <button type="button" part="link" class="quiet" @click=${this.ask}>${words.another}</button>
        <button
          type="button"
          part="link"
          class="quiet"
          @click=${() => {
            this.dispatchEvent(new CustomEvent('stay'));
          }}
        >
          ${words.close}
        </button>
      </div>`;
  }

  private async ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    clearTimeout(this.#expiry);
    this.handed = this.problem = undefined;
    try {
      const handed = await this.handOver();
      if (!handed || !this.isConnected) return;
      this.handed = handed;
      // A code that leads nowhere is not left on the screen.
      this.#expiry = setTimeout(() => void this.ask(), handed.expiresAt - Date.now());
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.#asking = false;
    }
  }
}
