import {chainName} from '../contract/chain.js';
import type {Problem} from '../contract/problem.js';
import {formatEuros} from './format.js';
import type {FirstMessages, ProblemSentence} from './messages.js';

/** The sentence that tells a buyer what `problem` is; none yet, where only the first step's words are there and it is not among them. */
export function sentenceOf({code, details = {}}: Problem, {problems}: FirstMessages, locale: string): string {
  const known: Partial<Record<string, ProblemSentence>> = problems;
  const sentence = (Object.hasOwn(known, code) ? known[code] : known['other']) ?? '';
  if (typeof sentence === 'string') return sentence;
  const {network} = details;
  const named = network === undefined ? details : {...details, network: chainName(network)};
  return sentence(named, amount => formatEuros(amount, locale, 'ceil'), locale);
}
