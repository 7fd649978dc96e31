/** Numbers from 0 to 1 that are the same for the same words, so that whatever came of chance can come again. */
export type Chance = () => number;

/** Mulberry32, by Tommy Ettinger, in the public domain; begun with the FNV-1a hash of `words`. */
export function chanceOf(...words: (string | number)[]): Chance {
  let state = 0x811c9dc5;
  for (const char of words.join('/')) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of `choices`. */
export function pick<T>(chance: Chance, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(chance() * choices.length)] ?? choices[0];
}
