import {toProblemCode, type Problem, type ProblemCode, type ProblemDetails} from '../contract/problem.js';
import {count, object, optional, text} from '../contract/read.js';

/** What the adapter answered instead of what was asked for, or why nothing was answered. */
export class ClientProblem extends Error implements Problem {
  override readonly name = 'ClientProblem';

  constructor(
    readonly code: ProblemCode,
    cause?: unknown,
    readonly details?: ProblemDetails,
    readonly retryAfter?: number,
  ) {
    super(code, {cause});
  }
}

/**
 * What an answer with a status of 400 or more says. One that is not the adapter's own, such as a proxy's, counts as
 * nobody's answer; the adapter's have a `requestId`.
 */
export async function problemFrom(response: Response): Promise<ClientProblem> {
  try {
    const {code, details, requestId, retryAfter} = object(await response.json());
    text(requestId);
    const about = details === undefined ? {} : object(details);
    return new ClientProblem(
      toProblemCode(code),
      undefined,
      {...optional(about, 'minimum', text), ...optional(about, 'url', text), ...optional(about, 'triesLeft', count)},
      retryAfter === undefined ? undefined : count(retryAfter),
    );
  } catch (cause) {
    return new ClientProblem('busy', cause);
  }
}
