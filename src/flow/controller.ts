import {toProblemCode, type Problem} from '../contract/problem.js';
import type {Backend} from './backend.js';
import type {Answer, BuyEvent} from './event.js';
import {canWait, isSame, questionOf, type Question} from './question.js';
import {reduce} from './reduce.js';
import type {BuyState} from './state.js';

export interface ControllerOptions {
  initial: BuyState;
  backend: Backend;
  onChange: (state: BuyState, before: BuyState) => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/**
 * Puts the question of the current state, aborts it when the state moves on, and sends the answer to the reducer.
 * It holds no rule.
 */
export class BuyController {
  readonly #options: Required<ControllerOptions>;
  #state: BuyState;
  #running = false;
  #visible = true;
  #asked: Question | undefined;
  #asking: AbortController | undefined;

  constructor(options: ControllerOptions) {
    this.#options = {clock: Date.now, ...options};
    this.#state = options.initial;
  }

  get state(): BuyState {
    return this.#state;
  }

  send(event: BuyEvent): void {
    const before = this.#state;
    const after = reduce(before, event);
    if (after !== before) this.#become(after);
  }

  /** Begins another purchase, whatever became of the one before. */
  reset(state: BuyState): void {
    this.#become(state);
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

  #become(after: BuyState): void {
    const before = this.#state;
    this.#state = after;
    this.#options.onChange(after, before);
    this.#ask();
  }

  #ask(): void {
    const wanted = this.#running ? questionOf(this.#state) : undefined;
    const question = wanted && (this.#visible || !canWait(wanted)) ? wanted : undefined;
    if (isSame(question, this.#asked)) return;
    this.#asking?.abort();
    this.#asked = question;
    this.#asking = undefined;
    if (!question) return;
    const {signal} = (this.#asking = new AbortController());
    void this.#answer(question, signal).then(answer => {
      if (!signal.aborted) this.send(answer);
    });
  }

  async #answer(asked: Question, signal: AbortSignal): Promise<Answer> {
    try {
      await this.#sleep(asked.pause, signal);
      return await this.#call(asked, signal);
    } catch (error) {
      return {type: 'callFailed', asked, problem: problemOf(error)};
    }
  }

  async #call(asked: Question, signal: AbortSignal): Promise<Answer> {
    const {backend, clock} = this.#options;
    switch (asked.ask) {
      case 'quote':
        return {type: 'quoteArrived', asked, quote: await backend.quote(asked.order, signal)};
      case 'expiry':
        await this.#sleep(asked.at - clock(), signal);
        return {type: 'quoteExpired', asked};
      case 'session':
        return {type: 'sessionStarted', asked, session: await backend.session(asked.resume, signal)};
      case 'customer': {
        const {name, email} = asked;
        const answer = await backend.customer(email === undefined ? {name} : {name, email}, signal);
        return 'verification' in answer ? {type: 'codeSent', asked} : {type: 'sessionStarted', asked, session: answer};
      }
      case 'verification':
        return {type: 'sessionStarted', asked, session: await backend.verify(asked.email, asked.code, signal)};
      case 'kyc':
        return {type: 'kycArrived', asked, customer: await backend.kyc(asked.known, signal)};
      case 'payment':
        return {type: 'paymentCreated', asked, created: await backend.pay(asked.request, asked.key, signal)};
      case 'status':
        return {type: 'paymentArrived', asked, payment: await backend.payment(asked.id, asked.known, signal)};
    }
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
      });
    });
  }
}

/** What went wrong, as the flow speaks of it. An error without a code is the network's: nobody answered. */
function problemOf(error: unknown): Problem {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') {
    return {code: 'offline'};
  }
  const {details, retryAfter} = error as Partial<Problem>;
  return {code: toProblemCode(error.code), details, retryAfter};
}
