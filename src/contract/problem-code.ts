import type {ProblemCode} from './problem.js';

/**
 * `code` as one of ours. An adapter newer than this widget may say no with a word that is not known here yet: that is a
 * refusal all the same. What is no word at all counts as a garbled answer.
 */
export function toProblemCode(code: unknown): ProblemCode {
  return typeof code === 'string' && /^[a-z]+(?:_[a-z]+)*$/.test(code) ? (code as ProblemCode) : 'bad_answer';
}
