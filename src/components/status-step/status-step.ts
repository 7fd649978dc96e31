import {html, nothing, svg, type TemplateResult} from 'lit';
import {chainName} from '../../contract/chain.js';
import {explorerUrl} from '../../contract/explorer.js';
import type {Payment, PaymentStatus} from '../../contract/payment.js';
import type {StatusState} from '../../machine/state.js';
import {formatDate} from '../../i18n/format-date.js';
import {formatCoins, formatEuros} from '../../i18n/format.js';
import {PurchaseStep} from '../step/purchase-step.js';
import {printReceipt} from './receipt.js';
import {styles} from './status-step.styles.js';

/** The way of a payment; `bank_pending` is a stop on it only for those who pay by transfer. */
const way: readonly PaymentStatus[] = ['created', 'bank_pending', 'payment_received', 'completed'];

const check = svg`<path d="M14 25l7 7 14-15" />`;
const cross = svg`<path d="M17 17l14 14M31 17L17 31" />`;

/**
 * Lets the buyer pay, and follows the payment until the coins are sent.
 *
 * @element cryptopocket-status-step
 * @slot success - The merchant's own words once the coins were sent.
 */
export class CryptopocketStatusStep extends PurchaseStep<StatusState> {
  static override styles = [PurchaseStep.styles, styles];

  // One heading for all of them, so that the focus stays where it is when the payment moves on.
  override render(): TemplateResult {
    const {payment} = this.state;
    return html`<section aria-labelledby="heading">
      ${payment?.status === 'completed' ? mark(check, '') : payment?.status === 'failed' ? mark(cross, 'failed') : nothing}
      ${this.heading(this.headingText)} ${payment ? this.renderStatus(payment) : this.notice()}
      ${payment ? this.renderSummary(payment) : nothing} ${this.renderWayOut()}
    </section>`;
  }

  private get headingText(): string {
    const words = this.messages.status;
    switch (this.state.payment?.status) {
      case undefined:
        return words.checking;
      case 'created':
        return this.state.payment.transfer ? this.messages.transfer.heading : words.payHeading;
      case 'completed':
        return words.doneHeading;
      case 'failed':
        return words.failedHeading;
      default:
        return words.runningHeading;
    }
  }

  private renderStatus(payment: Payment): TemplateResult {
    const words = this.messages.status;
    switch (payment.status) {
      case 'created':
        return this.renderUnpaid(payment);
      case 'bank_pending':
      case 'payment_received':
        return html`${this.renderTimeline(payment.status)}
          <p class="hint">${words.running}</p>
          ${this.notice()}`;
      case 'unknown':
        return html`<p class="notice" part="notice">${words.unknown}</p>
          ${this.notice()}`;
      case 'completed': {
        const coins =
          payment.receives === undefined ? payment.asset : formatCoins(payment.receives, payment.asset, this.locale);
        return html`<p>${words.done(coins)}</p>
          ${this.renderTimeline('completed')}`;
      }
      case 'failed':
        return html`<p>${words.failed}</p>`;
    }
  }

  private renderUnpaid(payment: Payment): TemplateResult {
    const words = this.messages.status;
    const {gatewayUrl: url, transfer} = payment;
    const {popup} = this.state;
    if (transfer) {
      return html`<cryptopocket-transfer-details
          exportparts="summary, link"
          .transfer=${transfer}
          .amount=${payment.amount}
          .messages=${this.messages}
          .locale=${this.locale}
        ></cryptopocket-transfer-details>
        ${this.notice()} ${this.renderTimeline('created')}`;
    }
    return html`${popup === 'opened' ? html`<p class="notice" part="notice">${words.pay}</p>` : nothing}
    ${url === undefined ? html`<p class="notice" part="notice">${words.noLink}</p>` : html`${this.renderDoor(url)}${this.handOverButton('payment')}`}
    ${this.notice()} ${this.renderTimeline('created')}`;
  }

  private renderDoor(url: string): TemplateResult | typeof nothing {
    const words = this.messages.status;
    switch (this.state.popup) {
      case 'blocked':
        return this.hostedLink(url, words.open);
      case 'opened':
      case 'closed':
        return this.hostedButton(url, words.openAgain, true);
      case 'none':
        return this.hostedButton(url, words.open);
    }
  }

