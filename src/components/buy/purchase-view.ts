import {html, nothing, type LitElement, type TemplateResult} from 'lit';
import type {HandoverPage} from '../../contract/api.js';
import type {Order} from '../../contract/asset.js';
import type {ProblemCode} from '../../contract/problem.js';
import type {Quote} from '../../contract/quote.js';
import type {Action} from '../../machine/events.js';
import type {AmountState, BuyState} from '../../machine/state.js';
import type {Messages} from '../../i18n/messages.js';
import {Doors} from './hosted-page-opener.js';
import type {Announcement} from './public-events.js';
import type {Presentation} from './popup-window.js';
import type {PurchaseDesk} from './purchase-session.js';
import {purchaseAnnouncementsOf} from './purchase-events.js';
import {renderStep, type StepListeners} from './render-step.js';

/** Ways to pay that the vendor documents by name. */
const defaultMethods = ['card', 'psd2', 'transfer'];

/** What another way to pay may mend: the limit is one of cards. */
const aboutMethod: readonly ProblemCode[] = ['limit_exceeded', 'payment_method_not_allowed'];

/** What `PurchaseView` needs of the widget. */
export interface ViewHost {
  element: LitElement;
  /** Tells the page; false where it wants to act itself. */
  emit: (announcement: Announcement) => boolean;
  send: (deed: Action) => void;
  flow: () => BuyState;
  presentation: () => Presentation;
  /** Whether the buyer was in the widget since the page was loaded. */
  touched: () => boolean;
  /** Ways to pay directly, as the vendor names them. */
  methods: () => readonly string[] | undefined;
  /** There wherever a later step is. */
  desk: () => PurchaseDesk | undefined;
  /** Goes on with an earlier purchase. */
  reopen: (key: string) => void;
  quote: (order: Order, signal: AbortSignal) => Promise<Quote>;
}

/** What `<cryptopocket-buy>` shows and does of a purchase past its first step. */
export class PurchaseView {
  readonly #host: ViewHost;
  readonly #doors: Doors;
  /** What the buyer goes on with on another device. */
  #handing: HandoverPage | undefined;

  constructor(host: ViewHost) {
    this.#host = host;
    this.#doors = new Doors(host);
  }

  /** A step after the first. */
  render(state: Exclude<BuyState, AmountState>, words: Messages, locale: string, parts: string): TemplateResult {
    const {flow, presentation, send, methods} = this.#host;
    const listeners: StepListeners = {
      deed: ({detail}) => {
        send(detail);
      },
      'open-hosted': ({detail: {url}}) => {
        this.#doors.open(url, flow(), presentation(), words);
      },
      'hand-over': ({detail: {page}}) => {
        void this.#handOver(page);
      },
      pay: () => {
        this.#doors.pay(presentation(), words);
      },
    };
    const inside = this.renderOtherMethods(state, words, locale);
    return html`${renderStep(state, words, locale, parts, methods() ?? defaultMethods, listeners, inside)}${this.#renderHandover(words, locale)}`;
  }

  /** What became of the purchases that the buyer left. */
  renderEarlier(words: Messages, locale: string): TemplateResult | typeof nothing {
    const {desk, flow, reopen} = this.#host;
    const earlier = desk()?.earlier;
    if (!earlier || earlier.shown.length === 0) return nothing;
    const {step} = flow();
    return html`<cryptopocket-earlier-purchases
      exportparts="notice, link"
      .purchases=${earlier.shown}
      .messages=${words}
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

  /** Where the way to pay is what is refused: the others, at the steps where one can be chosen. */
  renderOtherMethods(state: BuyState, words: Messages, locale: string): TemplateResult | typeof nothing {
    if (!state.problem || !aboutMethod.includes(state.problem.code)) return nothing;
    if (state.step !== 'amount' && (state.step !== 'payment' || state.purchase.paymentRequested)) return nothing;
    const {methods, send, quote} = this.#host;
    const order = state.step === 'amount' ? state.order : state.purchase.order;
    return html`<cryptopocket-other-methods
      slot="methods"
      exportparts="notice, link"
      .order=${order}
      .methods=${methods() ?? defaultMethods}
      .messages=${words}
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

  #renderHandover(words: Messages, locale: string): TemplateResult | typeof nothing {
    const page = this.#handing;
    if (!page) return nothing;
    return html`<cryptopocket-handover
      exportparts="link, notice"
      .handOver=${() => this.#host.desk()?.handOver(page)}
      .messages=${words}
      .locale=${locale}
      @stay=${() => {
        this.#stay();
        this.#host.element.focus();
      }}
    ></cryptopocket-handover>`;
  }

  async #handOver(page: HandoverPage): Promise<void> {
    const {element} = this.#host;
    this.#handing = page;
    element.requestUpdate();
    await element.updateComplete;
    element.renderRoot.querySelector<HTMLElement>('cryptopocket-handover')?.focus();
  }

  #stay(): void {
    this.#handing = undefined;
    this.#host.element.requestUpdate();
  }

  /** Does on the page what follows from the flow's going on. */
  follow(before: BuyState, after: BuyState): void {
    if (after.step !== before.step || statusOf(after) !== statusOf(before)) {
      this.#stay();
      this.#followFocus();
    }
    for (const announcement of purchaseAnnouncementsOf(before, after)) this.#host.emit(announcement);
    this.#doors.follow(before, after);
  }

  /** Focus goes to what is new, unless the buyer has not come here yet or is busy elsewhere on the page. */
  #followFocus(): void {
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

/** What changes what a step is about, without another step. */
function statusOf(flow: BuyState): string | undefined {
  if (flow.step === 'kyc') return flow.customer?.kyc;
  return flow.step === 'status' ? flow.payment?.status : undefined;
}
