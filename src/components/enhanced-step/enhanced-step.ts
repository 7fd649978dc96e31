import {html, nothing, type TemplateResult} from 'lit';
import type {EnhancedState} from '../../machine/state.js';
import {PurchaseStep} from '../step/purchase-step.js';

/**
 * Sends the buyer to the vendor's enhanced verification, which raises their limits.
 *
 * @element cryptopocket-enhanced-step
 */
export class CryptopocketEnhancedStep extends PurchaseStep<EnhancedState> {
  override render(): TemplateResult {
    const words = this.messages.enhanced;
    const {url, popup} = this.state;
    return html`<section aria-labelledby="heading">
      ${this.heading(words.heading)} ${this.orderLine()}
      <p>${words.why}</p>
      ${url === undefined ? html`<p class="notice" part="notice">${words.noLink}</p>` : this.renderDoor(url)}
      <div class="actions">
        ${url === undefined ? nothing : this.handOverButton('enhanced')}
        ${popup === 'none' ? nothing : this.quietButton(words.done, {type: 'enhancedVerificationDone'})}
        ${this.waysOut(
          html`${this.quietButton(this.messages.customer.change, {type: 'amountEditRequested'})} ${this.notYouButton()}`,
        )}
      </div>
    </section>`;
  }

  private renderDoor(url: string): TemplateResult | typeof nothing {
    const words = this.messages.enhanced;
    return this.state.popup === 'blocked' ? this.hostedLink(url, words.open) : this.hostedButton(url, words.open);
  }
}
