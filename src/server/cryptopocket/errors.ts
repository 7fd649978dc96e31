import type {Problem, ProblemDetails, Refusal, Silence} from '../../contract/problem.js';
import type {RefusalCode} from './error-codes.js';

/** The vendor answered, and the answer is no: nothing was created. */
export class VendorRefusal extends Error implements Problem {
  override readonly name = 'VendorRefusal';

  constructor(
    readonly code: Refusal,
    /**
     * The vendor's own code, `validation` for HTTP 422, or a word in snake case that is not documented; absent where
     * there is none, as when the question was not even put. For developers.
     */
    readonly vendorCode?: RefusalCode | 'validation' | (string & {}) | undefined,
    readonly details?: ProblemDetails,
  ) {
    super(`CryptoPocket refused: ${code}`);
  }
}

/**
 * There is no answer to rely on. Not thrown for a plain no. After a creating call it leaves open whether something
 * was created. `message` is ours: no token, secret or body of the vendor's is in it or in `cause`.
 */
export class VendorSilence extends Error implements Problem {
  override readonly name = 'VendorSilence';
  /** Seconds after which the vendor wants to be asked again. */
  readonly retryAfter: number | undefined;
  /** The call never left this process, so it changed nothing at the vendor. */
  readonly notSent: boolean;
  /** The HTTP status, where there was one. */
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

/** The vendor said something that is not what its documentation, or our reading of it, says. */
export function badAnswer(what: string, cause?: unknown): VendorSilence {
  return new VendorSilence('bad_answer', `CryptoPocket's answer could not be understood: ${what}`, {cause});
}

/** Whether the vendor cannot have heard of the call that failed with `error`. */
export function wasNotSent(error: unknown): boolean {
  return isFromVendor(error, 'VendorSilence') && 'notSent' in error && error.notSent === true;
}

/** By name, as a merchant's own `Vendor` may have errors of its own. */
export function isFromVendor(error: unknown, name: 'VendorRefusal' | 'VendorSilence'): error is Error & Problem {
  return error instanceof Error && error.name === name && 'code' in error;
}
