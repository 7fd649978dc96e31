import type {Problem, ProblemCode, ProblemDetails} from '../contract/problem.js';

/** What the adapter answered instead of what was asked for, or why nothing was answered. */
export class ClientProblem extends Error implements Problem {
  override readonly name = 'ClientProblem';

  constructor(
    readonly code: ProblemCode,
    cause?: unknown,
    readonly details?: ProblemDetails,
    readonly retryAfter?: number,
    readonly requestId?: string,
  ) {
    super(code, {cause});
  }
}
