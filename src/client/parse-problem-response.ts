import {toProblemCode} from '../contract/problem-code.js';
import {optional} from '../contract/read-field.js';
import {count, object, text} from '../contract/read.js';
import {ClientProblem} from './client-problem.js';
import {hintAtForeignAnswer, hintAtOrigin} from './developer-hints.js';

/** What a proxy says while the adapter behind it is away for a moment. */
const passing = [408, 425, 429, 502, 503, 504];

/**
 * What an answer that is not what was asked for says. The adapter's own have a `requestId`. Another's, such as a proxy's, counts as
 * nobody's: one that is going to pass, or one that the developer of the page is told of.
 */
export async function problemFrom(response: Response): Promise<ClientProblem> {
  try {
    const {code, details, requestId, retryAfter} = object(await response.json());
    const id = text(requestId);
    if (code === 'origin_not_allowed') hintAtOrigin(response.url);
    const about = details === undefined ? {} : object(details);
    return new ClientProblem(
      toProblemCode(code),
      undefined,
      {
        ...optional(about, 'minimum', text),
        ...optional(about, 'maximum', text),
        ...optional(about, 'field', text),
        ...optional(about, 'url', text),
        ...optional(about, 'triesLeft', count),
        ...optional(about, 'network', text),
      },
      retryAfter === undefined ? undefined : count(retryAfter),
      id,
    );
  } catch (cause) {
    if (passing.includes(response.status)) return new ClientProblem('busy', cause);
    hintAtForeignAnswer(response.url, response.status);
    return new ClientProblem('bad_answer', cause);
  }
}
