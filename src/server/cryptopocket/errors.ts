import type {Problem, ProblemDetails, Refusal, Silence} from '../../contract/problem.js';
import type {RefusalCode} from './error-codes.js';

/**
 * CryptoPocket answered, and the answer is no. Nothing was created.
 *
 * @example
 * try {
 *   await api.registerCustomer({email, name});
 * } catch (error) {
 *   if (error instanceof CryptopocketApiError) console.error(error.code, error.vendorCode);
 *   else throw error;
 * }
 */
export class CryptopocketApiError extends Error implements Problem {
  override readonly name = 'CryptopocketApiError';

  constructor(
    readonly code: Refusal,
    /**
     * CryptoPocket's own error code, `validation` for HTTP 422, or an undocumented word in snake case. Absent if there is
     * none, for example because the request was not sent. For developers.
     */
    readonly vendorCode?: RefusalCode | 'validation' | (string & {}) | undefined,
    readonly details?: ProblemDetails,
  ) {
    super(`CryptoPocket refused: ${code}`);
  }
}

/**
 * There is no answer from CryptoPocket to rely on. After a creating call, something may or may not have been created.
 * Neither `message` nor `cause` holds a token, a secret or a body of CryptoPocket's.
 */
export class CryptopocketConnectionError extends Error implements Problem {
  override readonly name = 'CryptopocketConnectionError';
  /** Seconds after which CryptoPocket wants to be asked again. */
  readonly retryAfter: number | undefined;
  /** The request never left this process, so it changed nothing. */
  readonly notSent: boolean;
  /** The HTTP status, if there was one. */
  readonly status: number | undefined;

  constructor(
    readonly code: Silence,
    message: string,
    options: {cause?: unknown; retryAfter?: number | undefined; notSent?: boolean; status?: number} = {},
  ) {
    super(message, options.cause === undefined ? {} : {cause: options.cause});
    this.retryAfter = options.retryAfter;
    this.notSent = options.notSent ?? false;
    this.status = options.status;
  }
}

/** CryptoPocket's answer is not what its documentation, or our reading of it, says. */
export function badAnswer(what: string, cause?: unknown): CryptopocketConnectionError {
  return new CryptopocketConnectionError('bad_answer', `CryptoPocket's answer could not be understood: ${what}`, {
    cause,
  });
}

// Recognized by name, because a merchant may hand in an API client with error classes of its own. The second name of each is
// the one before version 0.2.
const API_ERROR_NAMES = ['CryptopocketApiError', 'VendorRefusal'];
const CONNECTION_ERROR_NAMES = ['CryptopocketConnectionError', 'VendorSilence'];

export function isApiError(error: unknown): error is Error & Problem {
  return error instanceof Error && API_ERROR_NAMES.includes(error.name) && 'code' in error;
}

export function isConnectionError(error: unknown): error is Error & Problem {
  return error instanceof Error && CONNECTION_ERROR_NAMES.includes(error.name) && 'code' in error;
}

/** Whether the failed request cannot have reached CryptoPocket. */
export function wasNotSent(error: unknown): boolean {
  return isConnectionError(error) && 'notSent' in error && error.notSent === true;
}
