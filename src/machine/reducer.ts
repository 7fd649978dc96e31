import {isSame, toQuestion, type Question} from './effects.js';
import type {BuyEvent} from './events.js';
import type {BuyState} from './state.js';
import {stepOf, type StepTable} from './step.js';

/** What `state` asks for, if anything. */
export function questionOf(steps: StepTable, state: BuyState): Question | undefined {
  const ask = stepOf(steps, state)?.effect(state);
  return ask && toQuestion(state, ask);
}

/** The state after `event`. The result of an effect that is no longer asked for is dropped. */
export function next(steps: StepTable, state: BuyState, event: BuyEvent): BuyState {
  const isLate = 'asked' in event && !isSame(event.asked, questionOf(steps, state));
  return isLate ? state : (stepOf(steps, state)?.reduce(state, event) ?? state);
}
