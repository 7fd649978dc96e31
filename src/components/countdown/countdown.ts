/** Milliseconds of which the time is counted down; what holds for longer needs no hurry. */
const longest = 60 * 60 * 1000;

/**
 * Counts the minutes and seconds down until a moment, and says when they are over. Goes by whichever of the device's two
 * clocks went further, so neither sleep nor a changed clock makes the time longer. An element without Lit, so that its
 * chunk needs no other.
 *
 * @element cryptopocket-countdown
 * @attr until - milliseconds since the epoch
 * @attr locale - BCP 47
 * @fires over - the time is over
 */
export class CryptopocketCountdown extends HTMLElement {
  static readonly observedAttributes = ['until', 'locale'];

  #until = 0;
  /** The same moment, by the clock that nobody can change. */
  #steadyUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  attributeChangedCallback(): void {
    const until = Number(this.getAttribute('until'));
    if (until !== this.#until) {
      this.#until = until;
      this.#steadyUntil = performance.now() + until - Date.now();
    }
    this.#go();
  }

  connectedCallback(): void {
    this.setAttribute('role', 'timer');
    document.addEventListener('visibilitychange', this.#go);
    this.#go();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#go);
    clearTimeout(this.#timer);
  }

  /** Shows what is left, and does so again when that is another second. */
  readonly #go = (): void => {
    clearTimeout(this.#timer);
    if (!this.isConnected) return;
    const left = Math.min(this.#until - Date.now(), this.#steadyUntil - performance.now());
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const time = new Date(seconds * 1000).toLocaleTimeString(this.getAttribute('locale') ?? undefined, {
      minute: 'numeric',
      second: '2-digit',
      timeZone: 'UTC',
    });
    this.textContent = left > longest ? '' : time;
    if (left > 0) this.#timer = setTimeout(this.#go, left % 1000 || 1000);
    else this.dispatchEvent(new Event('over'));
  };
}
