import type {Refusal} from '../../contract/problem.js';

/**
 * Maps the vendor's error codes to ours. Documented on `create-guided-payment-intent-4394353e0`,
 * `create-payment-intend-4200039e0`, `create-company-customer-4398184e0` and `upload-customer-document-4398183e0`. The
 * vendor spells `limit_exceded` this way. A code means the same for every call and HTTP status.
 */
export const refusalByCode = {
  min_purchase: 'amount_too_low',
  limit_exceded: 'limit_exceeded',
  coin_not_supported: 'asset_not_supported',
  require_kyc: 'kyc_required',
  kyc_reinforced_required: 'enhanced_verification_required',
  user_banned: 'customer_banned',
  user_not_found: 'customer_unknown',
  user_not_in_integration: 'customer_unknown',
  fail_mandatory_field: 'customer_unknown',
  guided_payment_eur_only: 'currency_not_supported',
  method_not_allowed: 'payment_method_not_allowed',
  error_payment_creation: 'payment_provider_failed',
  user_already_exists: 'customer_exists',
  email_not_allowed: 'email_not_allowed',
  invalid_file: 'invalid_request',
} as const satisfies Record<string, Refusal>;

/** `authorization_incorrect`: the token is invalid, expired or not allow-listed. `unexpected_error`: an internal error. */
const silentCodes = {authorization_incorrect: 'busy', unexpected_error: 'busy'} as const;

export type RefusalCode = keyof typeof refusalByCode;
export type VendorCode = RefusalCode | keyof typeof silentCodes;

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalByCode, code);
}

function isVendorCode(code: string): code is VendorCode {
  return isRefusalCode(code) || Object.hasOwn(silentCodes, code);
}

/** All codes of the vendor. */
export const vendorCodes: readonly VendorCode[] = [...Object.keys(refusalByCode), ...Object.keys(silentCodes)].filter(
  isVendorCode,
);
