import type {AmountState, ResumingState} from '../../flow/state.js';
import {lockedBy, type Wish} from './wish.js';

/** Whether a stored purchase is the one that the page is about now. */
export function fits(kept: AmountState | ResumingState, wish: Wish): boolean {
  // The first step is kept together with the wish itself.
  if (kept.step === 'amount') return true;
  const {purchase} = kept;
  const {order} = purchase;
  const locked = lockedBy(wish);
  const sameAmount = !locked.has('amount') || order.amount === wish.amount;
  const sameAsset = !locked.has('asset') || wish.asset === '' || order.asset === wish.asset;
  const sameReference = (purchase.externalId ?? '') === wish.externalId;
  return sameAmount && sameAsset && sameReference;
}
