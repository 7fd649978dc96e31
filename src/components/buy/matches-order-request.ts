import type {AmountState, ResumingState} from '../../machine/state.js';
import {lockConflicts} from './lock.js';
import type {OrderRequest} from './order-request.js';

/** Whether a stored purchase belongs to what the page requests now. */
export function matchesOrderRequest(stored: AmountState | ResumingState, request: OrderRequest): boolean {
  // The first step is stored together with the request itself, and its order follows what the page locks.
  if (stored.step === 'amount') return true;
  const {purchase} = stored;
  const {amount, coin} = lockConflicts(purchase.order, request);
  return !amount && !coin && (purchase.externalId ?? '') === request.externalId;
}
