import type {Problem, TransientError} from './problem.js';

/** What a browser's own errors are to a buyer, by name. */
const codeByErrorName: Partial<Record<string, TransientError>> = {TimeoutError: 'timeout', SyntaxError: 'bad_answer'};

/** Whether an answer's body was no JSON; in Safari the error is a `DOMException`. */
export function isJsonSyntaxError(error: unknown): boolean {
  return error instanceof Error && error.name === 'SyntaxError';
}

/** What went wrong, as the flow speaks of it. An error without a code of ours is the network's: nobody answered. */
export function toProblem(error: unknown): Problem {
  const {code, details, retryAfter, requestId, name = ''} = Object(error) as Partial<Problem & Error>;
  // Others have codes, too: numbers, or words in capitals.
  return typeof code === 'string' && /^[a-z_]+$/.test(code)
    ? {code, details, retryAfter, requestId}
    : {code: codeByErrorName[name] ?? 'offline'};
}
