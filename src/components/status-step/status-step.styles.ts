import {css} from 'lit';

export const styles = css`
  ol {
    display: grid;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    position: relative;
    padding-block: calc(var(--_unit) * 2);
    padding-inline-start: calc(var(--_unit) * 9);
    color: var(--_text-secondary);
  }
  li::before {
    content: '';
    position: absolute;
    inset-block-start: calc(var(--_unit) * 2 + 0.2em);
    inset-inline-start: 0;
    inline-size: 1.1em;
    block-size: 1.1em;
    border: 2px solid var(--_border);
    border-radius: 50%;
    background: var(--_background);
  }
  li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-block-start: calc(var(--_unit) * 2 + 1.5em);
    inset-block-end: calc(var(--_unit) * -2);
    inset-inline-start: calc(0.55em - 1px);
    inline-size: 2px;
    background: var(--_line);
  }
  li[data-reached]::before {
    border-color: var(--_success);
    background: var(--_success);
  }
  li[data-reached]::after {
    background: var(--_success);
  }
  li[aria-current]::before {
    border-color: var(--_primary);
    background: var(--_background);
    box-shadow:
      inset 0 0 0 3px var(--_background),
      inset 0 0 0 1em var(--_primary);
  }
  li[aria-current] {
    color: var(--_text);
    font-weight: 600;
  }
  .mark {
    inline-size: 3.5rem;
    block-size: 3.5rem;
    color: var(--_success);
  }
  .mark.failed {
    color: var(--_danger);
  }
  @media (forced-colors: active) {
    li[data-reached]::before {
      background: Highlight;
    }
  }
`;
