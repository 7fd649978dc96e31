import {start, type AmountState, type BuyState} from './state.js';

/** Back at the first step, with what was typed since. */
export function reopen(state: Exclude<BuyState, AmountState>): AmountState {
  const {order, resume, wallet} = state.purchase;
  return {...start(order), resume, wallet, draft: 'draft' in state ? state.draft : undefined};
}
