/**
 * The small words that `read…` functions are made of. Each takes what JSON gave and answers a typed value, or throws
 * {@link BadAnswer}; past a `read…` function nobody checks again.
 */

import type {Problem} from './problem.js';

/** The other side answered something that is not what the contract says. A silence: it tells nothing about money. */
export class BadAnswer extends Error implements Problem {
  override readonly name = 'BadAnswer';
  readonly code = 'bad_answer';
}

export function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new BadAnswer('expected an object');
  return value as Record<string, unknown>;
}

export function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new BadAnswer('expected a list');
  return value;
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new BadAnswer('expected text');
  return value;
}

export function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new BadAnswer('expected a number');
  return value;
}
