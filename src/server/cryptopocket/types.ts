import type {Asset, Order} from '../../contract/asset.js';
import type {KycStatus} from '../../contract/kyc.js';
import type {PaymentStatus} from '../../contract/payment.js';

/** Options of `createVendor`. */
export interface VendorOptions {
  /** The integration's API key, issued by the vendor. */
  apiKey: string;
  /** The integration's secret, issued by the vendor. */
  apiSecret: string;
  /**
   * URL of the API, usually ending in `/api`, such as `https://sandbox.cryptopocket.io/api`. Used unchanged without that
   * ending, because the vendor gives each partner its own production URL.
   */
  baseUrl: string;
  /**
   * The `fetch` that calls the vendor.
   * @default the runtime's own `fetch`
   */
  fetch?: typeof fetch | undefined;
  /**
   * Milliseconds that one attempt may take, including the body.
   * @default 10 000
   */
  timeout?: number | undefined;
  /**
   * Milliseconds that a creating call may take. Such a call is not retried.
   * @default 30 000
   */
  creationTimeout?: number | undefined;
  /**
   * Monotonic clock in milliseconds.
   * @default `performance.now`
   */
  now?: (() => number) | undefined;
  /**
   * Waits `ms` milliseconds between two attempts of a read.
   * @default a timer
   */
  sleep?: ((ms: number) => Promise<void>) | undefined;
  /**
   * Returns a number from 0 up to 1, which spreads the retries of several instances.
   * @default `Math.random`
   */
  random?: (() => number) | undefined;
}

/** Webhook events: two of the on-ramp, two of the off-ramp. Documented on `webhook-event-subscribe-4200047e0`. */
export type WebhookType = 'PAY_IN' | 'COINS_SENT' | 'CRYPTO_RECEIVED' | 'TRANSFER_RAMPOFF_FINISHED';

/** A customer of the listing. Only an example in the documentation, `list-customers-4407076e0`. */
export interface VendorCustomer {
  /** Usually digits; compare as text. */
  id: string;
  email: string;
  name?: string;
  lastName?: string;
  kyc: KycStatus;
  /** URL of the identity check. Present only while the check is open. */
  kycUrl?: string;
}

/** A payment. Status and cents are documented, the rest is only in an example; `retrieve-payment-4200041e0`. */
export interface VendorPayment {
  id: string;
  customerId?: string;
  /** The reference that was sent with the order. */
  externalId?: string;
  status: PaymentStatus;
  /** The vendor's own word for `status`. For developers. */
  vendorStatus: string;
  /** Euros, decimal text. Converted from the vendor's cents. */
  amount: string;
  /** Currency code of `amount`, such as `EUR`. */
  currency: string;
  asset: string;
  /** In lower case. Usually absent, because no sample contains it. */
  chain?: string;
  /** Coins, decimal text. Absent until the vendor reports it. */
  receives?: string;
  /** ISO 8601 in UTC, as the vendor wrote it. */
  createdAt?: string;
  /** Id of the blockchain transaction, once the coins are sent. */
  txId?: string;
}

/** An order whose buyer enters the wallet on the vendor's page. */
export interface GuidedPaymentOrder {
  customerId: string;
  /** Euros, decimal text with at most two digits after the point. */
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
  /** The integration's own reference. Do not rely on the vendor to keep it unique. */
  externalId?: string | undefined;
}

/** An order with the buyer's wallet. */
export interface PaymentOrder extends GuidedPaymentOrder {
  /** Address that receives the coins. */
  wallet: string;
  /** URL to which the buyer returns after paying. */
  callbackUrl?: string | undefined;
}

/** A created payment, to be paid on a hosted page or by a bank transfer with `reference`. */
export type CreatedPayment =
  | {kind: 'redirect'; id: string; url: string}
  | {kind: 'transfer'; id: string; iban: string; bic: string; reference: string; beneficiary: string};

/** Filter of `listCustomers`. */
export interface CustomerFilter {
  /** Days as `YYYY-MM-DD`. It is unknown which date they filter by. */
  from?: string | undefined;
  to?: string | undefined;
  /** The vendor may match this loosely. Compare the rows. */
  email?: string | undefined;
  itemsPerPage?: number | undefined;
  /** Starts at 1 (inferred). */
  page?: number | undefined;
}

/**
 * The calls of CryptoPocket's API that a purchase needs. Every call rejects only with a `CryptopocketApiError` (rejected by the
 * vendor) or a `CryptopocketConnectionError` (no usable answer). Reads make up to three attempts. A creating call is sent
 * once, and again only if the vendor rejected the token, because then nothing was created.
 */
export interface Vendor {
  /**
   * `GET /available-assets`: lists coins and chains. Path documented, answer unknown;
   * `cryptopocket-integration-guide-buy-flow-on-ramp-370702m0`.
   */
  assets(): Promise<Asset[]>;
  /** `GET /quote`: estimates the coins that `order` buys, decimal text. Documented except for the place of `tokens`; guide as above. */
  quote(order: Order): Promise<{receives: string}>;
  /**
   * `POST /registerUser`: registers a customer. The request is documented, the nesting of the answer is inferred;
   * `create-customer-4200035e0`.
   * @throws {CryptopocketApiError} `customer_exists` or `email_not_allowed`, both inferred from the company call.
   */
  registerCustomer(customer: {
    email: string;
    name: string;
    callbackUrl?: string | undefined;
    /**
     * Further fields (country, identification) that the documentation mentions. Their names are not public, so they are sent
     * unchanged. Pass numbers that exceed the precision of a float as a `LosslessNumber`.
     */
    extra?: Readonly<Record<string, unknown>> | undefined;
  }): Promise<{id: string; kycUrl?: string}>;
  /** `GET /kyc/check`: returns the KYC status. Documented except for the place of `kyc_status`; guide as above. */
  kycStatus(customerId: string): Promise<KycStatus>;
  /** `GET /customers/list`: lists customers. Only an example in the documentation; `list-customers-4407076e0`. */
  listCustomers(filter: CustomerFilter): Promise<{page: number; totalItems: number; customers: VendorCustomer[]}>;
  /** Finds the customer with exactly this email, ignoring case. Searches up to 20 pages of the listing. */
  findCustomer(email: string): Promise<VendorCustomer | undefined>;
  /**
   * `POST /onboarding-form`: creates a link to the enhanced verification. The answer is undocumented; resolves with `undefined`
   * if it contains no link; `create-enhanced-verification-link-4398444e0`.
   */
  enhancedVerificationUrl(customerId: string): Promise<string | undefined>;
  /**
   * `POST /createGuidedPayment`: creates a payment whose wallet and method the buyer chooses on the vendor's page. Documented;
   * `create-guided-payment-intent-4394353e0`.
   */
  createGuidedPayment(order: GuidedPaymentOrder): Promise<{id: string; gatewayUrl: string}>;
  /**
   * `POST /createPayment`: creates a payment to the buyer's wallet. Documented; `create-payment-intend-4200039e0`,
   * `create-payment-intend-rampon-4200039e0`.
   */
  createPayment(order: PaymentOrder): Promise<CreatedPayment>;
  /** `GET /payment/{id}`: returns a payment. Documented; `retrieve-payment-4200041e0`. */
  payment(id: string): Promise<VendorPayment>;
  /** `POST /subscribeToWebhook`: subscribes to one webhook event. Documented; `webhook-event-subscribe-4200047e0`. */
  subscribe(type: WebhookType, url: string): Promise<void>;
}
