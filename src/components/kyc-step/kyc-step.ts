import {html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import type {KycState} from '../../machine/state.js';
import {hasCamera, isInApp} from './in-app-browser.js';
import {PurchaseStep} from '../step/purchase-step.js';

/**
 * Sends the buyer to the vendor's identity check, and tells how far it is.
 *
 * @element cryptopocket-kyc-step
 */
export class CryptopocketKycStep extends PurchaseStep<KycState> {
  static override properties: PropertyDeclarations = {hasCamera: {state: true}};

  declare private hasCamera: boolean;

  constructor() {
    super();
    this.hasCamera = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void hasCamera().then(has => (this.hasCamera = has));
  }

  // One heading for all of them, so that the focus stays where it is when the check moves on.
  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      ${this.heading(this.headingText)} ${this.orderLine()} ${this.renderStatus()} ${this.notice()}
      <div class="actions">${this.waysOut(html`${this.renderWayOut()} ${this.notYouButton()}`)}</div>
    </section>`;
  }

  private get headingText(): string {
    const words = this.messages.kyc;
    switch (this.state.customer?.kyc) {
      case 'required':
        return words.requiredHeading;
      case 'in_review':
        return words.reviewHeading;
      case 'rejected':
        return words.rejectedHeading;
      default:
        return words.checking;
    }
  }

  private renderStatus(): TemplateResult | typeof nothing {
    const words = this.messages.kyc;
    const {customer} = this.state;
    switch (customer?.kyc) {
      case 'required':
        return this.renderRequired(customer.kycUrl);
      case 'in_review':
        return html`<p>${words.review}</p>`;
      case 'rejected':
        return html`<p>${words.rejected}</p>`;
      default:
        return nothing;
    }
  }

  private renderRequired(url: string | undefined): TemplateResult {
    const words = this.messages.kyc;
    return html`<p>${words.required}</p>
      ${this.state.popup === 'opened' ? html`<p class="notice" part="notice">${words.waiting}</p>` : nothing}
      ${url === undefined ? html`<p class="notice" part="notice">${words.noLink}</p>` : nothing}
      ${url === undefined ? nothing : this.renderObstacle(url)} ${this.renderDoor(url)}
      ${url === undefined ? nothing : this.handOverButton('kyc')}`;
  }

  /** What would make the check fail is said before it begins. */
  private renderObstacle(url: string): TemplateResult | typeof nothing {
    const {inApp, noCamera} = this.messages.kyc;
    if (isInApp(navigator.userAgent)) {
      return html`<p class="notice" part="notice">${inApp}</p>
        ${this.copyLink(url)}`;
    }
    return this.hasCamera ? nothing : html`<p class="notice" part="notice">${noCamera}</p>`;
  }

  private renderWayOut(): TemplateResult | typeof nothing {
    const {customer, purchase} = this.state;
    if (customer?.kyc === 'rejected') return this.quietButton(this.messages.startOver, {type: 'restarted'});
    return purchase.paymentRequested || !customer
      ? nothing
      : this.quietButton(this.messages.customer.change, {type: 'amountEditRequested'});
  }

  private renderDoor(url: string | undefined): TemplateResult | typeof nothing {
    const words = this.messages.kyc;
    if (url === undefined) return nothing;
    if (this.state.popup === 'blocked') return this.hostedLink(url, words.open);
    return this.state.popup === 'opened'
      ? this.hostedButton(url, words.openAgain, true)
      : this.hostedButton(url, words.open);
  }
}
