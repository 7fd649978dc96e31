import {css} from 'lit';

export const styles = css`
  button {
    min-block-size: 2.75rem;
    padding-block: var(--_unit);
    border-color: var(--_line);
    background: var(--_background);
    color: var(--_primary);
    font-size: 0.875em;
  }
`;
