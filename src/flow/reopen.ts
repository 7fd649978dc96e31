import {start, type AmountState, type BuyState} from './state.js';

/** Back at the first step, with what was typed since. */
export function reopen(state: Exclude<BuyState, AmountState>): AmountState {
  const {order, resume} = state.purchase;
  return {...start(order), resume, draft: 'draft' in state ? state.draft : undefined};
}
