import {LitElement, css, html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import {isFinal, type PaymentStatus} from '../../contract/payment.js';
import type {EarlierPurchase} from '../../machine/leave.js';
import type {Messages} from '../../i18n/messages.js';
import {orderLine} from '../../i18n/order-line.js';
import {purchaseControls} from '../step/purchase-step.styles.js';
import {controls} from '../step/step.styles.js';

/**
 * Says what became of purchases that the buyer left before they were over.
 *
 * @element cryptopocket-earlier-purchases
 * @fires {CustomEvent<string>} open - The buyer wants to see the purchase with this key.
 * @fires {CustomEvent<string>} hide - The buyer has read what became of the purchase with this key.
 */
export class CryptopocketEarlierPurchases extends LitElement {
  static override styles = [
    controls,
    purchaseControls,
    css`
      :host {
        display: grid;
        gap: calc(var(--_unit) * 2);
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: calc(var(--_unit) * 2) calc(var(--_unit) * 4);
      }
      .words {
        flex: 1 1 12rem;
      }
      .title {
        font-weight: 600;
      }
      .buttons {
        display: flex;
        gap: calc(var(--_unit) * 2);
        margin-inline-start: calc(var(--_unit) * -3);
      }
      button {
        min-block-size: 2.75rem;
        padding: calc(var(--_unit) * 1.5) calc(var(--_unit) * 3);
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    purchases: {attribute: false},
    messages: {attribute: false},
    locale: {attribute: false},
    openable: {attribute: false},
  };

  /** Where each payment stood when it was last said, by key. */
  #known = new Map<string, PaymentStatus>();
  /** What changed last, for those who do not see it. */
  #news = '';

  declare purchases: readonly EarlierPurchase[];
  declare messages: Messages;
  /** BCP 47, for numbers. */
  declare locale: string;
  /** Whether one of them can be gone on with without losing what the buyer is doing. */
  declare openable: boolean;

  override willUpdate(): void {
    const {heading} = this.messages.earlier;
    const now = new Map(this.purchases.map(left => [left.purchase.key, statusOf(left)]));
    for (const {purchase} of this.purchases) {
      const {key, order} = purchase;
      const [before, status = 'unknown'] = [this.#known.get(key), now.get(key)];
      if (before === undefined || before === status) continue;
      this.#news = `${heading}: ${orderLine(order, this.messages, this.locale)}. ${this.wordsFor(status)}`;
    }
    this.#known = now;
  }

  override render(): TemplateResult {
    return html`${this.renderAll()}
      <p class="hidden" role="status">${this.#news}</p>`;
  }

  private renderAll(): readonly TemplateResult[] {
    const {heading, open, hide} = this.messages.earlier;
    return this.purchases.map(left => {
      const {purchase} = left;
      const status = statusOf(left);
      const order = orderLine(purchase.order, this.messages, this.locale);
      const button = (type: 'open' | 'hide', label: string) =>
        html`<button
          type="button"
          part="link"
          class="quiet"
          aria-label="${label}: ${order}"
          @click=${() => {
            this.dispatchEvent(new CustomEvent(type, {detail: purchase.key}));
          }}
        >
          ${label}
        </button>`;
      return html`<div class="notice" part="notice" role="group" aria-label=${heading}>
        <div class="words">
          <p class="title">${heading}</p>
          <p><bdi>${order}</bdi></p>
          <p class="hint">${this.wordsFor(status)}</p>
        </div>
        <div class="buttons">
          ${this.openable ? button('open', open) : nothing} ${isFinal(status) ? button('hide', hide) : nothing}
        </div>
      </div>`;
    });
  }

  private wordsFor(status: PaymentStatus): string {
    const {earlier, status: words} = this.messages;
    switch (status) {
      case 'created':
        return earlier.unpaid;
      case 'bank_pending':
        return words.bankPending;
      case 'payment_received':
        return words.received;
      case 'completed':
        return words.sent;
      case 'failed':
        return words.failedHeading;
      case 'unknown':
        return words.unknown;
    }
  }
}

function statusOf({payment}: EarlierPurchase): PaymentStatus {
  return payment?.status ?? 'unknown';
}
