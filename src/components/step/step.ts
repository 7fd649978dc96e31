import {
  LitElement,
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type {HandoverPage} from '../../contract/api.js';
import {isRefusal, type Problem, type ProblemCode} from '../../contract/problem.js';
import type {Quote} from '../../contract/quote.js';
import type {Action} from '../../machine/events.js';
import type {BuyState} from '../../machine/state.js';
import {enFirst} from '../../i18n/en-first.js';
import type {FirstMessages, Messages} from '../../i18n/messages.js';
import {sentenceOf} from '../../i18n/problems.js';
import {controls} from './step.styles.js';

/** What ends a purchase, or cannot be mended by its buyer: support looks it up by its request. */
const forSupport: readonly ProblemCode[] = [
  'invalid_request',
  'not_found',
  'origin_not_allowed',
  'currency_not_supported',
  'customer_required',
  'customer_banned',
  'customer_exists',
  'customer_unknown',
  'payment_provider_failed',
  'payment_refused',
  'amount_mismatch',
];

/** What a step tells `<cryptopocket-buy>`. These events do not bubble. */
export interface StepEvents {
  /** The buyer did something that the flow should know of. */
  deed: CustomEvent<Action>;
  /** The buyer agrees to the quote on screen. */
  confirm: CustomEvent<undefined>;
  /** The buyer wants a page of the vendor's to be opened, in this very click. */
  'open-hosted': CustomEvent<{url: string}>;
  /** The buyer wants to go on with a page of the vendor's on another device. */
  'hand-over': CustomEvent<{page: HandoverPage}>;
  /** The buyer wants to pay, in this very click. */
  pay: CustomEvent<undefined>;
}

/** One step of a purchase: shows its part of the flow's state, and tells what the buyer does. */
export abstract class BuyStep<S extends BuyState> extends LitElement {
  static override styles: CSSResultGroup = controls;
  static override properties: PropertyDeclarations = {
    state: {attribute: false},
    messages: {attribute: false},
    locale: {attribute: false},
  };

  /** Where the flow stands. */
  declare state: S;
  /** The sentences, in the buyer's language. */
  declare messages: FirstMessages & Partial<Pick<Messages, 'supportReference' | 'lockedAsset'>>;
  /** BCP 47, for numbers. */
  declare locale: string;

  constructor() {
    super();
    this.messages = enFirst;
    this.locale = 'en';
  }

  /** What had the focus before this update. */
  private focused: Element | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.focused = this.shadowRoot?.activeElement ?? null;
  }

  /** What was pressed may make room for something else; the focus goes there, and not to the beginning of the page. */
  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const {focused} = this;
    this.focused = null;
    if (!focused || focused.isConnected || this.shadowRoot?.activeElement) return;
    const next = this.renderRoot.querySelector<HTMLElement>('[part=button]');
    if (next) next.focus();
    else this.focusHeading();
  }

  /** Puts the reader of a screen, or the next Tab, at the beginning of this step. */
  focusHeading(): void {
    this.renderRoot.querySelector('h2')?.focus();
  }

  protected tell(deed: Action): void {
    this.fire('deed', deed);
  }

  protected fire<K extends keyof StepEvents>(type: K, detail: StepEvents[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  protected heading(text: string): TemplateResult {
    return html`<h2 id="heading" part="heading" tabindex="-1">${text}</h2>`;
  }

  /** The time that a price has left. */
  protected countdown({expiresAt}: Quote): TemplateResult {
    return html`<cryptopocket-countdown
      until=${expiresAt}
      locale=${this.locale}
      @over=${this.onOver}
    ></cryptopocket-countdown>`;
  }

  private onOver(): void {
    this.tell({type: 'quoteOutdated'});
  }

  /** What the buyer reads about `problem`. */
  protected sentenceFor(problem: Problem): string {
    return sentenceOf(problem, this.messages, this.locale);
  }

  /** What went wrong last, if it belongs to no field. A silence says that it is being tried again. */
  protected notice(): TemplateResult | typeof nothing {
    const {problem} = this.state;
    if (!problem) return nothing;
    const sentence = this.sentenceFor(problem);
    if (!sentence) return nothing;
    const {code, requestId} = problem;
    return isRefusal(code)
      ? html`<p class="notice danger" part="notice">${sentence}</p>
          ${
            requestId !== undefined && forSupport.includes(code)
              ? html`<p class="hint">${this.messages.supportReference?.(requestId)}</p>`
              : nothing
          }`
      : html`<p class="notice" part="notice">${sentence} ${this.messages.retrying}</p>`;
  }
}
