import {css} from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    max-inline-size: 45rem;
    color: var(--_text);
    font-family: var(--_font);
    font-size: 1rem;
    line-height: 1.5;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_unit) * 5);
    padding: calc(var(--_unit) * 6);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_background);
  }
  /* Room is kept while the page's language is on its way; English would only flash by. */
  .card[data-unspoken] > * {
    visibility: hidden;
  }
  ol {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: calc(var(--_unit) * 2);
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--_text-secondary);
    font-size: 0.75em;
  }
  li {
    padding-block-start: calc(var(--_unit) * 2);
    border-block-start: 3px solid var(--_line);
    overflow-wrap: break-word;
    hyphens: manual;
  }
  li[data-reached] {
    border-color: var(--_primary);
  }
  li[aria-current] {
    color: var(--_text);
    font-weight: 600;
  }
  .loading {
    display: grid;
    place-items: center;
    min-block-size: 16rem;
    color: var(--_text-secondary);
  }
  .reload {
    display: grid;
    gap: calc(var(--_unit) * 3);
    padding: calc(var(--_unit) * 3);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_surface);
  }
  .reload p {
    margin: 0;
  }
  .reload button {
    min-block-size: 3rem;
    padding: calc(var(--_unit) * 2.5) calc(var(--_unit) * 4);
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_primary);
    color: var(--_on-primary);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .reload button:focus-visible {
    outline: 3px solid var(--_primary);
    outline-offset: 2px;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  slot[name='disclosure'],
  slot[name='footer'] {
    color: var(--_text-secondary);
    font-size: 0.8125em;
  }
  /* Where letters are large for the screen, names are written whole in two rows. */
  @container (max-width: 13rem) {
    ol {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container (max-width: 24rem) {
    .card {
      padding: calc(var(--_unit) * 4);
    }
  }
`;
