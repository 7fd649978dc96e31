import {problemOf} from '../contract/problem-of.js';
import type {Answer, BuyEvent} from './events.js';
import {canWait, isSame, type Call, type Question} from './effects.js';
import {next, questionOf} from './reducer.js';
import type {BuyState} from './state.js';
import type {StepTable} from './step.js';

export interface ControllerOptions {
  initial: BuyState;
  steps: StepTable;
  /** Puts a question to whoever knows. Rejects with something that has a `code`; whatever has none counts as `offline`. */
  put: (asked: Call, signal: AbortSignal) => Promise<Answer>;
  onChange: (state: BuyState, before: BuyState) => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** From 0 to 1: spreads the tries of many widgets that lost the same adapter at once. */
  random?: () => number;
}

/**
 * Puts the question of the current state, aborts it when the state moves on, and sends the answer to the rules.
 * It holds none itself.
 */
export class BuyController {
  /** The full table takes the place of the first step's when the checkout chunk arrives. */
  steps: StepTable;
  readonly #options: ControllerOptions;
  readonly #clock: () => number;
  readonly #random: () => number;
  #state: BuyState;
  #running = false;
  #visible = true;
  #asked: Question | undefined;
  #asking: AbortController | undefined;

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
    const after = next(this.steps, this.#state, event);
    if (after !== this.#state) this.reset(after);
  }

  /** Goes on from `after`, whatever was before. */
  reset(after: BuyState): void {
    const before = this.#state;
    this.#state = after;
    try {
      this.#options.onChange(after, before);
    } finally {
      // Whatever fails on the page, the purchase is followed.
      this.#ask();
    }
  }

  /** Asks, until `stop`. */
  start(): void {
    this.#running = true;
    this.#ask();
  }

  stop(): void {
    this.#running = false;
    this.#ask();
  }

  /** While nobody can see the page, what can wait is not asked. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (visible) this.send({type: 'returned'});
    this.#ask();
  }

  #ask(): void {
    const wanted = this.#running ? questionOf(this.steps, this.#state) : undefined;
    const question = wanted && (this.#visible || !canWait(wanted)) ? wanted : undefined;
    if (isSame(question, this.#asked)) return;
    this.#asking?.abort();
    this.#asked = question;
    if (!question) return;
    const {signal} = (this.#asking = new AbortController());
    void this.#answer(question, signal).then(answer => {
      if (signal.aborted) return;
      // Where the flow comes to ask the very same again, it is asked again.
      this.#asked = undefined;
      this.send(answer);
    });
  }

  /** Pauses for the buyer's own keys are kept as they are; those after a silence are spread. */
  #spread(pause: number): number {
    return pause < 1000 ? pause : pause * (0.75 + this.#random() / 2);
  }

  async #answer(asked: Question, signal: AbortSignal): Promise<Answer> {
    try {
      // The first price is asked for in this very turn, before anything is drawn.
      if (asked.pause > 0) await sleep(this.#spread(asked.pause), signal);
      if (asked.ask === 'expiry') {
        await sleep(asked.at - this.#clock(), signal);
        return {type: 'quoteExpired', asked};
      }
      return await this.#options.put(asked, signal);
    } catch (error) {
      return {type: 'callFailed', asked, problem: problemOf(error)};
    }
  }
}

/** As long as a timer can be; one that is set for longer would ring at once. */
const longestSleep = 2 ** 31 - 1;

/** `ms` milliseconds; for ever once `signal` is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(resolve, Math.min(ms, longestSleep));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
}
