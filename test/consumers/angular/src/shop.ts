import {Component, CUSTOM_ELEMENTS_SCHEMA, signal} from '@angular/core';
import 'cryptopocket-buy/define';
import type {CryptopocketEvents} from 'cryptopocket-buy';

@Component({
  selector: 'my-shop',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <cryptopocket-buy
      asset="USDC"
      chain="polygon"
      [amount]="amount()"
      [amountPresets]="presets"
      (cryptopocket-quote-update)="onQuote($event)"
    ></cryptopocket-buy>
    <output>{{ quote() }}</output>
    <button type="button" (click)="amount.set('250')">Take 250 instead</button>
  `,
})
export class Shop {
  readonly amount = signal('100');
  readonly quote = signal('');
  readonly presets = ['75', '300'];

  onQuote({detail}: CryptopocketEvents['cryptopocket-quote-update']) {
    this.quote.set(`${detail.amount} euros buy ${detail.receives} ${detail.asset}`);
  }
}
