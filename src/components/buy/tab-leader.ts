/** Milliseconds after which a lock that is not ours yet counts as another tab's: a page that is being left gives its own back. */
const grace = 300;

export interface LeadOptions {
  /** Another tab is at this purchase, or took it over. */
  onLost: () => void;
  /** The other tab is gone. */
  onGained: () => void;
}

/**
 * Of several tabs with the same purchase one leads, and it alone acts; by the browser's Web Locks, which a tab loses however
 * it ends. Where there are none, each acts, and the idempotency key keeps them to one payment.
 */
export class Lead {
  readonly #options: LeadOptions;
  #key: string | undefined;
  /** Ends the request or the lock that is held. */
  #leave: (() => void) | undefined;
  #away = false;

  constructor(options: LeadOptions) {
    this.#options = options;
  }

  /** `key` names the purchase that this tab has; `elsewhere`: it leaves it to another tab for now. */
  follow(key: string | undefined, elsewhere: boolean): void {
    if (key !== this.#key) {
      this.#leave?.();
      this.#key = key;
      this.#away = elsewhere;
      if (key !== undefined) this.#request(key, false);
    } else if (key !== undefined && this.#away && !elsewhere) {
      this.#leave?.();
      this.#away = false;
      this.#request(key, true);
    }
  }

  #request(key: string, steal: boolean): void {
    if (!('locks' in navigator)) return;
    const left = new AbortController();
    const {signal} = left;
    const lose = () => {
      if (this.#away || signal.aborted) return;
      this.#away = true;
      this.#options.onLost();
    };
    const late = setTimeout(lose, grace);
    this.#leave = () => {
      clearTimeout(late);
      left.abort();
    };
    const hold = () => {
      clearTimeout(late);
      // By force it cannot be called off, so it may come when nobody wants it any more.
      if (signal.aborted) return undefined;
      if (this.#away) {
        this.#away = false;
        this.#options.onGained();
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
