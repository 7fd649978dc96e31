import {css} from 'lit';

export const styles = css`
  :host {
    display: grid;
    justify-items: center;
    gap: calc(var(--_unit) * 3);
    padding: calc(var(--_unit) * 4);
    border-radius: var(--_radius);
    background: var(--_surface);
    text-align: center;
  }
  p:focus {
    outline: none;
  }
  /* Room for the code, so that nothing jumps when it arrives. */
  .code {
    display: grid;
    place-items: center;
    inline-size: min(100%, 14rem);
    aspect-ratio: 1;
  }
`;
