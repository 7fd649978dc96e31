import type {AmountState, ResumingState} from '../../machine/state.js';
import {disagreementOf} from './lock.js';
import type {Wish} from './order-request.js';

/** Whether a stored purchase is the one that the page is about now. */
export function fits(kept: AmountState | ResumingState, wish: Wish): boolean {
  // The first step is kept together with the wish itself, and its order follows what the page locks.
  if (kept.step === 'amount') return true;
  const {purchase} = kept;
  const {amount, coin} = disagreementOf(purchase.order, wish);
  return !amount && !coin && (purchase.externalId ?? '') === wish.externalId;
}
