import type {LitElement, TemplateResult} from 'lit';
import type {Deed} from '../../flow/event.js';
import type {AmountState, BuyState, ResumingState} from '../../flow/state.js';
import type {Messages} from '../../i18n/messages.js';
import {Doors} from './doors.js';
import type {Announcement} from './events.js';
import type {Presentation} from './hosted-page.js';
import {purchaseAnnouncementsOf} from './purchase-events.js';
import {renderStep, type StepListeners} from './render-step.js';

/** What `PurchaseView` needs of the widget. */
export interface ViewHost {
  element: LitElement;
  /** Tells the page; false where it wants to act itself. */
  emit: (announcement: Announcement) => boolean;
  send: (deed: Deed) => void;
  flow: () => BuyState;
  presentation: () => Presentation;
  /** Whether the buyer was in the widget since the page was loaded. */
  touched: () => boolean;
}

/** What `<cryptopocket-buy>` shows and does of a purchase past its first step. */
export class PurchaseView {
  readonly #host: ViewHost;
  readonly #doors: Doors;

  constructor(host: ViewHost) {
    this.#host = host;
    this.#doors = new Doors(host);
  }

  /** A step after the first. */
  render(
    state: Exclude<BuyState, AmountState | ResumingState>,
    words: Messages,
    locale: string,
    parts: string,
  ): TemplateResult {
    const {flow, presentation, send} = this.#host;
    const listeners: StepListeners = {
      deed: ({detail}) => {
        send(detail);
      },
      'open-hosted': ({detail: {url}}) => {
        this.#doors.open(url, flow(), presentation(), words);
      },
      pay: () => {
        this.#doors.pay(presentation(), words);
      },
    };
    return renderStep(state, words, locale, parts, listeners);
  }

  /** Does on the page what follows from the flow's going on. */
  follow(before: BuyState, after: BuyState): void {
    if (after.step !== before.step || statusOf(after) !== statusOf(before)) this.#followFocus();
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
