/**
 * Ambiguities of the vendor's documentation, with the variants that a client must support. The first variant is the default.
 */
export const quirkChoices = {
  authenticate: ['nested', 'flat', 'text'],
  registerUser: ['nested', 'flat'],
  kycCheck: ['flat', 'nested'],
  quote: ['flat', 'nested'],
  tokens: ['number', 'text'],
  errorCode: ['error', 'message'],
  kycLink: ['text', 'object'],
} as const;

export type QuirkName = keyof typeof quirkChoices;
export type Quirks = {[Name in QuirkName]: (typeof quirkChoices)[Name][number]};

/** Labels of the quirks on the control page. */
export const quirkLabels: Record<QuirkName, string> = {
  authenticate: 'authenticate: where the token is',
  registerUser: 'registerUser: where id and kyc_form_url are',
  kycCheck: 'kyc/check: where kyc_status is',
  quote: 'quote: where tokens is',
  tokens: 'quote: how tokens is written',
  errorCode: 'errors: which field has the code',
  kycLink: 'require_kyc: what data is',
};

export interface Settings {
  quirks: Quirks;
  /** Milliseconds of one automatic step, such as from `payment_received` to `coins_sent`. */
  settleMs: number;
  tokenLifetimeMs: number;
}

export function defaultSettings(): Settings {
  return {
    quirks: {
      authenticate: 'nested',
      registerUser: 'nested',
      kycCheck: 'flat',
      quote: 'flat',
      tokens: 'number',
      errorCode: 'error',
      kycLink: 'text',
    },
    settleMs: 2000,
    tokenLifetimeMs: 10 * 60 * 1000,
  };
}
