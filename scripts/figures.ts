/** Figures of the last measurements, kept for the page of promises in `docs/figures.json`. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const path = fileURLToPath(new URL('../docs/figures.json', import.meta.url));

/** What one command measured, by the name of each figure. */
export interface Measured {
  /** The day, such as `2026-11-28`. */
  on: string;
  figures: Record<string, string>;
}

/** By the name of what was measured. */
export function readFigures(): Record<string, Measured> {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Measured>) : {};
}

/** Keeps what was measured of `subject`, instead of what was known of it. */
export function keepFigures(subject: string, figures: Record<string, string>): void {
  const on = new Date().toISOString().slice(0, 10);
  writeFileSync(path, `${JSON.stringify({...readFigures(), [subject]: {on, figures}}, null, 2)}\n`);
}
