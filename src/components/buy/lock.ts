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

/** Which parts of `order` conflict with the page's lock or are no longer offered. */
export function lockConflicts(order: Order, request: OrderRequest): {amount: boolean; coin: boolean} {
  const {amount, asset, chain, assets} = request;
  const locked = lockedFields(request);
  const isOther =
    (asset !== '' && !equalsIgnoreCase(order.asset, asset)) || (chain !== '' && !equalsIgnoreCase(order.chain, chain));
  const isOffered = filterOffered([{symbol: order.asset, chain: order.chain}], assets).length > 0;
  return {
    amount: locked.has('amount') && isEuros(amount) && !isSameAmount(order.amount, amount),
    coin: order.asset !== '' && ((locked.has('asset') && isOther) || !isOffered),
  };
}

/** Returns `order` with the locked values applied, or the same object if nothing changes. */
export function applyLock(order: Order, request: OrderRequest, offered: readonly Asset[]): Order {
  const differs = lockConflicts(order, request);
  if (!differs.amount && !differs.coin) return order;
  const {amount, asset, chain} = resolveInitialOrder(request, offered);
  const locked = {...order, ...(differs.amount ? {amount} : {}), ...(differs.coin ? {asset, chain} : {})};
  return JSON.stringify(locked) === JSON.stringify(order) ? order : locked;
}
