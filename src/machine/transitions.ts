import {isRefusal, type Problem} from '../contract/problem.js';
import {fresh, type BuyState} from './state.js';

/** The longest pause before something is asked for again. */
export const longestPause = 15_000;

/** The pause before an unchanged status is asked for again, if the adapter does not hold the request. */
export const pollPause = 1000;

/** `state` after an answer or a deed: the next question is a new one. */
export function moved<S extends BuyState>(state: S, change: Partial<S>): S {
  return {...state, ...fresh, eager: undefined, problem: undefined, ...change, turn: state.turn + 1};
}

/** Nobody answered: the same is asked again, later and later. The step stays. */
export function miss<S extends BuyState>(state: S, problem: Problem): S {
  const missed = state.missed + 1;
  const pause = Math.max(Math.min(1000 * 2 ** (missed - 1), longestPause), (problem.retryAfter ?? 0) * 1000);
  return {...state, turn: state.turn + 1, missed, pause, problem};
}

/** Asks at once, and for how it is by now. */
export function hurry<S extends BuyState>(state: S): S {
  return {...state, turn: state.turn + 1, pause: 0, eager: true};
}

/** What the buyer still has to read: a fresh price does not answer a refusal. */
export function refusalOf({problem}: BuyState): Problem | undefined {
  return problem && isRefusal(problem.code) ? problem : undefined;
}

/** Whether an answer is on its way. After a transient error the buyer may also send something else. */
export function isWaiting({missed}: BuyState, isSent: boolean): boolean {
  return isSent && missed === 0;
}

/** Asks for the current value if the buyer comes from where it changes. */
export function eagerness({eager}: BuyState): {eager?: true} {
  return eager ? {eager} : {};
}
