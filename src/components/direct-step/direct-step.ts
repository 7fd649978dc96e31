import {html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import {chainName} from '../../contract/chain.js';
import {otherNetwork, readWallet} from '../../contract/wallet.js';
import type {ProblemCode} from '../../contract/problem.js';
import {methodName} from '../../i18n/method-name.js';
import {CryptopocketPaymentStep} from '../payment-step/payment-step.js';

const aboutWallet: readonly ProblemCode[] = ['wallet_invalid', 'wallet_wrong_network'];

/**
 * The last look before a direct payment: the buyer chooses here how to pay, and says where the coins go.
 *
 * @element cryptopocket-direct-step
 */
export class CryptopocketDirectStep extends CryptopocketPaymentStep {
  static override properties: PropertyDeclarations = {methods: {attribute: false}};

  /** Ways to pay, as the vendor names them. */
  declare methods: readonly string[];

  constructor() {
    super();
    this.methods = [];
  }

  private get wallet(): HTMLInputElement | null {
    return this.renderRoot.querySelector('#wallet');
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const problem = this.newProblem(changed);
    if (problem && aboutWallet.includes(problem.code)) this.wallet?.focus();
  }

  protected override get headingText(): string {
    return this.messages.direct.heading;
  }

  protected override get submitText(): string {
    const {submit, submitTransfer} = this.messages.direct;
    return this.opensWindow ? submit : submitTransfer;
  }

  protected override get opensWindow(): boolean {
    return this.state.purchase.order.paymentType !== 'transfer';
  }

  protected override renderChoice(): TemplateResult {
    const {messages, state} = this;
    const words = messages.direct;
    const {order, wallet = '', paymentRequested = false} = state.purchase;
    const {paymentType} = order;
    const methods = this.methods.includes(paymentType) ? this.methods : [paymentType, ...this.methods];
    const wrong = state.problem !== undefined && aboutWallet.includes(state.problem.code);
    const input = html`<input
      id="wallet"
      part="input"
      dir="ltr"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      maxlength="256"
      required
      .value=${wallet}
      ?readonly=${paymentRequested}
      @input=${this.onWallet}
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${wrong ? 'wallet-error wallet-hint' : 'wallet-hint'}
    />`;
    const hint = html`<p id="wallet-hint" class="hint">${words.walletHint(chainName(order.chain))}</p>`;
    return html`<div class="field">
        <label for="method">${words.method}</label>
        <select id="method" part="select" ?disabled=${paymentRequested} @change=${this.onMethod}>
          ${methods.map(
            method =>
              html`<option value=${method} ?selected=${method === paymentType}>
                ${methodName(method, messages)}
              </option>`,
          )}
        </select>
      </div>
      ${this.field('wallet', words.wallet, wrong, input, hint)} ${wrong ? nothing : this.notice()}
      <slot name="methods"></slot>`;
  }

  private onWallet(): void {
    this.tell({type: 'walletChanged', wallet: this.wallet?.value ?? ''});
  }

  private onMethod({target}: Event): void {
    if (target instanceof HTMLSelectElement) this.tell({type: 'methodChosen', paymentType: target.value});
  }

  protected override onPay(event: Event): void {
    const read = readWallet(this.wallet?.value ?? '');
    if (!read?.address) {
      this.tell({type: 'walletInvalid'});
      return;
    }
    const network = otherNetwork(read, this.state.purchase.order.chain);
    if (network !== undefined) {
      this.tell({type: 'walletInvalid', network});
      return;
    }
    this.tell({type: 'walletChanged', wallet: read.address});
    super.onPay(event);
  }
}
