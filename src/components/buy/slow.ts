import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Tells its host when it has waited for longer than a buyer should without a word. */
export class SlowTimer implements ReactiveController {
  /** Whether it has. */
  isSlow = false;
  readonly #host: ReactiveControllerHost;
  readonly #afterMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, afterMs: number) {
    this.#host = host;
    this.#afterMs = afterMs;
    host.addController(this);
  }

  /** Whether the host waits. The time runs from the first of several calls that say so. */
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
