import {LitElement, css, html, type PropertyDeclarations, type TemplateResult} from 'lit';
import {purchaseControls} from '../step/purchase-step.styles.js';
import {controls} from '../step/step.styles.js';

/**
 * Asks whether a payment that may exist is to be left. Takes the focus, as what was pressed is gone.
 *
 * @element cryptopocket-leave-question
 * @fires {CustomEvent<null>} stay - The buyer stays with it.
 * @fires {CustomEvent<null>} leave - The buyer leaves it.
 */
export class CryptopocketLeaveQuestion extends LitElement {
  static override styles = [
    controls,
    purchaseControls,
    css`
      .notice {
        display: grid;
        gap: calc(var(--_unit) * 3);
      }
      p:focus {
        outline: none;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    question: {attribute: false},
    stay: {attribute: false},
    confirm: {attribute: false},
  };

  declare question: string;
  /** On the button that stays. */
  declare stay: string;
  /** On the button that leaves. */
  declare confirm: string;

  override firstUpdated(): void {
    this.renderRoot.querySelector('p')?.focus();
  }

  override render(): TemplateResult {
    return html`<div class="notice" part="notice" role="group" aria-labelledby="question">
      <p id="question" tabindex="-1">${this.question}</p>
      <div class="actions">
        <button type="button" part="button" @click=${this.onStay}>${this.stay}</button>
        <button type="button" part="link" class="quiet" @click=${this.onLeave}>${this.confirm}</button>
      </div>
    </div>`;
  }

  private onStay(): void {
    this.dispatchEvent(new CustomEvent('stay'));
  }

  private onLeave(): void {
    this.dispatchEvent(new CustomEvent('leave'));
  }
}
