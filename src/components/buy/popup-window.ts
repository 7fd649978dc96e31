import {isHostedUrl} from '../../contract/hosted-url.js';
import type {PopupState} from '../../machine/state.js';

/** How pages of the vendor's open: `auto` is a tab on a phone and a pop-up elsewhere. */
export const presentations = ['auto', 'popup', 'tab', 'redirect'] as const;
export type Presentation = (typeof presentations)[number];

const popup = 'popup,width=480,height=760';

/**
 * A page of the vendor's that is to open in the buyer's own click, though its address may come later: the window opens
 * blank, and is sent on when the address is known.
 */
export class HostedPage {
  readonly opened: PopupState;
  readonly #window: Window | null;
  readonly #redirect: boolean;
  #gone = (): void => undefined;

  /** To be called in the handler of the click, before anything is awaited. `waiting` is shown until the address is known. */
  constructor(presentation: Presentation, waiting: string) {
    this.#redirect = presentation === 'redirect';
    const tab = presentation === 'tab' || (presentation === 'auto' && matchMedia('(pointer: coarse)').matches);
    this.#window = this.#redirect ? null : window.open('', '_blank', tab ? '' : popup);
    this.opened = this.#redirect || this.#window ? 'opened' : 'blocked';
    if (!this.#window) return;
    this.#window.document.title = waiting;
    this.#window.document.body.textContent = waiting;
  }

  /** Calls `gone` once when the window is sent on or closed. */
  whenGone(gone: () => void): void {
    this.#gone = gone;
  }

  /**
   * Sends the window to `url`; false where there is none any more, or the buyer went elsewhere in it. An address that a buyer
   * must not be sent to closes it instead.
   */
  go(url: string): boolean {
    this.#gone();
    if (!isHostedUrl(url)) {
      this.close();
      return false;
    }
    if (this.#redirect) {
      location.assign(url);
      return true;
    }
    if (!this.#window || !isOurs(this.#window)) return false;
    this.#window.location.replace(url);
    // The vendor's page gets no hold on the merchant's; not before, as some frames may steer only what they opened.
    this.#window.opener = null;
    return true;
  }

  /** Whether its window was closed, or went where it cannot be reached from here. */
  get isGone(): boolean {
    return this.#window?.closed === true;
  }

  /** Nothing came of it. */
  close(): void {
    this.#gone();
    this.#window?.close();
  }
}

/** Whether `other` is open and still shows our own words: another site's page would keep us as its opener. */
function isOurs(other: Window): boolean {
  try {
    return !other.closed && other.location.href === 'about:blank';
  } catch {
    return false;
  }
}
