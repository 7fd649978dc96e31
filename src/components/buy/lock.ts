import type {Asset, Order} from '../../contract/asset.js';
import {compareDecimals} from '../../contract/minor-units.js';
import {isEuros} from '../../contract/money.js';
import {
  equalsIgnoreCase,
  lockedFields,
  filterOffered,
  resolveInitialOrder,
  type OrderRequest,
} from './order-request.js';

function isSameAmount(a: string, b: string): boolean {
  return isEuros(a) && isEuros(b) ? compareDecimals(a, b) === 0 : a === b;
}

/** What of `order` is otherwise than the page locks it, or is no longer offered. */
export function lockConflicts(order: Order, wish: OrderRequest): {amount: boolean; coin: boolean} {
  const {amount, asset, chain, assets} = wish;
  const locked = lockedFields(wish);
  const isOther =
    (asset !== '' && !equalsIgnoreCase(order.asset, asset)) || (chain !== '' && !equalsIgnoreCase(order.chain, chain));
  const isOffered = filterOffered([{symbol: order.asset, chain: order.chain}], assets).length > 0;
  return {
    amount: locked.has('amount') && isEuros(amount) && !isSameAmount(order.amount, amount),
    coin: order.asset !== '' && ((locked.has('asset') && isOther) || !isOffered),
  };
}

/** `order` with what the page locks; the same object where nothing in it changes. */
export function applyLock(order: Order, wish: OrderRequest, offered: readonly Asset[]): Order {
  const differs = lockConflicts(order, wish);
  if (!differs.amount && !differs.coin) return order;
  const {amount, asset, chain} = resolveInitialOrder(wish, offered);
  const held = {...order, ...(differs.amount ? {amount} : {}), ...(differs.coin ? {asset, chain} : {})};
  return JSON.stringify(held) === JSON.stringify(order) ? order : held;
}
