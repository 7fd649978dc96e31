import type {Problem} from '../contract/problem.js';
import type {Effect} from './effects.js';
import type {BuyEvent} from './events.js';
import type {BuyState, Draft, Purchase, Step} from './state.js';

/** Of the format in which a purchase is stored. Snapshots from before there was a version have the format of version 1. */
export const SNAPSHOT_VERSION = 1;

/** What is stored of a purchase, beside version and time. */
export interface StoredPurchase {
  purchase: Purchase;
  draft?: Draft | undefined;
}

/** What a step stores in the browser. */
export interface StepSnapshot {
  /** For this tab's own storage. */
  session: StoredPurchase;
  /**
   * For the storage that outlives the tab, so that a buyer whose identity check takes days finds the purchase again. Absent
   * before the buyer is known and after the purchase is over. Never a name or an email.
   */
  persistent?: StoredPurchase;
}

/** Everything that a step knows. Adding a step means one such object and one line in `steps/index.ts`. */
export interface StepDefinition<S extends BuyState = BuyState> {
  /** The state after `event`. An event that does not concern the step returns `state` itself. */
  reduce(state: S, event: BuyEvent): BuyState;
  /** What the state asks for. The same state always asks for the same. */
  effect(state: S): Effect | undefined;
  /** The service rejected what the state asked for: leads to where the buyer can do something about it. */
  onRejected(state: S, problem: Problem): BuyState;
  /** Whether the buyer waits for an answer and can do nothing meanwhile. */
  isBusy(state: S): boolean;
  /**
   * What a reload needs to continue. The first step has no purchase to store; `serializeAmount` stores what was typed there.
   */
  serialize(state: S): StepSnapshot | undefined;
}

/** Steps by name; the first step is there from the start, and the others arrive with the checkout chunk. */
export type StepTable = {readonly [K in Step]?: StepDefinition<Extract<BuyState, {step: K}>>};

/** The definition of the step that `state` is at, if it has arrived. */
export function stepOf(steps: StepTable, state: BuyState): StepDefinition | undefined {
  // The table pairs each step with its own state.
  return steps[state.step];
}
