/** A question that the vendor's documentation leaves open, and our interpretation until the vendor answers it. */
interface Assumption {
  /** The function or constant of `assumptions.ts` that implements it. */
  readonly name: string;
  readonly about: string;
  readonly reading: string;
}

/** All assumptions, for the documentation. */
export const assumptions: readonly Assumption[] = [
  {
    name: 'tokenIn',
    about: 'The answer of `POST /authenticate`, and how long a token lives',
    reading:
      'The token is the first text among `data.token`, `token`, `data.auth`, `auth` and `data`. It is kept until the vendor refuses it, then replaced once.',
  },
  {
    name: 'isTokenRefused',
    about: 'How an expired token is refused, besides `authorization_incorrect`',
    reading: 'HTTP 401 without a known code means the same.',
  },
  {
    name: 'topOrData',
    about: 'Where `id`, `kyc_form_url`, `kyc_status` and `tokens` sit in their answers',
    reading: 'At the top level, or else under `data`.',
  },
  {
    name: 'isSuccess',
    about: 'The spelling of success: `ok`, `success`, `sucess`',
    reading: 'Each of them everywhere, ignoring case.',
  },
  {
    name: 'isBare',
    about:
      'Whether the answers of authenticate, quote, available-assets, kyc/check, registerUser, its kyc-delegated, onboarding-form and the bank accounts carry a `status`',
    reading: 'They may come without one; what was asked for has to be there all the same.',
  },
  {
    name: 'codeIn',
    about: 'Whether an error code is in `error` or in `message`',
    reading: 'In `error`, then in `message`, at the start of the text, whatever the HTTP status.',
  },
  {
    name: 'isCodeLike',
    about: 'Errors of the creating calls that are not documented, and the free exception text of createGuidedPayment',
    reading:
      'Both refuse what was asked for, since it was not handed out; a word in snake case is kept for developers, other text is not.',
  },
  {
    name: 'minimumIn',
    about: 'How the message of `min_purchase` includes the minimum',
    reading: 'As its only number, in euros; otherwise no minimum is shown.',
  },
  {
    name: 'linkIn',
    about:
      'The form of `data` with `require_kyc`, the place of the `onboarding_link`, the answer of `POST /onboarding-form`',
    reading: 'The text itself, or the first link inside; `https:` only, `http:` on localhost.',
  },
  {
    name: 'refusedField',
    about: 'Whether HTTP 422 comes from calls other than `POST /register/company`',
    reading: 'It may, in the same form; the fields it names say what is refused, and nothing was created.',
  },
  {
    name: 'rowsIn',
    about: 'Where the list is in the answers of `GET /available-assets`, `GET /banking/accounts` and its transactions',
    reading:
      'The answer itself, `data`, or the first list in it. Rows of accounts and transactions are handed out as they are.',
  },
  {
    name: 'assetsIn',
    about: 'How `GET /available-assets` names coins and chains',
    reading:
      'As objects with `symbol` (or `coin_symbol`) and `chain` (or `coin_chain`, `blockchain`); chains in lower case.',
  },
  {
    name: 'toPaymentType',
    about: 'The case of payment types, printed as `card`, `PSD2`, `TRANSFER` and `psd2`, `transfer`',
    reading: 'Those three are sent in lower case, others unchanged; the type is always sent.',
  },
  {
    name: 'toUserId',
    about: 'Whether a customer id is a number or text',
    reading: 'Either is read, and compared as text; digits are sent as a number.',
  },
  {
    name: 'fiatSymbol',
    about: 'Whether a guided payment takes `fiat_symbol`',
    reading: '`EUR` is always sent.',
  },
  {
    name: 'toKycStatus',
    about: 'KYC words besides `valid`, `fail`, `processing` and `unused`',
    reading: 'In progress.',
  },
  {
    name: 'toPaymentStatus',
    about: 'Payment words besides `started`, `pending_bank`, `payment_received` and `coins_sent`',
    reading: '`payment_rejected` is a failure; any other is not final and shown to developers only.',
  },
  {
    name: 'isSameEmail',
    about: 'Whether the e-mail filter of `GET /customers/list` matches exactly',
    reading: 'It may not: pages are looked through for the same e-mail, ignoring case.',
  },
  {
    name: 'delegatedCustomerIn',
    about: 'The fields that `POST /registerUser/kyc-delegated` takes, and what it answers',
    reading:
      'The fields are sent as they are given; `id` and `kyc_status` are read where there are any, and the whole answer is handed out.',
  },
  {
    name: 'offRampPaths',
    about: 'Whether the off-ramp still has the paths of the older pages',
    reading: 'It does: `POST /createRampoff` and `GET /getRampoff` are called as they are printed there.',
  },
  {
    name: 'toOffRampStatus',
    about: 'Off-ramp words besides `finished`',
    reading: 'Not final, and kept for developers.',
  },
  {
    name: 'offRampCoins',
    about: 'The unit of `amount` in `GET /getRampoff`, which only a sample shows',
    reading:
      'The coin’s smallest, of which one coin has 10 to the power of `decimals`; left out where it is not whole.',
  },
  {
    name: 'bankAccountsPath',
    about: 'Where the bank accounts are listed',
    reading: '`GET /banking/accounts`, where the path of their transactions begins.',
  },
];
