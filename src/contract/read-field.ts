/** More words for `read…` functions, apart from `read.ts` so that the widget's first file does not carry them. */

import {BadAnswer} from './read.js';

export function oneOf<T extends string>(words: readonly T[], value: unknown): T {
  const found = words.find(word => word === value);
  if (found === undefined) throw new BadAnswer(`expected one of ${words.join(', ')}`);
  return found;
}

/** `{[name]: read(value)}`, or nothing where the field is absent. */
export function optional<K extends string, T>(
  source: Record<string, unknown>,
  name: K,
  read: (value: unknown) => T,
): Partial<Record<K, T>> {
  const value = source[name];
  return value === undefined || value === null ? {} : ({[name]: read(value)} as Record<K, T>);
}
