import {css} from 'lit';

export const styles = css`
  input {
    font-size: 1.5em;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.35em;
    text-align: center;
  }
`;
