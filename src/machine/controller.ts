import {problemOf} from '../contract/problem-of.js';
import type {EffectResult, BuyEvent} from './events.js';
import {isDeferrable, isSameRequest, type AdapterRequest, type EffectRequest} from './effects.js';
import {transition, pendingEffect} from './reducer.js';
import type {BuyState} from './state.js';
import type {StepTable} from './step.js';

export interface ControllerOptions {
  initial: BuyState;
  steps: StepTable;
  /** Runs an effect. An error without a `code` counts as `offline`. */
  runEffect: (request: AdapterRequest, signal: AbortSignal) => Promise<EffectResult>;
  onChange: (state: BuyState, before: BuyState) => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** From 0 to 1. Jitter for the retries of many widgets that lost the same adapter at once. */
  random?: () => number;
}

/** Runs the effect of the current state, aborts it when the state moves on, and sends its result to the reducer. */
export class BuyController {
  /** The full table takes the place of the first step's when the checkout chunk arrives. */
  steps: StepTable;
  readonly #options: ControllerOptions;
  readonly #clock: () => number;
  readonly #random: () => number;
  #state: BuyState;
  #running = false;
  #visible = true;
  #pending: EffectRequest | undefined;
  #abort: AbortController | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#state = options.initial;
    this.steps = options.steps;
  }

  get state(): BuyState {
    return this.#state;
  }

  send(event: BuyEvent): void {
    const after = transition(this.steps, this.#state, event);
    if (after !== this.#state) this.reset(after);
  }

  /** Replaces the state. */
  reset(after: BuyState): void {
    const before = this.#state;
    this.#state = after;
    try {
      this.#options.onChange(after, before);
    } finally {
      // An error in a listener of the page must not stop the purchase.
      this.#run();
    }
  }

  /** Runs effects until `stop`. */
  start(): void {
    this.#running = true;
    this.#run();
  }

  stop(): void {
    this.#running = false;
    this.#run();
  }

  /** While the page is hidden, effects that can wait do not run. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (visible) this.send({type: 'returned'});
    this.#run();
  }

  #run(): void {
    const wanted = this.#running ? pendingEffect(this.steps, this.#state) : undefined;
    const request = wanted && (this.#visible || !isDeferrable(wanted)) ? wanted : undefined;
    if (isSameRequest(request, this.#pending)) return;
    this.#abort?.abort();
    this.#pending = request;
    if (!request) return;
    const {signal} = (this.#abort = new AbortController());
    void this.#resultOf(request, signal).then(result => {
      if (signal.aborted) return;
      // If the state asks for the very same again, it runs again.
      this.#pending = undefined;
      this.send(result);
    });
  }

  /** Adds jitter to the pauses after errors. Pauses for the buyer's typing stay as they are. */
  #withJitter(pause: number): number {
    return pause < 1000 ? pause : pause * (0.75 + this.#random() / 2);
  }

  async #resultOf(request: EffectRequest, signal: AbortSignal): Promise<EffectResult> {
    try {
      // Without a pause the request starts in this task, before anything is drawn.
      if (request.pause > 0) await sleep(this.#withJitter(request.pause), signal);
      if (request.effect === 'expiry') {
        await sleep(request.at - this.#clock(), signal);
        return {type: 'quoteExpired', request};
      }
      return await this.#options.runEffect(request, signal);
    } catch (error) {
      return {type: 'callFailed', request, problem: problemOf(error)};
    }
  }
}

/** The longest delay of a timer in milliseconds; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Resolves after `ms` milliseconds. Never resolves once `signal` is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(resolve, Math.min(ms, MAX_TIMER_MS));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
}
