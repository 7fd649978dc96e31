import {isHostedUrl} from '../../contract/hosted-url.js';
import type {PopupState} from '../../machine/state.js';

/** How vendor pages open. `auto`: a tab on touch devices, a popup window otherwise. */
export const PRESENTATIONS = ['auto', 'popup', 'tab', 'redirect'] as const;
export type Presentation = (typeof PRESENTATIONS)[number];

const POPUP_FEATURES = 'popup,width=480,height=760';

/**
 * A window for a vendor page. It opens blank inside the buyer's click, so that the browser does not block it, and
 * navigates once the URL is known.
 */
export class PopupWindow {
  readonly opened: PopupState;
  readonly #window: Window | null;
  readonly #redirect: boolean;
  #settled = (): void => undefined;

  /** Call in the click handler, before any `await`. `waiting` is shown until the URL is known. */
  constructor(presentation: Presentation, waiting: string) {
    this.#redirect = presentation === 'redirect';
    const tab = presentation === 'tab' || (presentation === 'auto' && matchMedia('(pointer: coarse)').matches);
    this.#window = this.#redirect ? null : window.open('', '_blank', tab ? '' : POPUP_FEATURES);
    this.opened = this.#redirect || this.#window ? 'opened' : 'blocked';
    if (!this.#window) return;
    this.#window.document.title = waiting;
    this.#window.document.body.textContent = waiting;
  }

  /** Calls `callback` when the window navigates or closes. */
  onSettled(callback: () => void): void {
    this.#settled = callback;
  }

  /**
   * Navigates the window to `url`. Returns false if it was closed or the buyer navigated away in it. An unsafe URL closes
   * the window instead.
   */
  navigate(url: string): boolean {
    this.#settled();
    if (!isHostedUrl(url)) {
      this.close();
      return false;
    }
    if (this.#redirect) {
      location.assign(url);
      return true;
    }
    if (!this.#window || !isBlank(this.#window)) return false;
    this.#window.location.replace(url);
    // Cut the link to the merchant's page only after navigating: sandboxed frames may navigate only windows they opened.
    this.#window.opener = null;
    return true;
  }

  /** Whether the window was closed, or is out of reach because of its cross-origin opener policy. */
  get isClosed(): boolean {
    return this.#window?.closed === true;
  }

  /** Closes the window. */
  close(): void {
    this.#settled();
    this.#window?.close();
  }
}

/** Whether `other` is open and still blank: a page of another site would keep this page as its opener. */
function isBlank(other: Window): boolean {
  try {
    return !other.closed && other.location.href === 'about:blank';
  } catch {
    return false;
  }
}
