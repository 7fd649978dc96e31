import {isRefusal, type Problem} from '../contract/problem.js';
import {fresh, type BuyState} from './state.js';

/** The longest pause before something is asked for again. */
export const MAX_RETRY_PAUSE_MS = 15_000;

/** The pause before an unchanged status is asked for again, if the adapter does not hold the request. */
export const POLL_PAUSE_MS = 1000;

/** `state` after an event that counts: its next effect is a new one. */
export function advance<S extends BuyState>(state: S, change: Partial<S>): S {
  return {...state, ...fresh, forceFresh: undefined, problem: undefined, ...change, revision: state.revision + 1};
}

/** A transient error: the same effect runs again, with a longer pause each time. The step stays. */
export function retryAfterFailure<S extends BuyState>(state: S, problem: Problem): S {
  const failures = state.failures + 1;
  const pause = Math.max(Math.min(1000 * 2 ** (failures - 1), MAX_RETRY_PAUSE_MS), (problem.retryAfter ?? 0) * 1000);
  return {...state, revision: state.revision + 1, failures, pause, problem};
}

/** Runs the effect at once, and accepts no older answer. */
export function refetchNow<S extends BuyState>(state: S): S {
  return {...state, revision: state.revision + 1, pause: 0, forceFresh: true};
}

/** The rejection on screen: a fresh price does not answer it. */
export function rejectionOf({problem}: BuyState): Problem | undefined {
  return problem && isRefusal(problem.code) ? problem : undefined;
}

/** Whether an answer is on its way. After a transient error the buyer may also send something else. */
export function isWaiting({failures}: BuyState, isSent: boolean): boolean {
  return isSent && failures === 0;
}

/** Asks for the current value if the buyer comes from where it changes. */
export function freshness({forceFresh}: BuyState): {eager?: true} {
  return forceFresh ? {eager: true} : {};
}
