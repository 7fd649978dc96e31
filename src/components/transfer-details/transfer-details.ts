import {LitElement, html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import type {BankTransfer} from '../../contract/payment.js';
import {formatEuros} from '../../i18n/format.js';
import type {Messages} from '../../i18n/messages.js';
import {purchaseControls} from '../step/purchase-step.styles.js';
import {controls} from '../step/step.styles.js';
import {epcText} from './epc.js';
import {styles} from './transfer-details.styles.js';

/**
 * Says where to send a bank transfer, with a code that a banking app can scan.
 *
 * @element cryptopocket-transfer-details
 */
export class CryptopocketTransferDetails extends LitElement {
  static override styles = [controls, purchaseControls, styles];
  static override properties: PropertyDeclarations = {
    transfer: {attribute: false},
    amount: {},
    messages: {attribute: false},
    locale: {},
  };

  declare transfer: BankTransfer;
  /** Euros, decimal text. */
  declare amount: string;
  declare messages: Messages;
  declare locale: string;

  override render(): TemplateResult {
    const words = this.messages.transfer;
    const {iban, bic, recipient, reference} = this.transfer;
    const rows: [term: string, shown: string, copied: string][] = [
      [words.amount, formatEuros(this.amount, this.locale), this.amount],
      [words.recipient, recipient, recipient],
      [words.iban, grouped(iban), iban],
      [words.bic, bic, bic],
      [words.reference, reference, reference],
    ];
    return html`<p>${words.how}</p>
      <dl part="summary">${rows.map(([term, shown, copied]) => this.renderRow(term, shown, copied))}</dl>
      <figure>
        <figcaption>${words.scan}</figcaption>
        <cryptopocket-qr-code .text=${epcText(this.transfer, this.amount)} .label=${words.scan}></cryptopocket-qr-code>
      </figure>
      <p class="hint">${words.soon}</p>`;
  }

  private renderRow(term: string, shown: string, copied: string): TemplateResult | typeof nothing {
    if (shown === '') return nothing;
    const {copy, copied: done} = this.messages.transfer;
    return html`<div>
      <dt>${term}</dt>
      <dd>
        <bdi>${shown}</bdi>
        <cryptopocket-copy-button
          exportparts="link"
          .text=${copied}
          .label=${copy}
          .done=${done}
          .what=${term}
        ></cryptopocket-copy-button>
      </dd>
    </div>`;
  }
}

/** An IBAN as people write it down: in fours. */
function grouped(iban: string): string {
  return iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');
}
