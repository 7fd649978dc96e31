import type {Asset, Order} from '../../contract/asset.js';
import type {KycStatus} from '../../contract/kyc.js';
import type {PaymentStatus} from '../../contract/payment.js';

export interface VendorOptions {
  apiKey: string;
  apiSecret: string;
  /**
   * Where the API is, with its ending `/api`, such as `https://sandbox.cryptopocket.io/api`. An address without that
   * ending is used as it is given: the production address is known to each partner alone.
   */
  baseUrl: string;
  /** Reaches the vendor. Default: the runtime's own `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Milliseconds that one try may take, its body included. Default: 10 000. */
  timeout?: number | undefined;
  /** The same for a call that creates something, which is never repeated by itself. Default: 30 000. */
  creationTimeout?: number | undefined;
  /** Milliseconds on a clock that only goes forward. Default: `performance.now`. */
  now?: (() => number) | undefined;
  /** Waits `ms` milliseconds between two tries of a read. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
  /** From 0 up to 1, spreads the tries of many instances. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

/** The on-ramp's events, then the off-ramp's. Documented on `webhook-event-subscribe-4200047e0`. */
export type WebhookType = 'PAY_IN' | 'COINS_SENT' | 'CRYPTO_RECEIVED' | 'TRANSFER_RAMPOFF_FINISHED';

/** A row of the customer listing. Example-only, `list-customers-4407076e0`. */
export interface VendorCustomer {
  /** Digits as a rule; compare as text. */
  id: string;
  email: string;
  name?: string;
  lastName?: string;
  kyc: KycStatus;
  /** Where the identity check is done; seen only while it is open. */
  kycUrl?: string;
}

/** Example-only but for the status and the cents, which are documented; `retrieve-payment-4200041e0`. */
export interface VendorPayment {
  id: string;
  customerId?: string;
  externalId?: string;
  status: PaymentStatus;
  /** The vendor's own word for `status`. For developers. */
  vendorStatus: string;
  /** Euros, decimal text. The vendor answers cents here, though it takes euros. */
  amount: string;
  currency: string;
  asset: string;
  /** In lower case; no sample shows it, so it is absent as a rule. */
  chain?: string;
  /** Coins, decimal text; absent until the vendor tells. */
  receives?: string;
  /** ISO 8601, UTC, as the vendor wrote it. */
  createdAt?: string;
  /** The blockchain's transaction, once the coins were sent. */
  txId?: string;
}

export interface GuidedPaymentOrder {
  customerId: string;
  /** Euros, decimal text with at most two digits after the point. */
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
  /** The integration's own reference. That the vendor keeps it unique is not known; never rely on it. */
  externalId?: string | undefined;
}

export interface PaymentOrder extends GuidedPaymentOrder {
  /** The address that the coins go to. */
  wallet: string;
  /** Where the buyer returns after paying. */
  callbackUrl?: string | undefined;
}

/** How a payment is paid: on a page of the provider's, or by a bank transfer that carries `reference`. */
export type CreatedPayment =
  | {kind: 'redirect'; id: string; url: string}
  | {kind: 'transfer'; id: string; iban: string; bic: string; reference: string; beneficiary: string};

export interface CustomerFilter {
  /** Days as `YYYY-MM-DD`. What they filter on is unknown. */
  from?: string | undefined;
  to?: string | undefined;
  /** Whether the vendor matches the whole e-mail is unknown; compare the rows. */
  email?: string | undefined;
  itemsPerPage?: number | undefined;
  /** Counts from 1 (inferred). */
  page?: number | undefined;
}

/**
 * CryptoPocket's API as far as buying goes. Every call rejects with a `CryptopocketApiError` (the answer is no) or a
 * `CryptopocketConnectionError` (there is no answer to rely on), and with nothing else. Reads are tried up to three times; what
 * creates something is sent once, and once more only after the vendor refused the token, since then nothing was done.
 */
export interface Vendor {
  /** `GET /available-assets`. The path is documented, the answer unknown; `cryptopocket-integration-guide-buy-flow-on-ramp-370702m0`. */
  assets(): Promise<Asset[]>;
  /** `GET /quote`: about how many coins `order` buys, decimal text. Documented but for where `tokens` sits; guide as above. */
  quote(order: Order): Promise<{receives: string}>;
  /**
   * `POST /registerUser`. Rejects with `customer_exists` or `email_not_allowed`; both inferred from the company call.
   * The request is documented, the answer's nesting inferred; `create-customer-4200035e0`.
   */
  registerCustomer(customer: {
    email: string;
    name: string;
    callbackUrl?: string | undefined;
    /**
     * Fields of the fuller set (country, identification) that the page speaks of; their names are not public, so they
     * are sent as they are. Numbers of more digits than a float has can be given as a `LosslessNumber`.
     */
    extra?: Readonly<Record<string, unknown>> | undefined;
  }): Promise<{id: string; kycUrl?: string}>;
  /** `GET /kyc/check`. Documented but for where `kyc_status` sits; guide as above. */
  kycStatus(customerId: string): Promise<KycStatus>;
  /** `GET /customers/list`. Example-only; `list-customers-4407076e0`. */
  listCustomers(filter: CustomerFilter): Promise<{page: number; totalItems: number; customers: VendorCustomer[]}>;
  /** The customer with exactly this e-mail, ignoring case. Looks through a bounded number of pages of the listing. */
  findCustomer(email: string): Promise<VendorCustomer | undefined>;
  /** `POST /onboarding-form`. The answer is unknown: `undefined` where no link is found in it; `create-enhanced-verification-link-4398444e0`. */
  enhancedVerificationUrl(customerId: string): Promise<string | undefined>;
  /**
   * `POST /createGuidedPayment`: the buyer picks wallet and method on the vendor's page.
   * Documented; `create-guided-payment-intent-4394353e0`.
   */
  createGuidedPayment(order: GuidedPaymentOrder): Promise<{id: string; gatewayUrl: string}>;
  /** `POST /createPayment`. Documented; `create-payment-intend-4200039e0`, `create-payment-intend-rampon-4200039e0`. */
  createPayment(order: PaymentOrder): Promise<CreatedPayment>;
  /** `GET /payment/{id}`. Documented; `retrieve-payment-4200041e0`. */
  payment(id: string): Promise<VendorPayment>;
  /** `POST /subscribeToWebhook`, one event per call. Documented; `webhook-event-subscribe-4200047e0`. */
  subscribe(type: WebhookType, url: string): Promise<void>;
}
