/** Milliseconds after which a lock that is not ours yet counts as another tab's: a page that is being left gives its own back. */
const ACQUIRE_TIMEOUT_MS = 300;

export interface TabLeaderOptions {
  /** Another tab is at this purchase, or took it over. */
  onDemoted: () => void;
  /** The other tab is gone. */
  onPromoted: () => void;
}

/**
 * Of several tabs with the same purchase one leads, and it alone acts; by the browser's Web Locks, which a tab loses however
 * it ends. Where there are none, each acts, and the idempotency key keeps them to one payment.
 */
export class TabLeader {
  readonly #options: TabLeaderOptions;
  #key: string | undefined;
  /** Ends the request or the lock that is held. */
  #release: (() => void) | undefined;
  #isFollower = false;

  constructor(options: TabLeaderOptions) {
    this.#options = options;
  }

  /** `key` names the purchase that this tab has; `elsewhere`: it leaves it to another tab for now. */
  track(key: string | undefined, elsewhere: boolean): void {
    if (key !== this.#key) {
      this.#release?.();
      this.#key = key;
      this.#isFollower = elsewhere;
      if (key !== undefined) this.#request(key, false);
    } else if (key !== undefined && this.#isFollower && !elsewhere) {
      this.#release?.();
      this.#isFollower = false;
      this.#request(key, true);
    }
  }

  #request(key: string, steal: boolean): void {
    if (!('locks' in navigator)) return;
    const left = new AbortController();
    const {signal} = left;
    const lose = () => {
      if (this.#isFollower || signal.aborted) return;
      this.#isFollower = true;
      this.#options.onDemoted();
    };
    const late = setTimeout(lose, ACQUIRE_TIMEOUT_MS);
    this.#release = () => {
      clearTimeout(late);
      left.abort();
    };
    const hold = () => {
      clearTimeout(late);
      // By force it cannot be called off, so it may come when nobody wants it any more.
      if (signal.aborted) return undefined;
      if (this.#isFollower) {
        this.#isFollower = false;
        this.#options.onPromoted();
      }
      return new Promise<void>(release => {
        signal.addEventListener('abort', () => {
          release();
        });
      });
    };
    // A request that takes by force is never left waiting, so it has no signal.
    navigator.locks.request(`cryptopocket-buy:${key}`, steal ? {steal} : {signal}, hold).catch((error: unknown) => {
      if (signal.aborted) return;
      clearTimeout(late);
      // A page that may have no locks, as in a sandboxed frame, is told so by other errors.
      if (!(error instanceof DOMException) || error.name !== 'AbortError') return;
      lose();
      this.#request(key, false);
    });
  }
}
