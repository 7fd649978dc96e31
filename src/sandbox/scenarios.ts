import {toCents} from './coins.js';

/**
 * A magic value of the sandbox. These are the sandbox's own; the rules of the vendor's test environment are unknown. The
 * control page and the README show the list, and a test verifies every row.
 */
export interface MagicValue {
  group: string;
  value: string;
  outcome: string;
}

/** The vendor's codes for a payment that is not created. */
export type CreationError =
  | 'authorization_incorrect'
  | 'fail_mandatory_field'
  | 'user_not_found'
  | 'user_banned'
  | 'require_kyc'
  | 'kyc_reinforced_required'
  | 'guided_payment_eur_only'
  | 'limit_exceded'
  | 'coin_not_supported'
  | 'min_purchase'
  | 'method_not_allowed'
  | 'error_payment_creation';

export type CreationScenario = CreationError | 'authorization_incorrect_once' | 'exception';

/** The course of a payment after the buyer has paid. */
export type PaymentScenario = 'usual' | 'started' | 'bank' | 'received' | 'rejected' | 'unlisted' | 'slow' | 'euros';

export const minimumCents = 1000n;
export const quarterlyCardCents = 200_000n;

/** An undocumented status word, to test that a client tolerates it. */
export const unlistedPaymentStatus = 'under_review';
export const unlistedKycStatus = 'waiting_documents';

const creation: [amount: string, scenario: CreationScenario, outcome: string][] = [
  ['400.01', 'authorization_incorrect_once', 'authorization_incorrect; goes through with a fresh token'],
  ['400.02', 'fail_mandatory_field', 'fail_mandatory_field'],
  ['400.03', 'user_not_found', 'user_not_found'],
  ['400.04', 'user_banned', 'user_banned'],
  ['400.05', 'require_kyc', 'require_kyc with the link; goes through after the check is done again'],
  ['400.06', 'kyc_reinforced_required', 'kyc_reinforced_required with the link; goes through once the form is sent'],
  ['400.07', 'guided_payment_eur_only', 'guided_payment_eur_only (createGuidedPayment only)'],
  ['400.08', 'limit_exceded', 'limit_exceded'],
  ['400.09', 'coin_not_supported', 'coin_not_supported'],
  ['400.10', 'min_purchase', 'min_purchase, although it is not below the minimum'],
  ['400.11', 'method_not_allowed', 'method_not_allowed (documented for createPayment; here for both)'],
  ['400.12', 'error_payment_creation', 'error_payment_creation (documented for createPayment; here for both)'],
  ['400.13', 'exception', 'the text of an exception instead of a code (createGuidedPayment only)'],
  ['400.14', 'authorization_incorrect', 'authorization_incorrect, whatever the token'],
];

const payment: [amount: string, scenario: PaymentScenario, outcome: string][] = [
  ['500.01', 'started', 'stays started, although the buyer paid'],
  ['500.02', 'bank', 'stays pending_bank'],
  ['500.03', 'received', 'stays payment_received'],
  ['500.04', 'rejected', 'payment_rejected'],
  ['500.05', 'unlisted', `the undocumented word ${unlistedPaymentStatus} for a while, then coins_sent`],
  ['500.06', 'slow', 'coins_sent, but every step takes 15 times as long'],
  ['500.07', 'euros', 'payment/{id} has euros where cents belong'],
];

/** Each quote for this amount gives less than the one before. */
const fallingAmount = '600.01';

/** Result of the identity check by the tag after the `+` of the email. */
const kycTags: [tag: string, kyc: readonly [first: string, later?: string], outcome: string][] = [
  ['review', ['processing', 'valid'], 'processing for a while, then valid'],
  ['reject', ['fail'], 'fail'],
  ['review-reject', ['processing', 'fail'], 'processing for a while, then fail'],
  ['unlisted', [unlistedKycStatus, 'valid'], `the undocumented word ${unlistedKycStatus} for a while, then valid`],
];

export interface Seed {
  email: string;
  name: string;
  kyc: string;
  banned?: true;
  /** Must submit the form of the enhanced verification before any payment. */
  reinforced?: true;
  outcome: string;
}

