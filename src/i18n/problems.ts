import type {Problem} from '../contract/problem.js';
import {formatEuros} from './format.js';
import type {FirstMessages, Messages} from './messages.js';

/** The sentence that tells a buyer what `problem` is. */
export function sentenceOf({code, details}: Problem, {problems}: FirstMessages | Messages, locale: string): string {
  if (code === 'amount_too_low' && details?.minimum !== undefined) {
    return problems.amount_too_low_minimum(formatEuros(details.minimum, locale, 'ceil'));
  }
  if (code === 'code_wrong' && details?.triesLeft !== undefined && 'code_wrong_tries' in problems) {
    return problems.code_wrong_tries(details.triesLeft);
  }
  const sentence = Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : problems.other;
  return typeof sentence === 'string' ? sentence : problems.other;
}
