import type {Problem} from '../contract/problem.js';
import {formatEuros} from './format.js';
import type {FirstMessages, ProblemSentence} from './messages.js';

/** The sentence that tells a buyer what `problem` is; that it is on its way, where only the first step's words are there. */
export function sentenceOf({code, details = {}}: Problem, {problems, loading}: FirstMessages, locale: string): string {
  const known: Partial<Record<string, ProblemSentence>> = problems;
  const sentence = (Object.hasOwn(known, code) ? known[code] : known['other']) ?? loading;
  return typeof sentence === 'string' ? sentence : sentence(details, amount => formatEuros(amount, locale, 'ceil'));
}
