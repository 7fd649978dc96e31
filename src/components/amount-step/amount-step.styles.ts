import {css} from 'lit';

export const styles = css`
  .presets {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: calc(var(--_unit) * 2);
  }
  [data-unwritten] {
    visibility: hidden;
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
  .asset {
    position: relative;
  }
  cryptopocket-coin-mark {
    position: absolute;
    inset-block-end: 0.5rem;
    inset-inline-start: calc(var(--_unit) * 3);
    inline-size: 2rem;
    block-size: 2rem;
    pointer-events: none;
  }
  select {
    padding-inline-start: calc(var(--_unit) * 5 + 2rem);
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
  .top {
    display: flex;
    justify-content: space-between;
  }
  .receives {
    font-size: clamp(1em, 6cqi, 1.375em);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .stale {
    color: var(--_text-secondary);
  }
  /* Where there is room, what is asked stands beside what it comes to. */
  @container (min-width: 38rem) {
    form {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      column-gap: calc(var(--_unit) * 6);
    }
    h2,
    .notice {
      grid-column: 1 / -1;
    }
    .quote {
      grid-area: 2 / 2 / span 2;
      min-block-size: 10rem;
    }
    form > button {
      grid-area: 4 / 2;
      align-self: end;
    }
  }
`;
