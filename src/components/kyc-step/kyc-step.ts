import {html, nothing, type TemplateResult} from 'lit';
import type {KycState} from '../../flow/state.js';
import {PurchaseStep} from '../step/purchase-step.js';

/**
 * Sends the buyer to the vendor's identity check, and tells how far it is.
 *
 * @element cryptopocket-kyc-step
 */
export class CryptopocketKycStep extends PurchaseStep<KycState> {
  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">${this.renderStatus()}</section>`;
  }

  private renderStatus(): TemplateResult {
    const words = this.messages.kyc;
    const {customer} = this.state;
    switch (customer?.kyc) {
      case undefined:
      case 'approved':
        return html`${this.heading(words.checking)} ${this.notice()}`;
      case 'required':
        return this.renderRequired(customer.kycUrl);
      case 'in_review':
        return html`${this.heading(words.reviewHeading)}
          <p>${words.review}</p>
          ${this.notice()}`;
      case 'rejected':
        return html`${this.heading(words.rejectedHeading)}
          <p>${words.rejected}</p>
          ${this.notice()} ${this.quietButton(this.messages.startOver, {type: 'restarted'})}`;
    }
  }

  private renderRequired(url: string | undefined): TemplateResult {
    const words = this.messages.kyc;
    const {opened} = this.state;
    return html`${this.heading(words.requiredHeading)}
      <p>${words.required}</p>
      ${opened === 'yes' ? html`<p class="notice" part="notice">${words.waiting}</p>` : nothing}
      ${url === undefined ? html`<p class="notice" part="notice">${words.noLink}</p>` : nothing} ${this.notice()}
      <div class="actions">
        ${this.renderDoor(url)} ${this.quietButton(this.messages.customer.change, {type: 'amountReopened'})}
      </div>`;
  }

  private renderDoor(url: string | undefined): TemplateResult | typeof nothing {
    const words = this.messages.kyc;
    if (url === undefined) return nothing;
    if (this.state.opened === 'blocked') return this.hostedLink(url, words.open);
    return this.state.opened === 'yes'
      ? this.hostedButton(url, words.openAgain, true)
      : this.hostedButton(url, words.open);
  }
}
