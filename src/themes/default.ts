import {css} from 'lit';

/**
 * What a merchant may set (`--cryptopocket-*`), and what holds where they do not. Inside, only the names that begin with
 * an underscore are used, so that every default stands in one place. Light or dark is inherited from the page.
 */
export const theme = css`
  :host {
    --_primary: var(--cryptopocket-color-primary, light-dark(#1f4fd8, #8fb0ff));
    --_on-primary: var(--cryptopocket-color-on-primary, light-dark(#fff, #0b1533));
    --_background: var(--cryptopocket-color-background, light-dark(#fff, #15181e));
    --_surface: var(--cryptopocket-color-surface, light-dark(#f3f5f9, #1f242d));
    --_text: var(--cryptopocket-color-text, light-dark(#161b26, #edf0f6));
    --_text-secondary: var(--cryptopocket-color-text-secondary, light-dark(#525b6b, #a9b3c4));
    --_border: var(--cryptopocket-color-border, light-dark(#828b9c, #6c7789));
    --_line: var(--cryptopocket-color-line, light-dark(#e1e5ec, #2e3541));
    --_danger: var(--cryptopocket-color-danger, light-dark(#b3261e, #ff9d94));
    --_danger-surface: var(--cryptopocket-color-danger-surface, light-dark(#fdeeed, #3a1d1b));
    --_success: var(--cryptopocket-color-success, light-dark(#14713d, #6fd69a));
    --_radius: var(--cryptopocket-border-radius, 0.75rem);
    --_unit: var(--cryptopocket-spacing-unit, 0.25rem);
    --_font: var(--cryptopocket-font-family, system-ui, sans-serif);
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
