import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Updates its host when an operation takes longer than `afterMs`. */
export class SlowTimer implements ReactiveController {
  /** Whether the operation has exceeded the time. */
  isSlow = false;
  readonly #host: ReactiveControllerHost;
  readonly #afterMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, afterMs: number) {
    this.#host = host;
    this.#afterMs = afterMs;
    host.addController(this);
  }

  /** Starts the timer with the first `true`; `false` resets it. */
  setWaiting(waiting: boolean): void {
    if (!waiting) {
      this.hostDisconnected();
    } else {
      this.#timer ??= setTimeout(() => {
        this.isSlow = true;
        this.#host.requestUpdate();
      }, this.#afterMs);
    }
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.isSlow = false;
  }
}
