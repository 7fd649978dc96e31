import {css} from 'lit';

export const styles = css`
  .box {
    display: flex;
    align-items: center;
    gap: calc(var(--_unit) * 2);
    padding-inline: calc(var(--_unit) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_background);
  }
  .box:focus-within {
    outline: 3px solid var(--_primary);
    outline-offset: 1px;
  }
  .box:has([aria-invalid='true']) {
    border-color: var(--_danger);
  }
  .sign {
    color: var(--_text-secondary);
    font-size: 1.5em;
  }
  input {
    min-block-size: 4rem;
    padding-inline: 0;
    border: 0;
    background: transparent;
    font-size: 1.75em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  :dir(rtl) input {
    text-align: right;
  }
  input:focus-visible {
    outline: none;
  }
`;
