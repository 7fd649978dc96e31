import type {KycStatus} from '../../contract/kyc.js';
import type {DocumentType} from './document-types.js';
import type {Vendor, WebhookType} from './types.js';

export type {DocumentType} from './document-types.js';

/** A company, as `POST /register/company` returns it. Documented, `create-company-customer-4398184e0`. */
export interface RegisteredCompany {
  /** The customer's id. Usually digits; compare as text. */
  id: string;
  /** The company's public UUID. */
  uuid: string;
  /** URL of the company's verification (KYB), valid for 90 days. **Secret**: only for the company, never log it. */
  kybUrl: string;
  /** Password of `kybUrl`, 12 characters. **Secret**. No documented call returns it again. */
  password: string;
}

/** A customer, as `POST /registerUser/kyc-delegated` returns it. Contains the fields that could be recognized. */
export interface DelegatedCustomer {
  /** Absent if it is in none of the places that other calls use. */
  id?: string;
  kyc?: KycStatus;
  /** The whole answer as parsed JSON, numbers as decimal text. Its shape is unknown. It may contain personal data. */
  answer: unknown;
}

/** A document about a customer. Documented, `upload-customer-document-4398183e0`. */
export interface DocumentUpload {
  customerId: string;
  type: DocumentType;
  /**
   * The content as a `data:<mime>;base64,…` URL, or a public http(s) URL that the vendor fetches. The accepted sizes and
   * formats are unknown.
   */
  file: string;
}

/** An order to sell coins. Documented on an older page, `create-rampoff-opetation-4200046e0`. */
export interface OffRampOrder {
  customerId: string;
  /** Coins (not their smallest units), decimal text. */
  amount: string;
  asset: string;
  /** The chain of the coins. Not needed for Latin America. */
  chain?: string | undefined;
  /** IBAN of the account that receives the money. Not needed for Latin America. */
  iban?: string | undefined;
  /** For Latin America only. */
  bankName?: string | undefined;
}

/** `completed` is the vendor's `finished`, the only documented word. Any other word is `unknown` and not final. */
export type OffRampStatus = 'completed' | 'unknown';

/** A sale of coins. Example-only, on an older page, `get-rampoff-status-4200045e0`. */
export interface VendorOffRamp {
  id: string;
  status: OffRampStatus;
  /** The vendor's own word for `status`; for developers. */
  vendorStatus: string;
  asset?: string;
  chain?: string;
  /** Coins, decimal text with all digits of the coin. Converted from the vendor's smallest units. */
  amount?: string;
  /** Proceeds of the sale, decimal text in units of the currency (not cents). The vendor does not name the currency. */
  fiatAmount?: string;
}

/** A list whose rows are not documented. */
export interface RawRows {
  /** Each as parsed JSON, numbers as decimal text. */
  rows: unknown[];
  /** The whole answer. Pagination is undocumented. */
  answer: unknown;
}

/**
 * The rest of CryptoPocket's API, for a merchant's back office. Browsers cannot reach it through the adapter. Calls fail as
 * those of `Vendor` do: with a `CryptopocketApiError`, whose `vendorCode` is the vendor's own word, or with a
 * `CryptopocketConnectionError`. Calls that change something are sent once.
 */
export interface BackOffice {
  /**
   * `POST /register/company`: registers a company. The answer contains secrets. An email has up to 254 characters, a name up
   * to 255. Documented; `create-company-customer-4398184e0`.
   * @throws {CryptopocketApiError} with `vendorCode` `user_already_exists`, `email_not_allowed` or `validation`.
   */
  registerCompany(company: {email: string; companyName: string}): Promise<RegisteredCompany>;
  /**
   * `POST /registerUser/kyc-delegated`: registers a customer whose identity you have verified yourself. `body` contains
   * personal or company data, images of both sides of a document and biometric captures. The names of these fields are
   * unknown, so it is sent unchanged. Path and purpose are documented, everything else is unknown;
   * `create-customer-with-delegated-kyc-4350868e0`.
   */
  registerCustomerWithDelegatedKyc(body: Readonly<Record<string, unknown>>): Promise<DelegatedCustomer>;
  /**
   * `POST /customers/{user_id}/documents`: uploads a document. Documented; `upload-customer-document-4398183e0`.
   * @throws {CryptopocketApiError} with `vendorCode` `user_not_found` (HTTP 404), `user_not_in_integration` (403),
   * `invalid_file` (422) or an undocumented word. `invalid_request`, without sending anything, if `file` has neither of the
   * two forms.
   */
  uploadDocument(document: DocumentUpload): Promise<void>;
  /**
   * `POST /createRampoff`: sells coins. `wallet` is the address to which the customer sends them. Documented on an older page;
   * we assume that the path is still valid. Errors are unknown; `create-rampoff-opetation-4200046e0`.
   */
  createOffRamp(order: OffRampOrder): Promise<{id: string; wallet: string}>;
  /** `GET /getRampoff`: returns a sale. Only an example on an older page, path as above; `get-rampoff-status-4200045e0`. */
  offRamp(id: string): Promise<VendorOffRamp>;
  /** `GET /banking/accounts`: lists the integration's own accounts. Path inferred, answer unknown; `list-account-transactions-4407078e0`. */
  bankAccounts(): Promise<RawRows>;
  /** `GET /banking/accounts/{iban}/transactions`: lists transactions. Path documented, answer unknown; page as above. */
  bankAccountTransactions(iban: string): Promise<RawRows>;
  /**
   * `POST /updateWebhookSubscription`: changes the URL of a webhook subscription. Documented, errors unknown;
   * `webhook-event-update-4200048e0`.
   */
  updateSubscription(type: WebhookType, url: string): Promise<void>;
}

/** A client for all of CryptoPocket's API that is documented well enough to be called. */
export interface VendorClient extends Vendor, BackOffice {}
