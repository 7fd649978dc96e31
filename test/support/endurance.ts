import type {Parameters} from 'fast-check';

function whole(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^-?\d{1,10}$/.test(text)) throw new TypeError(`${name} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** What makes up the cases: the same seed, the same cases. */
export const seed = whole('SEED', 1);

/** How many times as many cases as usual. */
const factor = Math.max(1, whole('RUNS', 1));

/**
 * How a property is tried: `usual` times, or as many times more as `RUNS` says, from `SEED` on. A failure tells seed and
 * path; with the same `SEED` and `RUNS` it comes again.
 */
export function endurance<T>(usual: number): Parameters<T> {
  return {seed, numRuns: usual * factor, includeErrorInReport: true};
}
