import {css} from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: calc(var(--_unit) * 4);
  }
  dl > div {
    display: grid;
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
