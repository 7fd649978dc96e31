/** How long to wait for the lock before another tab counts as the leader. A page that is unloading releases its lock within this time. */
const ACQUIRE_TIMEOUT_MS = 300;

export interface TabLeaderOptions {
  /** Another tab holds the lock for this purchase, or took it over. */
  onDemoted: () => void;
  /** This tab holds the lock again. */
  onPromoted: () => void;
}

/**
 * Elects one tab per purchase with the Web Locks API. Only the leader sends requests; the browser releases the lock when
 * the tab closes or crashes. Without Web Locks every tab acts, and the idempotency key still limits them to one payment.
 */
export class TabLeader {
  readonly #options: TabLeaderOptions;
  #key: string | undefined;
  /** Cancels the pending lock request or releases the lock. */
  #release: (() => void) | undefined;
  #isFollower = false;

  constructor(options: TabLeaderOptions) {
    this.#options = options;
  }

  /** `key` identifies the purchase in this tab. With `inOtherTab`, this tab stays a follower for now. */
  track(key: string | undefined, inOtherTab: boolean): void {
    if (key !== this.#key) {
      this.#release?.();
      this.#key = key;
      this.#isFollower = inOtherTab;
      if (key !== undefined) this.#request(key, false);
    } else if (key !== undefined && this.#isFollower && !inOtherTab) {
      this.#release?.();
      this.#isFollower = false;
      this.#request(key, true);
    }
  }

  #request(key: string, steal: boolean): void {
    if (!('locks' in navigator)) return;
    const abandoned = new AbortController();
    const {signal} = abandoned;
    const demote = () => {
      if (this.#isFollower || signal.aborted) return;
      this.#isFollower = true;
      this.#options.onDemoted();
    };
    const timeout = setTimeout(demote, ACQUIRE_TIMEOUT_MS);
    this.#release = () => {
      clearTimeout(timeout);
      abandoned.abort();
    };
    const hold = () => {
      clearTimeout(timeout);
      // A request with `steal` cannot be cancelled, so it may be granted after it was abandoned.
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
    // `steal` and `signal` cannot be combined. A stealing request is granted at once.
    navigator.locks.request(`cryptopocket-buy:${key}`, steal ? {steal} : {signal}, hold).catch((error: unknown) => {
      if (signal.aborted) return;
      clearTimeout(timeout);
      // Pages without access to locks, such as sandboxed frames, get other errors.
      if (!(error instanceof DOMException) || error.name !== 'AbortError') return;
      demote();
      this.#request(key, false);
    });
  }
}
