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

/**
 * The order to begin with, where `offered` can be bought; without a coin while that is not known. One that is named in part is the
 * first that fits, or else the first of all, unless it is locked: nobody is sold another one then.
 */
export function wishedOrder(wish: Wish, offered: readonly Asset[]): Order {
  const {amount, asset, chain, paymentType} = wish;
  const fitting = offered.find(each => [each.symbol, ''].includes(asset) && [each.chain, ''].includes(chain));
  const first = fitting ?? (lockedBy(wish).has('asset') ? undefined : offered[0]);
  // In part it is no coin to ask a price for, but one to be told that it is not sold.
  const named = (asset && chain) || (offered.length > 0 && !first);
  const coin = named ? {asset, chain} : {asset: first?.symbol ?? '', chain: first?.chain ?? ''};
  return {amount: isEuros(amount) ? amount : '', ...coin, paymentType};
}

/** `wish` as text, to tell whether the page still asks for the same. */
export function wishText({amount, asset, chain, paymentType, externalId}: Wish): string {
  return JSON.stringify([amount, asset, chain, paymentType, externalId]);
}