/** The customers of a new sandbox. */
export const seeds: readonly Seed[] = [
  {email: 'returning@example.org', name: 'Rita Returning', kyc: 'valid', outcome: 'a customer: valid'},
  {email: 'reviewing@example.org', name: 'Rosa Reviewing', kyc: 'processing', outcome: 'a customer: processing'},
  {email: 'rejected@example.org', name: 'Raul Rejected', kyc: 'fail', outcome: 'a customer: fail'},
  {email: 'unfinished@example.org', name: 'Uma Unfinished', kyc: 'unused', outcome: 'a customer: unused'},
  {
    email: 'banned@example.org',
    name: 'Bruno Banned',
    kyc: 'valid',
    banned: true,
    outcome: 'a customer: valid, but payments answer user_banned',
  },
  {
    email: 'reinforced@example.org',
    name: 'Remedios Reinforced',
    kyc: 'valid',
    reinforced: true,
    outcome: 'a customer: valid, but payments answer kyc_reinforced_required until the form is sent',
  },
];

const disposableDomain = 'disposable.example';

type RegistrationError = 'authorization_incorrect' | 'email_not_allowed' | 'unexpected_error';
const registration: [email: string, error: RegistrationError, outcome: string][] = [
  ['unexpected@example.org', 'unexpected_error', 'unexpected_error'],
  ['unauthorized@example.org', 'authorization_incorrect', 'authorization_incorrect, whatever the token'],
];

export type DocumentError = 'authorization_incorrect' | 'user_not_in_integration' | 'user_not_found' | 'invalid_file';
const documents: [file: string, error: DocumentError, outcome: string][] = [
  ['unauthorized.pdf', 'authorization_incorrect', 'authorization_incorrect, whatever the token'],
  ['other-integration.pdf', 'user_not_in_integration', 'user_not_in_integration, with HTTP 403'],
  ['no-customer.pdf', 'user_not_found', 'user_not_found, with HTTP 404'],
  ['unreadable.pdf', 'invalid_file', 'invalid_file, with HTTP 422'],
];
const filesOrigin = 'https://files.example.org/';

/** The only documented status word of an off-ramp. */
export const finished = 'finished';
/** The status before that: the sandbox's own word. */
export const awaitingCoins = 'sandbox_awaiting_coins';
export const coinsReceived = 'sandbox_coins_received';

type OffRampScenario = 'usual' | 'awaiting' | 'received';
const offRamp: [coins: string, scenario: OffRampScenario, outcome: string][] = [
  ['700.01', 'awaiting', `stays ${awaitingCoins}`],
  ['700.02', 'received', `stays ${coinsReceived}`],
];

export const magicValues: readonly MagicValue[] = [
  ...seeds.map(({email, outcome}) => ({group: 'E-mail', value: email, outcome})),
  {group: 'E-mail', value: 'any other, such as ada@example.org', outcome: 'registers; the check approves at once'},
  ...kycTags.map(([tag, , outcome]) => ({
    group: 'E-mail',
    value: `ada+${tag}@example.org`,
    outcome: `registers; the check gives ${outcome}`,
  })),
  {group: 'Registration', value: `ada@${disposableDomain}`, outcome: 'email_not_allowed'},
  ...registration.map(([value, , outcome]) => ({group: 'Registration', value, outcome})),
  {group: 'Registration', value: 'an e-mail that is registered', outcome: 'user_already_exists'},
  {group: 'Registration', value: 'a company without a name or an e-mail', outcome: 'what is missing, with HTTP 422'},
  {group: 'Registration', value: 'delegated KYC', outcome: 'what the check gives for the e-mail, at once'},
  ...documents.map(([file, , outcome]) => ({group: 'Document', value: filesOrigin + file, outcome})),
  {group: 'Document', value: 'a customer that there is not', outcome: 'user_not_found, with HTTP 404'},
  {group: 'Document', value: 'neither base64 nor an address', outcome: 'invalid_file, with HTTP 422'},
  {group: 'Document', value: 'a type that is not listed', outcome: 'what is wrong, with HTTP 422'},
  ...creation.map(([value, , outcome]) => ({group: 'Amount: creating', value, outcome})),
  ...payment.map(([value, , outcome]) => ({group: 'Amount: paying', value, outcome})),
  {group: 'Amount: quote', value: fallingAmount, outcome: 'every quote gives 2 % less than the one before'},
  ...offRamp.map(([value, , outcome]) => ({group: 'Coins: selling', value, outcome})),
  {
    group: 'Coins: selling',
    value: 'any other amount',
    outcome: `the coins arrive by themselves: ${awaitingCoins}, ${coinsReceived}, ${finished}`,
  },
  {group: 'Rule', value: 'less than 10.00', outcome: 'min_purchase'},
  {group: 'Rule', value: 'more than 2,000.00 by card in a quarter', outcome: 'limit_exceded'},
  {group: 'Rule', value: 'BUSD on bsc, and every pair not listed', outcome: 'coin_not_supported'},
  {group: 'Rule', value: 'guided payment in another currency', outcome: 'guided_payment_eur_only'},
  {group: 'Rule', value: 'a customer who is not valid', outcome: 'require_kyc with the link'},
  {group: 'Rule', value: 'createPayment by transfer', outcome: 'the transfer arrives by itself after a while'},
];

