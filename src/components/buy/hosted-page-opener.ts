import type {Action} from '../../machine/events.js';
import type {BuyState, Purchase} from '../../machine/state.js';
import type {Messages} from '../../i18n/messages.js';
import type {Announcement} from './public-events.js';
import {HostedPage, type Presentation} from './popup-window.js';

/** What `Doors` needs of the widget. */
export interface Doorkeeper {
  /** Tells the page; false where it wants to act itself. */
  emit: (announcement: Announcement) => boolean;
  send: (deed: Action) => void;
  flow: () => BuyState;
}

/** Opens the vendor's pages, each in the buyer's own click. */
export class Doors {
  readonly #keeper: Doorkeeper;
  /** Waits for the address of the payment that is being made. */
  #gateway: HostedPage | undefined;
  /** Where the buyer pays. */
  #payingIn: HostedPage | undefined;

  constructor(keeper: Doorkeeper) {
    this.#keeper = keeper;
  }

  /** The buyer wants to go to `url`. */
  open(url: string, state: BuyState, presentation: Presentation, words: Messages): void {
    const opens = this.#keeper.emit(
      state.step === 'status'
        ? {type: 'cryptopocket-payment-required', detail: {paymentId: state.id, url}}
        : {type: 'cryptopocket-kyc-required', detail: {url}},
    );
    const page = opens ? new HostedPage(presentation, words.loading) : undefined;
    if (state.step === 'status') this.#payingIn = page;
    this.#keeper.send({type: 'hostedPageOpened', opened: page?.opened ?? 'opened'});
    page?.go(url);
  }

  /** The buyer wants to pay: the window opens now, and is sent on when the payment exists. */
  pay(presentation: Presentation, words: Messages): void {
    // A transfer is made in the buyer's own bank.
    const state = this.#keeper.flow();
    if (state.step === 'payment' && isTransfer(state.purchase)) {
      this.#keeper.send({type: 'paymentConfirmed', opened: 'none', now: Date.now()});
      return;
    }
    const gateway = (this.#gateway = new HostedPage(presentation, words.payment.creating));
    const close = () => {
      gateway.close();
    };
    // A page that goes away before the answer is there leaves no blank window behind.
    if (presentation !== 'redirect') addEventListener('pagehide', close, {once: true});
    gateway.whenGone(() => {
      removeEventListener('pagehide', close);
    });
    this.#keeper.send({type: 'paymentConfirmed', opened: gateway.opened, now: Date.now()});
    const flow = this.#keeper.flow();
    // The price ran out in this very moment.
    if (flow.step === 'payment' && !flow.creating) gateway.close();
  }

  /** The payment exists, or does not: the window that was opened for it is sent on, or closed. */
  follow(before: BuyState, after: BuyState): void {
    this.#sendOn(before, after);
    // Nobody is sent to a window that is not there.
    if (after.step === 'status' && after.popup === 'opened' && this.#payingIn?.isGone) {
      this.#payingIn = undefined;
      this.#keeper.send({type: 'hostedPageOpened', opened: 'closed'});
    }
  }

  #sendOn(before: BuyState, after: BuyState): void {
    if (before.step !== 'payment' || !before.creating || (after.step === 'payment' && after.creating)) return;
    const gateway = this.#gateway;
    this.#gateway = undefined;
    const url = after.step === 'status' ? after.payment?.gatewayUrl : undefined;
    const opens =
      after.step === 'status' &&
      url !== undefined &&
      this.#keeper.emit({type: 'cryptopocket-payment-required', detail: {paymentId: after.id, url}});
    this.#payingIn = opens ? gateway : undefined;
    if (!opens) {
      gateway?.close();
    } else if (gateway && !gateway.go(url) && gateway.opened === 'opened') {
      // It was closed, or the buyer went elsewhere in it: there is a button to open another.
      this.#payingIn = undefined;
      this.#keeper.send({type: 'hostedPageOpened', opened: 'closed'});
    }
  }
}

/** Whether the buyer chose here to pay by transfer, which no page of the vendor's is needed for. */
function isTransfer({wallet, order}: Purchase): boolean {
  return wallet !== undefined && order.paymentType === 'transfer';
}
