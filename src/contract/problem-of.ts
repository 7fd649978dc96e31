import type {Problem, Silence} from './problem.js';

/** What a browser's own errors are to a buyer, by name. */
const silenceOf: Partial<Record<string, Silence>> = {TimeoutError: 'timeout', SyntaxError: 'bad_answer'};

/** Whether an answer's body was no JSON; in Safari the error is a `DOMException`. */
export function isNoJson(error: unknown): boolean {
  return error instanceof Error && error.name === 'SyntaxError';
}

/** What went wrong, as the flow speaks of it. An error without a code of ours is the network's: nobody answered. */
export function problemOf(error: unknown): Problem {
  const {code, details, retryAfter, requestId, name = ''} = Object(error) as Partial<Problem & Error>;
  // Others have codes, too: numbers, or words in capitals.
  return typeof code === 'string' && /^[a-z_]+$/.test(code)
    ? {code, details, retryAfter, requestId}
    : {code: silenceOf[name] ?? 'offline'};
}
