import {chainName} from '../contract/chain.js';
import type {Problem} from '../contract/problem.js';
import {formatEuros} from './format.js';
import type {FirstMessages, Messages, ProblemSentence} from './messages.js';

/**
 * The sentence that tells a buyer what `problem` is; empty while only the first step's words are there and it is not among
 * them. `locked` is what the page fixed, so that nobody is told to choose another coin.
 */
export function sentenceOf(
  {code, details = {}}: Problem,
  {problems, lockedAsset}: FirstMessages & Partial<Pick<Messages, 'lockedAsset'>>,
  locale: string,
  locked?: ReadonlySet<string>,
): string {
  if (code === 'asset_not_supported' && locked?.has('asset')) return lockedAsset ?? '';
  const known: Partial<Record<string, ProblemSentence>> = problems;
  const sentence = (Object.hasOwn(known, code) ? known[code] : known['other']) ?? '';
  if (typeof sentence === 'string') return sentence;
  const {network} = details;
  const named = network === undefined ? details : {...details, network: chainName(network)};
  return sentence(named, amount => formatEuros(amount, locale, 'ceil'), locale);
}
