import type {Problem} from '../contract/problem.js';
import {formatEuros} from './format.js';
import type {Messages} from './messages.js';

/** The sentence that tells a buyer what `problem` is. */
export function sentenceOf({code, details}: Problem, {problems}: Messages, locale: string): string {
  if (code === 'amount_too_low' && details?.minimum !== undefined) {
    return problems.amount_too_low_minimum(formatEuros(details.minimum, locale));
  }
  if (code === 'code_wrong' && details?.triesLeft !== undefined) return problems.code_wrong_tries(details.triesLeft);
  return code in problems ? problems[code as keyof typeof problems & typeof code] : problems.other;
}
