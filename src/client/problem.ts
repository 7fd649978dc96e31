import {toProblemCode} from '../contract/problem-code.js';
import {optional} from '../contract/read-field.js';
import {count, object, text} from '../contract/read.js';
import {ClientProblem} from './client-problem.js';

/**
 * What an answer with a status of 400 or more says. One that is not the adapter's own, such as a proxy's, counts as
 * nobody's answer; the adapter's have a `requestId`.
 */
export async function problemFrom(response: Response): Promise<ClientProblem> {
  try {
    const {code, details, requestId, retryAfter} = object(await response.json());
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
      text(requestId),
    );
  } catch (cause) {
    return new ClientProblem('busy', cause);
  }
}