const byCents = <Scenario>(rows: [amount: string, scenario: Scenario, outcome: string][]) =>
  new Map(rows.map(([amount, scenario]) => [toCents(amount), scenario]));
const creationByCents = byCents(creation);
const paymentByCents = byCents(payment);

export function creationScenario(cents: bigint): CreationScenario | undefined {
  return creationByCents.get(cents);
}

export function paymentScenario(cents: bigint): PaymentScenario {
  return paymentByCents.get(cents) ?? 'usual';
}

/** Percentage of the usual coins in the quote that follows `before` others for the same amount. */
export function quotePercent(cents: bigint, before: number): bigint {
  return cents === toCents(fallingAmount) ? BigInt(Math.max(50, 100 - 2 * before)) : 100n;
}

/** Result of the identity check: the immediate status, and the later one if there is one. */
export function kycDecision(email: string): readonly [first: string, later?: string] {
  const tag = /\+([^@]*)@/.exec(email)?.[1]?.toLowerCase();
  return kycTags.find(([name]) => name === tag)?.[1] ?? ['valid'];
}

export function registrationError(email: string): RegistrationError | undefined {
  const lower = email.toLowerCase();
  if (lower.endsWith(`@${disposableDomain}`)) return 'email_not_allowed';
  return registration.find(([magic]) => magic === lower)?.[1];
}

export function documentError(file: string): DocumentError | undefined {
  return documents.find(([name]) => filesOrigin + name === file)?.[1];
}

export interface Step {
  status: string;
  /** Delay after the payment, in steps of `settleMs`. */
  after: number;
}

/** The automatic steps of an off-ramp of `coins`, as decimal text. */
export function stepsAfterSelling(coins: string): Step[] {
  const steps = [
    {status: coinsReceived, after: 2},
    {status: finished, after: 4},
  ];
  switch (offRamp.find(([magic]) => magic === coins)?.[1] ?? 'usual') {
    case 'awaiting':
      return [];
    case 'received':
      return steps.slice(0, 1);
    case 'usual':
      return steps;
  }
}

/** The automatic steps of a payment after the buyer has paid. */
export function stepsAfterPaying(scenario: PaymentScenario, byTransfer: boolean): Step[] {
  const bank: Step[] = byTransfer ? [{status: 'pending_bank', after: 0}] : [];
  const paid = byTransfer ? 2 : 0;
  const received = {status: 'payment_received', after: paid};
  switch (scenario) {
    case 'started':
      return [];
    case 'bank':
      return [{status: 'pending_bank', after: 0}];
    case 'received':
      return [...bank, received];
    case 'rejected':
      return [...bank, {status: 'payment_rejected', after: paid}];
    case 'unlisted':
      return [...bank, {status: unlistedPaymentStatus, after: paid}, {status: 'coins_sent', after: paid + 4}];
    case 'slow':
      return [...bank, received, {status: 'coins_sent', after: paid + 1}].map(({status, after}) => ({
        status,
        after: after * 15,
      }));
    case 'usual':
    case 'euros':
      return [...bank, received, {status: 'coins_sent', after: paid + 1}];
  }
}
