import {css} from 'lit';

export const styles = css`
  .presets {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_unit) * 2);
  }
  .presets button {
    min-block-size: 2.75rem;
    padding-inline: calc(var(--_unit) * 4);
    border-color: var(--_line);
    background: var(--_surface);
    color: var(--_text);
  }
  .presets button[aria-pressed='true'] {
    border-color: var(--_primary);
    color: var(--_primary);
  }
  .quote {
    display: grid;
    align-content: center;
    gap: var(--_unit);
    min-block-size: 11.5rem;
    padding: calc(var(--_unit) * 4);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .receives {
    font-size: 1.375em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .stale {
    color: var(--_text-secondary);
  }
`;
