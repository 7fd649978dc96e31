import type {KycStatus} from '../../contract/kyc.js';
import type {DocumentType} from './document-types.js';
import type {Vendor, WebhookType} from './types.js';

export type {DocumentType} from './document-types.js';

/** A company as `POST /register/company` answers it. Documented, `create-company-customer-4398184e0`. */
export interface RegisteredCompany {
  /** The customer's id. Digits as a rule; compare as text. */
  id: string;
  /** The company's public UUID. */
  uuid: string;
  /** Where the company is checked (KYB); works for 90 days. **Secret**: for the company alone, never for a log. */
  kybUrl: string;
  /** Opens `kybUrl`; 12 characters. **Secret**; no call is documented that tells it again. */
  password: string;
}

/** A customer as `POST /registerUser/kyc-delegated` answers it, as far as something is recognised. */
export interface DelegatedCustomer {
  /** Absent where the answer has none in the places that other calls have it in. */
  id?: string;
  kyc?: KycStatus;
  /** The whole answer as parsed JSON, numbers as decimal text. Unknown; may hold personal data. */
  answer: unknown;
}

/** A document about a customer. Documented, `upload-customer-document-4398183e0`. */
export interface DocumentUpload {
  customerId: string;
  type: DocumentType;
  /**
   * The content as a `data:<mime>;base64,…` URL, or the public http(s) address of the file, which the vendor then
   * fetches. What size and formats are taken is unknown.
   */
  file: string;
}

/** Coins to be sold. Documented on an older page, `create-rampoff-opetation-4200046e0`. */
export interface OffRampOrder {
  customerId: string;
  /** Coins (not their smallest units), decimal text. */
  amount: string;
  asset: string;
  /** Where the coins come from. Not needed for Latin America. */
  chain?: string | undefined;
  /** The account that the money goes to. Not needed for Latin America. */
  iban?: string | undefined;
  /** For Latin America only. */
  bankName?: string | undefined;
}

/** `completed` is the vendor's `finished`, the only word that is known; any other is `unknown`, and so not final. */
export type OffRampStatus = 'completed' | 'unknown';

/** A sale of coins. Example-only, on an older page, `get-rampoff-status-4200045e0`. */
export interface VendorOffRamp {
  id: string;
  status: OffRampStatus;
  /** The vendor's own word for `status`; for developers. */
  vendorStatus: string;
  asset?: string;
  chain?: string;
  /** Coins, decimal text with all the digits that the coin has. The vendor answers smallest units. */
  amount?: string;
  /** What the sale brings in, decimal text in units of the currency (not cents). Which currency is not told. */
  fiatAmount?: string;
}

/** A list whose rows are not documented. */
export interface RawRows {
  /** Each as parsed JSON, numbers as decimal text. */
  rows: unknown[];
  /** The whole answer: what it says about further pages is unknown, and so is how to ask for them. */
  answer: unknown;
}

/**
 * The rest of CryptoPocket's API, for a merchant's back office; nothing of it is within reach of a browser. It fails as
 * `Vendor` does: `CryptopocketApiError` with the vendor's own word in `vendorCode`, or `CryptopocketConnectionError`. All of these calls but
 * the reads change something, and are sent once.
 */
export interface BackOffice {
  /**
   * `POST /register/company`. `vendorCode` of a refusal: `user_already_exists`, `email_not_allowed`, or `validation`
   * where a field is not taken (an e-mail has up to 254 characters, a name up to 255). The answer has secrets.
   * Documented; `create-company-customer-4398184e0`.
   */
  registerCompany(company: {email: string; companyName: string}): Promise<RegisteredCompany>;
  /**
   * `POST /registerUser/kyc-delegated`: registers a customer whose identity you have checked yourself. Personal or
   * company data, images of a document's front and back, biometric captures: the names of these fields are unknown, so
   * `body` is sent as it is. Path and purpose documented, everything else unknown;
   * `create-customer-with-delegated-kyc-4350868e0`.
   */
  registerCustomerWithDelegatedKyc(body: Readonly<Record<string, unknown>>): Promise<DelegatedCustomer>;
  /**
   * `POST /customers/{user_id}/documents`. `vendorCode` of a refusal: `user_not_found` (HTTP 404),
   * `user_not_in_integration` (403), `invalid_file` (422), or another word, since the list may be longer. A `file` that
   * is neither of the two forms is refused as `invalid_request` without being sent. Documented;
   * `upload-customer-document-4398183e0`.
   */
  uploadDocument(document: DocumentUpload): Promise<void>;
  /**
   * `POST /createRampoff`: sells coins; `wallet` is the address that the customer sends them to. Documented on an older
   * page; that the path still holds is inferred, errors are unknown; `create-rampoff-opetation-4200046e0`.
   */
  createOffRamp(order: OffRampOrder): Promise<{id: string; wallet: string}>;
  /** `GET /getRampoff`. Example-only on an older page, the path as above; `get-rampoff-status-4200045e0`. */
  offRamp(id: string): Promise<VendorOffRamp>;
  /** `GET /banking/accounts`: the integration's own accounts. The path is inferred, the answer unknown; `list-account-transactions-4407078e0`. */
  bankAccounts(): Promise<RawRows>;
  /** `GET /banking/accounts/{iban}/transactions`. The path is documented, the answer unknown; page as above. */
  bankAccountTransactions(iban: string): Promise<RawRows>;
  /**
   * `POST /updateWebhookSubscription`: sends an event that is subscribed to another URL. Documented, errors unknown;
   * `webhook-event-update-4200048e0`.
   */
  updateSubscription(type: WebhookType, url: string): Promise<void>;
}

/** All of CryptoPocket's API that is documented well enough to be called. */
export interface VendorClient extends Vendor, BackOffice {}
