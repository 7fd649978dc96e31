import {toProblemCode} from '../contract/problem-code.js';
import {nonNegativeNumber, optional, record, string} from '../contract/decode.js';
import {ClientProblem} from './client-problem.js';
import {hintAtForeignAnswer, hintAtOrigin} from './developer-hints.js';

/** What a proxy says while the adapter behind it is away for a moment. */
const TRANSIENT_STATUSES = [408, 425, 429, 502, 503, 504];

/**
 * What an answer that is not what was asked for says. The adapter's own have a `requestId`. Another's, such as a proxy's, counts as
 * nobody's: one that is going to pass, or one that the developer of the page is told of.
 */
export async function parseProblemResponse(response: Response): Promise<ClientProblem> {
  try {
    const {code, details, requestId, retryAfter} = record(await response.json());
    const id = string(requestId);
    if (code === 'origin_not_allowed') hintAtOrigin(response.url);
    const about = details === undefined ? {} : record(details);
    return new ClientProblem(
      toProblemCode(code),
      undefined,
      {
        ...optional(about, 'minimum', string),
        ...optional(about, 'maximum', string),
        ...optional(about, 'field', string),
        ...optional(about, 'url', string),
        ...optional(about, 'triesLeft', nonNegativeNumber),
        ...optional(about, 'network', string),
      },
      retryAfter === undefined ? undefined : nonNegativeNumber(retryAfter),
      id,
    );
  } catch (cause) {
    if (TRANSIENT_STATUSES.includes(response.status)) return new ClientProblem('busy', cause);
    hintAtForeignAnswer(response.url, response.status);
    return new ClientProblem('bad_answer', cause);
  }
}
