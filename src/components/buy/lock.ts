import type {Asset, Order} from '../../contract/asset.js';
import {compareDecimals} from '../../contract/minor-units.js';
import {isEuros} from '../../contract/money.js';
import {isAlike, lockedBy, offeredOf, wishedOrder, type Wish} from './order-request.js';

function isSameAmount(a: string, b: string): boolean {
  return isEuros(a) && isEuros(b) ? compareDecimals(a, b) === 0 : a === b;
}

/** What of `order` is otherwise than the page locks it, or is no longer offered. */
export function disagreementOf(order: Order, wish: Wish): {amount: boolean; coin: boolean} {
  const {amount, asset, chain, assets} = wish;
  const locked = lockedBy(wish);
  const isOther = (asset !== '' && !isAlike(order.asset, asset)) || (chain !== '' && !isAlike(order.chain, chain));
  const isOffered = offeredOf([{symbol: order.asset, chain: order.chain}], assets).length > 0;
  return {
    amount: locked.has('amount') && isEuros(amount) && !isSameAmount(order.amount, amount),
    coin: order.asset !== '' && ((locked.has('asset') && isOther) || !isOffered),
  };
}

/** `order` with what the page locks; the same object where nothing in it changes. */
export function heldToLock(order: Order, wish: Wish, offered: readonly Asset[]): Order {
  const differs = disagreementOf(order, wish);
  if (!differs.amount && !differs.coin) return order;
  const {amount, asset, chain} = wishedOrder(wish, offered);
  const held = {...order, ...(differs.amount ? {amount} : {}), ...(differs.coin ? {asset, chain} : {})};
  return JSON.stringify(held) === JSON.stringify(order) ? order : held;
}
