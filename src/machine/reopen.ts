import {start, type AmountState, type BuyState} from './state.js';

/** Back at the first step, with what was typed since; the purchase and its key stay the same. */
export function reopen(state: Exclude<BuyState, AmountState>): AmountState {
  const {order, resume, key, wallet} = state.purchase;
  const aside = state.problem?.code === 'amount_mismatch' ? {resume} : {resume, key};
  return {...start(order), aside, wallet, draft: 'draft' in state ? state.draft : undefined};
}
