import {isRefusal, type Problem} from '../contract/problem.js';
import {fresh, type BuyState} from './state.js';

export const longestPause = 15_000;

/** `state` after an answer or a deed: the next question is a new one. */
export function moved<S extends BuyState>(state: S, change: Partial<S>): S {
  return {...state, ...fresh, eager: undefined, problem: undefined, ...change, turn: state.turn + 1};
}

/** Nobody answered: the same is asked again, later and later. The step stays. */
export function miss(state: BuyState, problem: Problem): BuyState {
  const missed = state.missed + 1;
  const pause = Math.max(Math.min(1000 * 2 ** (missed - 1), longestPause), (problem.retryAfter ?? 0) * 1000);
  return {...state, turn: state.turn + 1, missed, pause, problem};
}

/** Asks at once, and for how it is by now. */
export function hurry(state: BuyState): BuyState {
  return {...state, turn: state.turn + 1, pause: 0, eager: true};
}

/** What the buyer still has to read: a fresh price does not answer a refusal. */
export function refusalOf({problem}: BuyState): Problem | undefined {
  return problem && isRefusal(problem.code) ? problem : undefined;
}
