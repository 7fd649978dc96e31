/**
 * What the vendor's documentation leaves open, or prints in more than one way, with the readings that a client has to
 * bear. The first of each list is what the sandbox does unless told otherwise.
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

/** What each quirk is about, for the control page. */
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
  /** How long one step of a change that takes its time lasts, such as from `payment_received` to `coins_sent`. */
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
