import {css} from 'lit';

export const styles = css`
  :host {
    display: block;
    inline-size: min(100%, 14rem);
  }
  svg {
    display: block;
    inline-size: 100%;
    border-radius: calc(var(--_radius) * 0.75);
    background: #fff;
    fill: #000;
    shape-rendering: crispedges;
    forced-color-adjust: none;
  }
`;
