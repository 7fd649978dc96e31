import {defineElement} from './define-element.js';
import {CryptopocketAmountField} from './amount-field/amount-field.js';
import {CryptopocketAmountStep} from './amount-step/amount-step.js';
import {CryptopocketBuy} from './buy/buy.js';
import {version} from '../version.js';

/** Claims the tags of the first step on the page, and of the widget itself. The later steps' follow with their chunk. */
export function registerCore(): void {
  defineElement('cryptopocket-amount-field', CryptopocketAmountField);
  defineElement('cryptopocket-amount-step', CryptopocketAmountStep);
  defineElement('cryptopocket-buy', CryptopocketBuy);
  CryptopocketBuy.version = version;
}
