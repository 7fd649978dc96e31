import type {Order} from '../contract/asset.js';
import {chainName} from '../contract/chain.js';
import {formatEuros} from './format.js';
import type {Messages} from './messages.js';

/** One line of what is being bought: `€100.00 → USDC on Polygon`. */
export function orderLine({amount, asset, chain}: Order, {buying}: Messages, locale: string): string {
  return buying(formatEuros(amount, locale), asset, chainName(chain));
}
