import {LitElement, html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import {purchaseControls} from '../step/purchase-step.styles.js';
import {controls} from '../step/step.styles.js';
import {styles} from './copy-button.styles.js';

/** Milliseconds for which it says that it was copied. */
const shown = 4000;

/**
 * Puts a text into the clipboard, and says so.
 *
 * @element cryptopocket-copy-button
 * @csspart link - The button.
 */
export class CryptopocketCopyButton extends LitElement {
  static override styles = [controls, purchaseControls, styles];
  static override properties: PropertyDeclarations = {
    text: {},
    label: {},
    done: {},
    what: {},
    copied: {state: true},
  };

  declare text: string;
  declare label: string;
  /** What it says afterwards. */
  declare done: string;
  /** What is copied, for those who do not see what stands beside it. */
  declare what: string;
  declare private copied: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.text = this.label = this.done = this.what = '';
    this.copied = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  // A page without a secure origin has no clipboard; the text stands there to be selected all the same.
  override render(): TemplateResult | typeof nothing {
    if (!('clipboard' in navigator)) return nothing;
    return html`<button type="button" part="link" @click=${this.onClick}>
        ${this.copied ? this.done : this.label}${this.what ? html`<span class="hidden"> ${this.what}</span>` : nothing}
      </button>
      <span class="hidden" role="status">${this.copied ? this.done : ''}</span>`;
  }

  private async onClick(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
    } catch {
      // The browser does not let us; nothing was copied, and nothing says so.
      return;
    }
    this.copied = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.copied = false), shown);
  }
}
