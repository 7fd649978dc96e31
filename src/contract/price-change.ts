import {digitsOf, minorUnits} from './minor-units.js';

/** Whether `fresh` is less than 99 % of `agreed`: then the buyer is asked again before paying. */
export function isWorse(fresh: string, agreed: string): boolean {
  const digits = Math.max(digitsOf(fresh), digitsOf(agreed));
  return minorUnits(fresh, digits) * 100n < minorUnits(agreed, digits) * 99n;
}
