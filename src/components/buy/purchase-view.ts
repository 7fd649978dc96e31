import {html, nothing, type LitElement, type TemplateResult} from 'lit';
import type {HandoffPage} from '../../contract/api.js';
import type {Order} from '../../contract/asset.js';
import type {ProblemCode} from '../../contract/problem.js';
import type {Quote} from '../../contract/quote.js';
import type {Action} from '../../machine/events.js';
import type {AmountState, BuyState} from '../../machine/state.js';
import type {Messages} from '../../i18n/messages.js';
import {HostedPageOpener} from './hosted-page-opener.js';
import type {PublicEvent} from './public-events.js';
import type {Presentation} from './popup-window.js';
import type {PurchaseSession} from './purchase-session.js';
import {purchaseEventsFor} from './purchase-events.js';
import {renderStep, type StepListeners} from './render-step.js';

/** Payment types that the vendor documents. */
const DEFAULT_METHODS = ['card', 'psd2', 'transfer'];

/** Problems that another payment method may solve. `limit_exceeded` applies to cards. */
const METHOD_PROBLEMS: readonly ProblemCode[] = ['limit_exceeded', 'payment_method_not_allowed'];

/** What `PurchaseView` needs from the element. */
export interface ViewHost {
  element: LitElement;
  /** Dispatches a public event. Returns false if the page cancelled it. */
  emit: (event: PublicEvent) => boolean;
  send: (action: Action) => void;
  flow: () => BuyState;
  presentation: () => Presentation;
  /** Whether the buyer has focused the element since the page loaded. */
  touched: () => boolean;
  /** Payment types for direct payments. */
  methods: () => readonly string[] | undefined;
  /** Defined at every step after the first. */
  session: () => PurchaseSession | undefined;
  /** Continues an earlier purchase. */
  reopen: (key: string) => void;
  quote: (order: Order, signal: AbortSignal) => Promise<Quote>;
}

/** Renders and controls `<cryptopocket-buy>` after the first step. */
export class PurchaseView {
  readonly #host: ViewHost;
  readonly #pages: HostedPageOpener;
  /** The page whose handoff is on screen. */
  #activeHandoff: HandoffPage | undefined;

  constructor(host: ViewHost) {
    this.#host = host;
    this.#pages = new HostedPageOpener(host);
  }

  /** Renders a step after the first. */
  render(state: Exclude<BuyState, AmountState>, messages: Messages, locale: string, parts: string): TemplateResult {
    const {flow, presentation, send, methods} = this.#host;
    const listeners: StepListeners = {
      action: ({detail}) => {
        send(detail);
      },
      'open-hosted': ({detail: {url}}) => {
        this.#pages.open(url, flow(), presentation(), messages);
      },
      handoff: ({detail: {page}}) => {
        void this.#openHandoff(page);
      },
      pay: () => {
        this.#pages.pay(presentation(), messages);
      },
    };
    const inside = this.renderOtherMethods(state, messages, locale);
    return html`${renderStep(state, messages, locale, parts, methods() ?? DEFAULT_METHODS, listeners, inside)}${this.#renderHandoff(messages, locale)}`;
  }

  /** Renders the status of earlier purchases. */
  renderEarlier(messages: Messages, locale: string): TemplateResult | typeof nothing {
    const {session, flow, reopen} = this.#host;
    const earlier = session()?.earlier;
    if (!earlier || earlier.shown.length === 0) return nothing;
    const {step} = flow();
    return html`<cryptopocket-earlier-purchases
      exportparts="notice, link"
      .purchases=${earlier.shown}
      .messages=${messages}
      .locale=${locale}
      .openable=${step === 'amount' || step === 'status'}
      @open=${({detail: key}: CustomEvent<string>) => {
        reopen(key);
      }}
      @hide=${({detail: key}: CustomEvent<string>) => {
        earlier.remove(key);
        this.#host.element.focus();
      }}
    ></cryptopocket-earlier-purchases>`;
  }

  /** Offers other payment methods if the current one was rejected and can still be changed. */
  renderOtherMethods(state: BuyState, messages: Messages, locale: string): TemplateResult | typeof nothing {
    if (!state.problem || !METHOD_PROBLEMS.includes(state.problem.code)) return nothing;
    if (state.step !== 'amount' && (state.step !== 'payment' || state.purchase.paymentRequested)) return nothing;
    const {methods, send, quote} = this.#host;
    const order = state.step === 'amount' ? state.order : state.purchase.order;
    return html`<cryptopocket-other-methods
      slot="methods"
      exportparts="notice, link"
      .order=${order}
      .methods=${methods() ?? DEFAULT_METHODS}
      .messages=${messages}
      .locale=${locale}
      .quote=${quote}
      @choose=${({detail: paymentType}: CustomEvent<string>) => {
        send(
          state.step === 'amount'
            ? {type: 'orderChanged', order: {...order, paymentType}}
            : {type: 'methodChosen', paymentType},
        );
        this.#host.element.focus();
      }}
    ></cryptopocket-other-methods>`;
  }

  #renderHandoff(messages: Messages, locale: string): TemplateResult | typeof nothing {
    const page = this.#activeHandoff;
    if (!page) return nothing;
    return html`<cryptopocket-handoff
      exportparts="link, notice"
      .createHandoff=${() => this.#host.session()?.createHandoff(page)}
      .messages=${messages}
      .locale=${locale}
      @stay=${() => {
        this.#dismissHandoff();
        this.#host.element.focus();
      }}
    ></cryptopocket-handoff>`;
  }

  async #openHandoff(page: HandoffPage): Promise<void> {
    const {element} = this.#host;
    this.#activeHandoff = page;
    element.requestUpdate();
    await element.updateComplete;
    element.renderRoot.querySelector<HTMLElement>('cryptopocket-handoff')?.focus();
  }

  #dismissHandoff(): void {
    this.#activeHandoff = undefined;
    this.#host.element.requestUpdate();
  }

  /** Updates focus, events and windows after a state change. */
  update(before: BuyState, after: BuyState): void {
    if (after.step !== before.step || statusOf(after) !== statusOf(before)) {
      this.#dismissHandoff();
      this.#moveFocus();
    }
    for (const event of purchaseEventsFor(before, after)) this.#host.emit(event);
    this.#pages.update(before, after);
  }

  /** Moves focus to the new content, unless the buyer has not used the element yet or is elsewhere on the page. */
  #moveFocus(): void {
    const {element, touched} = this.#host;
    if (!touched()) return;
    const {activeElement} = element.getRootNode() as Document | ShadowRoot;
    if (activeElement !== null && activeElement !== document.body && activeElement !== element) return;
    void element.updateComplete.then(async () => {
      await element.renderRoot.querySelector<LitElement>('[data-step]')?.updateComplete;
      element.focus();
    });
  }
}

/** Status within a step that counts as new content. */
function statusOf(flow: BuyState): string | undefined {
  if (flow.step === 'kyc') return flow.customer?.kyc;
  return flow.step === 'status' ? flow.payment?.status : undefined;
}
