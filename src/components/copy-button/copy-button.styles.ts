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
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