  private renderTimeline(status: PaymentStatus): TemplateResult {
    const words = this.messages.status;
    const names = [words.created, words.bankPending, words.received, words.sent];
    const reached = way.indexOf(status);
    const stops = way.map((stop, index) => ({stop, index, name: names[index]}));
    return html`<ol part="timeline">
      ${stops
        .filter(({stop}) => stop !== 'bank_pending' || status === 'bank_pending')
        .map(
          ({index, name}) =>
            html`<li
              ?data-reached=${index < reached || status === 'completed'}
              aria-current=${index === reached && status !== 'completed' ? 'step' : nothing}
            >
              ${name}
            </li>`,
        )}
    </ol>`;
  }

  private renderSummary(payment: Payment): TemplateResult {
    const {messages} = this;
    const {chain = this.state.purchase.order.chain} = payment;
    const explorer = payment.txId === undefined ? undefined : explorerUrl(chain, payment.txId);
    return html`<dl part="summary">
        ${this.rowsOf(payment, shortened).map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
        )}
      </dl>
      ${
        explorer === undefined
          ? nothing
          : html`<a href=${explorer} target="_blank" rel="noopener noreferrer"
              >${messages.status.explorer}<span class="hidden"> (${messages.newWindow})</span></a
            >`
      }`;
  }

  /** What there is to know of a payment; `toWallet` writes where the coins go. */
  private rowsOf(payment: Payment, toWallet: (wallet: string) => string): [term: string, value: string][] {
    const {messages, locale} = this;
    const {order, wallet} = this.state.purchase;
    const {amount, chain = order.chain, receives, id, txId, createdAt, status} = payment;
    const words = messages.status;
    const rows: [string, string | undefined][] = [
      [words.date, createdAt === undefined ? undefined : formatDate(createdAt, locale)],
      [messages.payment.pay, formatEuros(amount, locale)],
      [
        messages.payment.get,
        receives === undefined
          ? undefined
          : `${status === 'completed' ? '' : '≈\u00a0'}${formatCoins(receives, payment.asset, locale)}`,
      ],
      [messages.payment.network, chainName(chain)],
      [words.wallet, wallet ? toWallet(wallet) : undefined],
      [words.reference, id],
      [words.transaction, txId],
    ];
    return rows.flatMap(([term, value]) => (value === undefined ? [] : [[term, value]]));
  }

  private renderWayOut(): unknown {
    const {startOver, status, leave} = this.messages;
    // An order of the shop is bought once.
    const isOrder = this.state.purchase.externalId !== undefined;
    const notYou = this.notYouButton(leave.notYouHere);
    switch (this.state.payment?.status) {
      case 'completed':
        return html`<slot name="success"></slot>
          <div class="actions">
            <button type="button" part="link" class="quiet" @click=${this.onPrint}>${status.print}</button>
            ${isOrder ? nothing : this.quietButton(status.again, {type: 'restarted'})}
          </div>`;
      case 'failed':
        return html`<button type="button" part="button" @click=${this.onRestart}>${startOver}</button>`;
      case undefined:
      case 'created':
        return this.waysOut(
          html`<div class="actions">${this.quietButton(startOver, {type: 'restarted'})} ${notYou}</div>`,
        );
      default:
        return this.waysOut(
          html`<div class="actions">
            ${isOrder ? nothing : this.quietButton(leave.another, {type: 'restarted'})} ${notYou}
          </div>`,
        );
    }
  }

  private onPrint(): void {
    const {payment} = this.state;
    if (!payment) return;
    const printed = printReceipt({
      title: this.messages.status.receipt,
      lang: this.locale,
      rows: this.rowsOf(payment, wallet => wallet),
    });
    // Where no window may open, the page that the widget is on can be printed all the same.
    if (!printed) print();
  }

  private onRestart(): void {
    this.tell({type: 'restarted'});
  }
}

/** Enough of an address to know it by: its beginning and its end. */
function shortened(wallet: string): string {
  return wallet.length > 16 ? `${wallet.slice(0, 8)}…${wallet.slice(-6)}` : wallet;
}

function mark(path: unknown, kind: string): TemplateResult {
  return html`<svg
    class="mark ${kind}"
    viewBox="0 0 48 48"
    fill="none"
    stroke="currentColor"
    stroke-width="3.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <circle cx="24" cy="24" r="22" />
    ${path}
  </svg>`;
}
