import {isSameRequest, toRequest, type EffectRequest} from './effects.js';
import type {BuyEvent} from './events.js';
import type {BuyState} from './state.js';
import {stepOf, type StepTable} from './step.js';

/** What `state` asks for, if anything. */
export function pendingEffect(steps: StepTable, state: BuyState): EffectRequest | undefined {
  const effect = stepOf(steps, state)?.effect(state);
  return effect && toRequest(state, effect);
}

/** The state after `event`. The result of a request that is no longer pending is dropped. */
export function transition(steps: StepTable, state: BuyState, event: BuyEvent): BuyState {
  const isLate = 'request' in event && !isSameRequest(event.request, pendingEffect(steps, state));
  return isLate ? state : (stepOf(steps, state)?.reduce(state, event) ?? state);
}
