/** The service answered, and the answer is no. A refusal ends a step. */
export const refusals = [
  // about the request
  'invalid_request',
  'not_found',
  'origin_not_allowed',
  'body_too_large',
  'idempotency_key_missing',
  'idempotency_key_reused',
  'resume_expired',
  'customer_required',
  // about the buyer
  'email_invalid',
  'name_invalid',
  'email_not_allowed',
  'customer_exists',
  'code_wrong',
  'code_expired',
  'customer_banned',
  'customer_unknown',
  'kyc_required',
  'kyc_rejected',
  'enhanced_verification_required',
  // about the order
  'amount_invalid',
  'amount_too_low',
  'amount_too_high',
  'limit_exceeded',
  'asset_not_supported',
  'currency_not_supported',
  'payment_method_not_allowed',
  'payment_provider_failed',
  'payment_refused',
  'quote_changed',
  'amount_mismatch',
  'wallet_invalid',
  'wallet_wrong_network',
] as const;

/** Nobody answered, or not now. Says nothing about the buyer's money; the same question is asked again. */
export const silences = ['offline', 'timeout', 'busy', 'rate_limited', 'session_expired', 'bad_answer'] as const;

export type Refusal = (typeof refusals)[number];
export type Silence = (typeof silences)[number];
/** Every code that the adapter, the client and the widget use for what can go wrong. */
export type ProblemCode = Refusal | Silence;

/** What goes with a code where the buyer can use it. */
export interface ProblemDetails {
  /** The least amount, in euros, decimal text; with `amount_too_low`. */
  minimum?: string;
  /** The largest amount, in euros, decimal text; with `amount_too_high`. */
  maximum?: string;
  /** The field of the request that is wrong, for the developer; with `invalid_request` and other refusals of a request. */
  field?: string;
  /** Where the vendor lets the buyer settle it; with `kyc_required` and `enhanced_verification_required`. */
  url?: string;
  /** Tries that are left; with `code_wrong`. */
  triesLeft?: number;
  /** The chain that the address belongs to, as the vendor names it; with `wallet_wrong_network`. */
  network?: string;
}

export interface Problem {
  code: ProblemCode;
  details?: ProblemDetails | undefined;
  /** Seconds to wait before asking again. */
  retryAfter?: number | undefined;
  /** The adapter's id of the rejected request, by which its log is searched. */
  requestId?: string | undefined;
}

/** The body of every answer with a status of 400 or more. `message` is English, for the developer; never the vendor's. */
export interface ProblemAnswer extends Problem {
  message: string;
  /** Whether the same buyer can still get through, by changing something or by waiting. */
  recoverable: boolean;
  requestId: string;
}

export function isRefusal(code: ProblemCode): code is Refusal {
  return !(silences as readonly string[]).includes(code);
}
