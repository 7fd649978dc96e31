import type {Action} from '../../machine/events.js';
import type {BuyState, Purchase} from '../../machine/state.js';
import type {Messages} from '../../i18n/messages.js';
import type {PublicEvent} from './public-events.js';
import {PopupWindow, type Presentation} from './popup-window.js';

/** What `HostedPageOpener` needs from the element. */
export interface HostedPageHost {
  /** Dispatches a public event. Returns false if the page cancelled it. */
  emit: (event: PublicEvent) => boolean;
  send: (action: Action) => void;
  flow: () => BuyState;
}

/** Opens the vendor's pages inside the buyer's click, so that browsers do not block them. */
export class HostedPageOpener {
  readonly #host: HostedPageHost;
  /** Blank window waiting for the URL of the payment being created. */
  #gateway: PopupWindow | undefined;
  /** Window with the payment page. */
  #payingIn: PopupWindow | undefined;

  constructor(host: HostedPageHost) {
    this.#host = host;
  }

  /** Opens `url` unless the page cancels the event. */
  open(url: string, state: BuyState, presentation: Presentation, messages: Messages): void {
    const opens = this.#host.emit(
      state.step === 'status'
        ? {type: 'cryptopocket-payment-required', detail: {paymentId: state.id, url}}
        : {type: 'cryptopocket-kyc-required', detail: {url}},
    );
    const popup = opens ? new PopupWindow(presentation, messages.loading) : undefined;
    if (state.step === 'status') this.#payingIn = popup;
    this.#host.send({type: 'hostedPageOpened', opened: popup?.opened ?? 'opened'});
    popup?.navigate(url);
  }

  /** Opens a blank window in the click; it navigates to the payment page once the payment exists. */
  pay(presentation: Presentation, messages: Messages): void {
    // Bank transfers need no vendor page.
    const state = this.#host.flow();
    if (state.step === 'payment' && isTransfer(state.purchase)) {
      this.#host.send({type: 'paymentConfirmed', opened: 'none', now: Date.now()});
      return;
    }
    const gateway = (this.#gateway = new PopupWindow(presentation, messages.payment.creating));
    const close = () => {
      gateway.close();
    };
    // Leave no blank window behind if the page unloads before the payment exists.
    if (presentation !== 'redirect') addEventListener('pagehide', close, {once: true});
    gateway.onSettled(() => {
      removeEventListener('pagehide', close);
    });
    this.#host.send({type: 'paymentConfirmed', opened: gateway.opened, now: Date.now()});
    const flow = this.#host.flow();
    // The quote expired during the click.
    if (flow.step === 'payment' && !flow.creating) gateway.close();
  }

  /** Navigates or closes the waiting window once payment creation has finished. */
  update(before: BuyState, after: BuyState): void {
    this.#navigateGateway(before, after);
    // Do not point the buyer to a window that was closed.
    if (after.step === 'status' && after.popup === 'opened' && this.#payingIn?.isClosed) {
      this.#payingIn = undefined;
      this.#host.send({type: 'hostedPageOpened', opened: 'closed'});
    }
  }

  #navigateGateway(before: BuyState, after: BuyState): void {
    if (before.step !== 'payment' || !before.creating || (after.step === 'payment' && after.creating)) return;
    const gateway = this.#gateway;
    this.#gateway = undefined;
    const url = after.step === 'status' ? after.payment?.gatewayUrl : undefined;
    const opens =
      after.step === 'status' &&
      url !== undefined &&
      this.#host.emit({type: 'cryptopocket-payment-required', detail: {paymentId: after.id, url}});
    this.#payingIn = opens ? gateway : undefined;
    if (!opens) {
      gateway?.close();
    } else if (gateway && !gateway.navigate(url) && gateway.opened === 'opened') {
      // The buyer closed the window or navigated away in it. The step shows a button to open another one.
      this.#payingIn = undefined;
      this.#host.send({type: 'hostedPageOpened', opened: 'closed'});
    }
  }
}

/** Whether this is a direct payment by bank transfer, which needs no vendor page. */
function isTransfer({wallet, order}: Purchase): boolean {
  return wallet !== undefined && order.paymentType === 'transfer';
}
