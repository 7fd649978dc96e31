import type {BuyState} from './state.js';

/** Whether the purchase of `state` is another tab's now. */
export function isElsewhere(state: BuyState): boolean {
  return 'elsewhere' in state && state.elsewhere === true;
}

/** The key that the purchase of `state` has, also while it is set aside. */
export function keyOf(state: BuyState): string | undefined {
  return state.step === 'amount' ? state.aside?.key : state.purchase.key;
}
