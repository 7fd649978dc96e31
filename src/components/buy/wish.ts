import type {Asset, Order} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';

/** Where the buyer chooses wallet and way of paying: on the vendor's page, or on this one. */
export const purchaseFlows = ['guided', 'direct'] as const;
export type PurchaseFlow = (typeof purchaseFlows)[number];

/** What the page's attributes ask for. */
export interface Wish {
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
  lock: string;
  externalId: string;
  flow: PurchaseFlow;
}

/** What the buyer may not change. */
export function lockedBy({lock}: Wish): ReadonlySet<string> {
  return new Set(lock.split(/\s+/));
}

/** The order to begin with, where `offered` can be bought; without a coin while that is not known. */
export function wishedOrder(wish: Wish, offered: readonly Asset[]): Order {
  const {amount, paymentType} = wish;
  const first = offered.find(
    ({symbol, chain}) => (wish.asset === '' || symbol === wish.asset) && (wish.chain === '' || chain === wish.chain),
  );
  const asset = wish.asset || (first?.symbol ?? '');
  const chain = wish.chain || (first?.chain ?? '');
  // Without a chain there is no coin to ask a price for yet.
  const coin = chain === '' ? {asset: '', chain: ''} : {asset, chain};
  return {amount: isEuros(amount) ? amount : '', ...coin, paymentType};
}
