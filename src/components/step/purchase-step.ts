import {html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import type {HandoverPage} from '../../contract/api.js';
import {isHostedUrl} from '../../contract/hosted-url.js';
import type {Problem} from '../../contract/problem.js';
import type {Action} from '../../machine/events.js';
import type {AmountState, BuyState} from '../../machine/state.js';
import type {Messages} from '../../i18n/messages.js';
import {orderLine} from '../../i18n/order-line.js';
import {sentenceOf} from '../../i18n/problems.js';
import {purchaseControls} from './purchase-step.styles.js';
import {controls} from './step.styles.js';
import {BuyStep} from './step.js';

/** A step after the first: it may send the buyer to pages of the vendor's. */
export abstract class PurchaseStep<S extends Exclude<BuyState, AmountState>> extends BuyStep<S> {
  static override styles: CSSResultGroup = [controls, purchaseControls];

  declare messages: Messages;

  /** What just went wrong: only then may the focus go to the field, and not again while the buyer mends it. */
  protected newProblem(changed: PropertyValues<this>): Problem | undefined {
    const before = changed.get('state');
    return before?.problem === this.state.problem ? undefined : this.state.problem;
  }

  /** What is being bought, so that a purchase of another time or another page is known for what it is. */
  protected orderLine(): TemplateResult {
    const line = orderLine(this.state.purchase.order, this.messages, this.locale);
    return html`<p class="order" part="order"><bdi>${line}</bdi></p>`;
  }

  /** For somebody else than the buyer. */
  protected notYouButton(label = this.messages.leave.notYou): TemplateResult {
    return this.quietButton(label, {type: 'buyerChanged'});
  }

  /** `ways` to leave this step; in their place, the question whether to leave a payment that may exist. */
  protected waysOut(ways: unknown): unknown {
    const {leaving} = this.state;
    if (!leaving) return ways;
    const {question, confirm, identity, identityConfirm, stay} = this.messages.leave;
    return html`<cryptopocket-leave-question
      exportparts="notice, button, link"
      .question=${leaving === 'restart' ? question : identity}
      .stay=${stay}
      .confirm=${leaving === 'restart' ? confirm : identityConfirm}
      @stay=${this.onStay}
      @leave=${this.onLeave}
    ></cryptopocket-leave-question>`;
  }

  private onStay(): void {
    this.tell({type: 'leaveCancelled'});
    this.focusHeading();
  }

  private onLeave(): void {
    this.tell({type: 'leaveConfirmed'});
  }

  /** A labelled field: `input` has the id `name`, and is described by `name-error` where it is `wrong`. */
  protected field(
    name: string,
    label: string,
    wrong: boolean,
    input: TemplateResult,
    hint: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    const {problem} = this.state;
    return html`<div class="field">
      <label for=${name}>${label}</label>
      ${input}
      ${
        wrong && problem
          ? html`<p id="${name}-error" class="error">${sentenceOf(problem, this.messages, this.locale)}</p>`
          : nothing
      }
      ${hint}
    </div>`;
  }

  /** Opens a page of the vendor's; says in words that a window opens. */
  protected hostedButton(url: string, label: string, quiet = false): TemplateResult {
    return html`<button
      type="button"
      part=${quiet ? 'link' : 'button'}
      class=${quiet ? 'quiet' : ''}
      @click=${() => {
        this.fire('open-hosted', {url});
      }}
    >
      ${label}<span class="hidden"> (${this.messages.newWindow})</span>
    </button>`;
  }

  /** Where the browser would not open a window: links that it always follows, and the address to take elsewhere. */
  protected hostedLink(url: string, label: string): TemplateResult | typeof nothing {
    if (!isHostedUrl(url)) return nothing;
    const {sameTab} = this.messages.hosted;
    return html`<p class="notice" part="notice">${this.messages.blocked}</p>
      <a class="button" part="button" href=${url} target="_blank" rel="noopener noreferrer">
        ${label}<span class="hidden"> (${this.messages.newWindow})</span>
      </a>
      <a class="button quiet" part="link" href=${url} target="_top" rel="noreferrer">${sameTab}</a>
      ${this.copyLink(url)}`;
  }

  protected copyLink(url: string): TemplateResult {
    const {copy, copied} = this.messages.hosted;
    return html`<cryptopocket-copy-button
      exportparts="link"
      .text=${url}
      .label=${copy}
      .done=${copied}
    ></cryptopocket-copy-button>`;
  }

  /** To whoever sits at a screen with no camera, or with their wallet and bank in their pocket. */
  protected handOverButton(page: HandoverPage): TemplateResult | typeof nothing {
    if (matchMedia('(pointer: coarse)').matches) return nothing;
    return html`<button
      type="button"
      part="link"
      class="quiet"
      @click=${() => {
        this.fire('hand-over', {page});
      }}
    >
      ${this.messages.handover.open}
    </button>`;
  }

  protected quietButton(label: string, deed: Action): TemplateResult {
    return html`<button
      type="button"
      part="link"
      class="quiet"
      @click=${() => {
        this.tell(deed);
      }}
    >
      ${label}
    </button>`;
  }
}
