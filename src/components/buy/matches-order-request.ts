import type {AmountState, ResumingState} from '../../machine/state.js';
import {lockConflicts} from './lock.js';
import type {OrderRequest} from './order-request.js';

/** Whether a stored purchase is the one that the page is about now. */
export function matchesOrderRequest(kept: AmountState | ResumingState, wish: OrderRequest): boolean {
  // The first step is kept together with the wish itself, and its order follows what the page locks.
  if (kept.step === 'amount') return true;
  const {purchase} = kept;
  const {amount, coin} = lockConflicts(purchase.order, wish);
  return !amount && !coin && (purchase.externalId ?? '') === wish.externalId;
}
