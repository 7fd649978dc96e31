import type {BuyEvent} from './events.js';
import type {BuyState} from './state.js';
import {isSame, toQuestion, type Ask, type Question} from './effects.js';

/**
 * Rules of some or all steps. The first step's are there from the beginning; those of the later ones arrive with their
 * chunk, and include the first's.
 */
export interface Rules {
  /** What `state` wants to know. The same state always wants the same. */
  askOf(state: BuyState): Ask | undefined;
  /** Where the flow stands after `event`. An event that has no business in `state` changes nothing. */
  reduce(state: BuyState, event: BuyEvent): BuyState;
}

/** What `state` asks, if anything. */
export function questionOf(rules: Rules, state: BuyState): Question | undefined {
  const ask = rules.askOf(state);
  return ask && toQuestion(state, ask);
}

/** Where the flow stands after `event`. A late answer, to a question that is no longer asked, falls away. */
export function next(rules: Rules, state: BuyState, event: BuyEvent): BuyState {
  const late = 'asked' in event && !isSame(event.asked, questionOf(rules, state));
  return late ? state : rules.reduce(state, event);
}
