import {css} from 'lit';

/** What every step is made of: heading, words, fields, buttons, notices. */
export const controls = css`
  :host {
    display: block;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  form,
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_unit) * 4);
  }
  h2 {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
    font-weight: 650;
    text-wrap: balance;
  }
  h2:focus {
    outline: none;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .hint {
    color: var(--_text-secondary);
    font-size: 0.875em;
  }
  .field {
    display: grid;
    gap: calc(var(--_unit) * 1.5);
  }
  label {
    font-size: 0.875em;
    font-weight: 600;
  }
  input,
  select {
    inline-size: 100%;
    min-block-size: 3rem;
    padding: calc(var(--_unit) * 2) calc(var(--_unit) * 3);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_background);
    color: inherit;
    font: inherit;
  }
  select {
    text-overflow: ellipsis;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 3rem;
    padding: calc(var(--_unit) * 2.5) calc(var(--_unit) * 4);
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_primary);
    color: var(--_on-primary);
    font: inherit;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }
  button:hover,
  .button:hover {
    filter: brightness(1.1);
  }
  button[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.65;
  }
  :focus-visible {
    outline: 3px solid var(--_primary);
    outline-offset: 2px;
  }
  .notice {
    padding: calc(var(--_unit) * 3);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_surface);
    font-size: 0.9375em;
  }
  .notice.danger {
    background: var(--_danger-surface);
    color: var(--_danger);
  }
  .error {
    color: var(--_danger);
    font-size: 0.875em;
  }
  @media (forced-colors: active) {
    button,
    .button {
      border-color: ButtonText;
    }
  }
`;
