import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {chainName} from '../../contract/chain.js';
import {isWorse} from '../../contract/price-change.js';
import type {PaymentState} from '../../machine/state.js';
import {formatCoins, formatEuros, formatTime} from '../../i18n/format.js';
import {PurchaseStep} from '../step/purchase-step.js';

/** Milliseconds for which a button that just began to say something else is not taken at its word. */
const toRead = 500;

/**
 * The last look before paying: shows what is bought at the latest price, and asks again where that got worse.
 *
 * @element cryptopocket-payment-step
 */
export class CryptopocketPaymentStep extends PurchaseStep<PaymentState> {
  /** When the button began to agree to a worse price; milliseconds as events have them. */
  #worseSince: number | undefined;

  /** The price that the button agrees to. */
  #worsePrice: string | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const {quote} = this.state;
    if (!this.isWorse) this.#worseSince = undefined;
    else if (quote?.receives !== this.#worsePrice) this.#worseSince = performance.now();
    this.#worsePrice = this.isWorse ? quote?.receives : undefined;
  }

  override render(): TemplateResult {
    const {messages, locale, state} = this;
    const words = messages.payment;
    const {order, acceptedQuote} = state.purchase;
    const {quote, creating} = state;
    const shown = quote ?? acceptedQuote;
    const worse = this.isWorse;
    const waiting = creating !== undefined || quote === undefined || state.expired;
    return html`<section aria-labelledby="heading">
      ${this.heading(this.headingText)}
      <dl part="summary">
        <div>
          <dt>${words.pay}</dt>
          <dd><bdi>${formatEuros(order.amount, locale)}</bdi></dd>
        </div>
        <div>
          <dt>${words.get}</dt>
          <dd><bdi>≈&nbsp;${formatCoins(shown.receives, order.asset, locale)}</bdi></dd>
        </div>
        <div>
          <dt>${words.network}</dt>
          <dd>${chainName(order.chain)}</dd>
        </div>
      </dl>
      ${
        worse
          ? html`<p class="notice" part="notice">
              ${words.worse(formatCoins(acceptedQuote.receives, order.asset, locale))}
            </p>`
          : nothing
      }
      ${this.renderChoice()}
      <p class="hint top">
        ${
          quote && !state.expired
            ? html`${messages.amount.held(formatTime(quote.expiresAt, locale))} ${this.countdown(quote)}`
            : messages.amount.refreshing
        }
      </p>
      <div class="actions">
        <button type="button" part="button" aria-disabled=${String(waiting)} @click=${this.onPay}>
          ${creating ? words.creating : worse ? words.accept : this.submitText}
          ${this.opensWindow ? html`<span class="hidden">(${messages.newWindow})</span>` : nothing}
        </button>
        ${
          creating
            ? nothing
            : this.waysOut(
                html`${
                  state.purchase.paymentRequested
                    ? nothing
                    : this.quietButton(messages.customer.change, {type: 'amountEditRequested'})
                }
                ${this.notYouButton()}`,
              )
        }
      </div>
    </section>`;
  }

  private get isWorse(): boolean {
    const {quote, purchase} = this.state;
    return quote !== undefined && isWorse(quote.receives, purchase.acceptedQuote.receives);
  }

  protected get headingText(): string {
    return this.messages.payment.heading;
  }

  protected get submitText(): string {
    return this.messages.payment.submit;
  }

  /** Whether a page of the vendor's opens to pay on. */
  protected get opensWindow(): boolean {
    return true;
  }

  /** How and to where is paid, and what went wrong about it. */
  protected renderChoice(): TemplateResult {
    return html`${this.notice()}
      <slot name="methods"></slot>
      <p class="hint">${this.messages.payment.choose}</p>`;
  }

  protected onPay({timeStamp}: Event): void {
    // A press that was meant for the price before does not agree to this one.
    if (this.#worseSince !== undefined && timeStamp - this.#worseSince < toRead) return;
    // No window is opened for a price that is not on screen.
    const {quote, creating, expired} = this.state;
    if (quote && !creating && !expired) this.fire('pay', undefined);
  }
}
