import {claim} from './define-element.js';
import {CryptopocketAmountField} from './amount-field/amount-field.js';
import {CryptopocketAmountStep} from './amount-step/amount-step.js';
import {CryptopocketBuy} from './buy/buy.js';
import {version} from '../version.js';

/** Claims the tags of the first step on the page, and of the widget itself. The later steps' follow with their chunk. */
export function claimFirstTags(): void {
  claim('cryptopocket-amount-field', CryptopocketAmountField);
  claim('cryptopocket-amount-step', CryptopocketAmountStep);
  claim('cryptopocket-buy', CryptopocketBuy);
  CryptopocketBuy.version = version;
}
