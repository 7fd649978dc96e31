import {css, html, nothing, type LitElement, type TemplateResult} from 'lit';
import {directionOf} from '../../i18n/languages.js';
import type {FirstMessages} from '../../i18n/messages.js';

/** How the widget stands on the page: in it, in a dialog that the page opens, or in one behind a button of its own. */
export const modes = ['inline', 'modal', 'button'] as const;
export type Mode = (typeof modes)[number];

const styles = css`
  dialog {
    container-type: inline-size;
    box-sizing: border-box;
    inline-size: min(30rem, calc(100vw - 2rem));
    max-block-size: calc(100dvh - 2rem);
    padding: 0;
    border: 0;
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_background);
    color: inherit;
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 55%);
  }
  dialog .card {
    border: 0;
  }
  .top {
    display: flex;
    justify-content: end;
    padding: calc(var(--_unit) * 2);
    margin-block-end: calc(var(--_unit) * -8);
  }
  .top button,
  .trigger {
    min-block-size: 2.75rem;
    min-inline-size: 2.75rem;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.75);
    font: inherit;
    cursor: pointer;
  }
  .top button {
    z-index: 1;
    background: transparent;
    color: var(--_text-secondary);
    font-size: 1.25em;
    line-height: 1;
  }
  .trigger[data-unspoken] {
    visibility: hidden;
  }
  .trigger {
    min-block-size: 3rem;
    padding-inline: calc(var(--_unit) * 5);
    background: var(--_primary);
    color: var(--_on-primary);
    font-weight: 600;
  }
  .top button:focus-visible,
  .trigger:focus-visible {
    outline: 3px solid var(--_primary);
    outline-offset: 2px;
  }
  /* On a phone it fills the screen, so that nothing is behind it to be hit by mistake. */
  @media (max-width: 30rem) {
    dialog {
      inline-size: 100vw;
      max-inline-size: none;
      block-size: 100dvh;
      max-block-size: none;
      border-radius: 0;
    }
  }
`;

export interface FrameHost {
  element: LitElement;
  /** Tells the page that the dialog was closed. */
  onClose: () => void;
}

/** The dialog around the widget, in the browser's top layer, and the button that opens it. */
export class Frame {
  readonly #host: FrameHost;
  #styled = false;

  constructor(host: FrameHost) {
    this.#host = host;
  }

  render(
    card: TemplateResult,
    mode: Mode,
    {amount, close}: FirstMessages,
    ready: boolean,
    locale: string,
  ): TemplateResult {
    this.#style();
    return html`${
        mode === 'button'
          ? html`<button type="button" class="trigger" part="trigger" ?data-unspoken=${!ready} @click=${this.open}>
              <slot name="trigger">${amount.heading}</slot>
            </button>`
          : nothing
      }
      <dialog
        lang=${locale}
        dir=${directionOf(locale)}
        aria-label=${amount.heading}
        closedby="any"
        @close=${this.#onClose}
      >
        <div class="top">
          <button type="button" part="close" aria-label=${close} @click=${this.close}>✕</button>
        </div>
        ${card}
      </dialog>`;
  }

  readonly open = (): void => {
    const dialog = this.#dialog;
    if (!dialog || dialog.matches(':modal')) return;
    // One that was taken off the page and put back is open, but no longer above it.
    dialog.open = false;
    dialog.showModal();
    // The browser would begin at the button that closes it.
    this.#host.element.focus();
  };

  readonly close = (): void => {
    this.#dialog?.close();
  };

  /** What closes in a slot is not the widget. */
  readonly #onClose = ({target}: Event): void => {
    if (target === this.#dialog) this.#host.onClose();
  };

  get #dialog(): HTMLDialogElement | null {
    return this.#host.element.renderRoot.querySelector('dialog');
  }

  #style(): void {
    const {renderRoot} = this.#host.element;
    if (this.#styled || !(renderRoot instanceof ShadowRoot) || !styles.styleSheet) return;
    this.#styled = true;
    renderRoot.adoptedStyleSheets = [...renderRoot.adoptedStyleSheets, styles.styleSheet];
  }
}
