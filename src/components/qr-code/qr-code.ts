import {loadChunk, missesOf} from '../buy/chunk.js';
import {LitElement, html, nothing, svg, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import {styles} from './qr-code.styles.js';

/** Failures after which no more tries are made for one code. */
const mostMisses = 5;

/** Modules of light around the code; they are part of it. */
const border = 4;

/**
 * Shows a text as a QR code (ISO/IEC 18004), dark on light in any theme: not every camera reads it the other way round.
 *
 * @element cryptopocket-qr-code
 */
export class CryptopocketQrCode extends LitElement {
  static override styles = styles;
  static override properties: PropertyDeclarations = {text: {}, label: {}, modules: {state: true}};

  declare text: string;
  /** What the picture is, for those who do not see it. */
  declare label: string;
  /** Which of its squares are dark, row by row; empty until what makes codes is there. */
  declare private modules: readonly (readonly boolean[])[];

  constructor() {
    super();
    this.text = this.label = '';
    this.modules = [];
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text')) void this.encode(this.text);
  }

  override render(): TemplateResult | typeof nothing {
    const {modules, label} = this;
    const size = modules.length;
    if (size === 0) return nothing;
    const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
    return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${label}>${svg`<path d=${path} />`}</svg>`;
  }

  private async encode(text: string): Promise<void> {
    this.modules = [];
    do {
      try {
        const {encodeQR} = await loadChunk('qr', () => import('qr'));
        if (text === this.text) this.modules = encodeQR(text, 'raw', {ecc: 'medium', border});
        return;
      } catch {
        // Not now, or no text that fits into a code: what it says stands beside it in words, or can be asked for again.
      }
    } while (text === this.text && missesOf('qr') > 0 && missesOf('qr') < mostMisses);
  }
}
