/** Results of the last measurements, kept in `docs/results.json` for the page of benchmarks. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const path = fileURLToPath(new URL('../../docs/results.json', import.meta.url));

/** What one command measured, by the name of each result. */
export interface Measured {
  /** The day, such as `2026-11-28`. */
  on: string;
  results: Record<string, string>;
}

/** By the name of what was measured. */
export function readResults(): Record<string, Measured> {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Measured>) : {};
}

/** Keeps what was measured of `subject`, instead of the former results. */
export function keepResults(subject: string, results: Record<string, string>): void {
  const on = new Date().toISOString().slice(0, 10);
  writeFileSync(path, `${JSON.stringify({...readResults(), [subject]: {on, results}}, null, 2)}\n`);
}
