import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Tells its host when it has waited for longer than a buyer should without a word. */
export class Slow implements ReactiveController {
  /** Whether it has. */
  is = false;
  readonly #host: ReactiveControllerHost;
  readonly #afterMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, afterMs: number) {
    this.#host = host;
    this.#afterMs = afterMs;
    host.addController(this);
  }

  /** Whether the host waits. The time runs from the first of several calls that say so. */
  waits(waiting: boolean): void {
    if (!waiting) {
      this.hostDisconnected();
    } else {
      this.#timer ??= setTimeout(() => {
        this.is = true;
        this.#host.requestUpdate();
      }, this.#afterMs);
    }
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.is = false;
  }
}
