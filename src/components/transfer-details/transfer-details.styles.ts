import {css} from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: calc(var(--_unit) * 4);
  }
  dl > div {
    display: grid;
    justify-content: stretch;
    gap: 0;
  }
  dt {
    font-size: 0.875em;
  }
  dd {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_unit) * 3);
  }
  @container (max-width: 19rem) {
    dd {
      gap: var(--_unit);
    }
  }
  /* What is typed off is broken between its groups only. */
  bdi {
    min-inline-size: 0;
    overflow-wrap: break-word;
  }
  cryptopocket-copy-button {
    flex: none;
  }
  figure {
    display: grid;
    justify-items: center;
    gap: calc(var(--_unit) * 2);
    margin: 0;
    text-align: center;
  }
  figcaption {
    color: var(--_text-secondary);
    font-size: 0.875em;
  }
`;
