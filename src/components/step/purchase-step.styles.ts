import {css} from 'lit';

/** What only steps after the first have: lesser actions, summaries, links. */
export const purchaseControls = css`
  .quiet {
    background: transparent;
    color: var(--_primary);
  }
  .quiet:hover {
    text-decoration: underline;
    filter: none;
  }
  .actions {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_unit) * 2);
  }
  .order {
    color: var(--_text-secondary);
    font-variant-numeric: tabular-nums;
    /* It belongs to the heading. */
    margin-block-start: calc(var(--_unit) * -3);
  }
  .top {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_unit) * 2);
  }
  dl {
    display: grid;
    gap: calc(var(--_unit) * 3);
    margin: 0;
    padding: calc(var(--_unit) * 4);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  dl > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: var(--_unit) calc(var(--_unit) * 4);
  }
  dt {
    color: var(--_text-secondary);
  }
  dd {
    margin: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  a {
    color: var(--_primary);
  }
  section > cryptopocket-copy-button {
    justify-self: center;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container (max-width: 19rem) {
    dl {
      padding: calc(var(--_unit) * 2.5);
    }
  }
  /* Lines of a length that is read with ease. */
  @container (min-width: 38rem) {
    form,
    section {
      inline-size: min(100%, 30rem);
      margin-inline: auto;
    }
  }
`;
