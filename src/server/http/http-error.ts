import type {Problem, ProblemCode, ProblemDetails} from '../../contract/problem.js';

interface HttpErrorDefinition {
  readonly status: number;
  /** English, for developers. */
  readonly message: string;
  /** Whether the buyer can still succeed, by changing something or by waiting. */
  readonly recoverable: boolean;
}

const no = (status: number, message: string): HttpErrorDefinition => ({status, message, recoverable: false});
const retry = (status: number, message: string): HttpErrorDefinition => ({status, message, recoverable: true});

/** HTTP status and message of every error code of the adapter. */
export const httpErrors: Record<ProblemCode, HttpErrorDefinition> = {
  invalid_request: no(400, 'The request is not of the form that this route takes.'),
  not_found: no(404, 'There is no such thing, or it is not this buyer’s.'),
  origin_not_allowed: no(403, 'This origin is not the adapter’s own and not among allowedOrigins.'),
  body_too_large: no(413, 'The body is larger than any request to this route.'),
  idempotency_key_missing: no(400, 'The header Idempotency-Key is missing or longer than 255 characters.'),
  idempotency_key_reused: no(422, 'This Idempotency-Key was used for a different request.'),
  resume_expired: no(403, 'The purchase can no longer be resumed; start a new session.'),
  customer_required: retry(403, 'The session owns no customer yet.'),
  email_invalid: retry(422, 'This is not an e-mail address.'),
  name_invalid: retry(422, 'The name is missing or too long.'),
  email_not_allowed: retry(422, 'The vendor takes no disposable e-mail addresses.'),
  customer_exists: no(
    409,
    'This e-mail is registered already. Configure sendCode (or identify) so that returning buyers can prove who they are.',
  ),
  code_wrong: retry(422, 'The code is not the one that was sent.'),
  code_expired: retry(422, 'There is no code to compare with any more; ask for a new one.'),
  customer_banned: no(403, 'The vendor does not serve this customer.'),
  customer_unknown: no(409, 'The vendor does not know this customer.'),
  kyc_required: retry(409, 'The vendor wants the identity check to be done first.'),
  kyc_rejected: no(409, 'The vendor rejected the identity check.'),
  enhanced_verification_required: retry(409, 'The vendor wants an enhanced verification for this amount.'),
  amount_invalid: retry(422, 'The amount is not euros as decimal text, such as 50.00.'),
  amount_too_low: retry(422, 'The amount is below the vendor’s minimum.'),
  amount_too_high: retry(422, 'The amount is above the largest one that this adapter sells.'),
  limit_exceeded: retry(422, 'The buyer’s limit for card purchases in this quarter is used up.'),
  asset_not_supported: retry(422, 'The vendor does not sell this asset on this chain.'),
  currency_not_supported: no(422, 'The vendor takes euros only here.'),
  payment_method_not_allowed: retry(422, 'The vendor does not allow this payment method for this merchant.'),
  payment_provider_failed: retry(502, 'The payment provider did not create the payment.'),
  payment_refused: retry(502, 'The vendor refused the payment for a reason that is not documented.'),
  quote_changed: retry(409, 'The price is worse by more than 1 % than the one that the buyer agreed to.'),
  amount_mismatch: no(502, 'The vendor recorded another payment than the one asked for; it is not handed out.'),
  wallet_invalid: retry(422, 'This is no address of a wallet on the order’s chain.'),
  wallet_wrong_network: retry(422, 'This is an address of a wallet on another chain.'),
  offline: retry(502, 'The vendor could not be reached.'),
  timeout: retry(504, 'The vendor did not answer in time.'),
  busy: retry(503, 'The service cannot answer now.'),
  rate_limited: retry(429, 'Too many requests.'),
  session_expired: retry(401, 'The session is missing, expired, or not for this origin.'),
  bad_answer: retry(502, 'The vendor’s answer could not be understood.'),
};

/** An error that the adapter itself raises. The handler turns it into an HTTP answer. `retryAfter` is in seconds. */
export class HttpError extends Error implements Problem {
  override readonly name = 'HttpError';

  constructor(
    readonly code: ProblemCode,
    readonly details?: ProblemDetails,
    readonly retryAfter?: number,
  ) {
    super(httpErrors[code].message);
  }
}
