import type {Asset} from '../contract/asset.js';
import {compareDecimals} from '../contract/minor-units.js';
import {isEuros} from '../contract/money.js';
import {isAddressRange} from './http/client-ip.js';
import type {PaymentEvent} from './payments/payment-event.js';
import type {Store} from './store/store.js';
import type {Vendor} from './cryptopocket/api.js';

/** A buyer who is signed in at the merchant's site. */
export interface KnownBuyer {
  /** The merchant's own stable id of this buyer. Never sent to the vendor. */
  reference: string;
  /** Must be verified by the merchant: the buyer gets access to the vendor's customer with this email. */
  email: string;
  /** The vendor needs it for a new customer. The page asks for it if it is absent. */
  name?: string;
}

/** A code to deliver to a guest's email address. */
export interface CodeMessage {
  email: string;
  /** Six digits, valid for ten minutes. */
  code: string;
  /** BCP 47 tag of the language of the buyer's page. */
  locale: string;
}

/** One log entry. It never contains a name, an email address, a token, a secret or a vendor body. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  event: string;
  requestId?: string;
  code?: string;
  /** The vendor's id of the payment. */
  paymentId?: string;
  /** The payments whose checks had not finished; with `close_timed_out`. */
  paymentIds?: readonly string[];
  /** The payment's `external_id` at the vendor: the merchant's own reference, or one that the adapter generated. */
  reference?: string;
  /** The vendor's id of the customer. */
  customerId?: string;
  /** The id of the event that `onPayment` did not accept. */
  eventId?: string;
  /** The fields in which a payment differs from its order; with `amount_mismatch`. */
  fields?: readonly string[];
  /** The origin of the page that called; with `origin_not_allowed`. */
  origin?: string;
  /** The host that the adapter was called on; with `origin_not_allowed`. */
  host?: string;
  /** The allowed origins besides the adapter's own; with `origin_not_allowed`. */
  allowedOrigins?: readonly string[];
  /** The private address of a proxy; with `proxy_not_trusted`. */
  proxy?: string;
  /** The message of the `Error`. For developers. */
  error?: string;
  status?: number;
}

/**
 * A metric for operators. `route` and `call` come from a fixed set of names and never contain an id. `method` is a standard
 * HTTP method or `other`. `seconds` is the duration.
 */
export type Measurement =
  | {kind: 'request'; route: string; method: string; status: number; seconds: number}
  /** `outcome` is `ok` or a problem's code. */
  | {kind: 'vendor'; call: string; outcome: string; seconds: number}
  /** The number of long-polls that wait now. */
  | {kind: 'waiting'; count: number};

/** Polling intervals in seconds, each at least 0.1. The pause between two polls doubles from the first to the longest. */
export interface Polling {
  /**
   * First pause for an identity check. When a buyer comes back from the check, the status is fetched at once.
   * @default 15
   */
  kycFirst: number;
  /**
   * Longest pause for an identity check, which may take days.
   * @default 60
   */
  kycLongest: number;
  /**
   * First pause for a payment.
   * @default 1
   */
  paymentFirst: number;
  /**
   * Longest pause for a payment.
   * @default 15
   */
  paymentLongest: number;
  /**
   * First pause for a payment while the vendor's webhooks arrive. Polling is only a safety net then.
   * @default 120
   */
  notifiedFirst: number;
  /**
   * Longest pause for a payment while the vendor's webhooks arrive.
   * @default 240
   */
  notifiedLongest: number;
}

export const defaultPolling: Polling = {
  kycFirst: 15,
  kycLongest: 60,
  paymentFirst: 1,
  paymentLongest: 15,
  notifiedFirst: 120,
  notifiedLongest: 240,
};

/** Options of `createBuyFlow`. Only `apiKey` and `apiSecret` are required. */
export interface BuyFlowOptions {
  /** The integration's API key, issued by the vendor. */
  apiKey: string;
  /**
   * The integration's secret, issued by the vendor. It also signs the vendor's webhooks. To rotate it, pass the new and the
   * old secret for a day: the adapter uses the first and keeps accepting webhooks and sessions of the others.
   */
  apiSecret: string | readonly string[];
  /**
   * URL of the vendor's API, including `/api`.
   * @default its sandbox, `https://sandbox.cryptopocket.io/api`
   */
  baseUrl?: string;
  /**
   * Origins besides the adapter's own whose pages may use it, such as `https://shop.example`.
   * @default none
   */
  allowedOrigins?: readonly string[];
  /**
   * Returns the buyer who is signed in at your site, read from your own cookie or header. Return `null` for a guest.
   *
   * @example
   * identify: async request => {
   *   const user = await userOfSession(request.headers.get('cookie'));
   *   return user && {reference: user.id, email: user.email, name: user.name};
   * }
   */
  identify?: (request: Request) => Promise<KnownBuyer | null> | KnownBuyer | null;
  /**
   * Delivers a code to a guest's email address. Without it, guests can only register a new email.
   *
   * @example
   * sendCode: ({email, code}) => mailer.send({to: email, subject: 'Your code', text: `Your code is ${code}`})
   */
  sendCode?: (message: CodeMessage) => Promise<void> | void;
  /** The URL to which the vendor's identity check sends the buyer back. */
  returnUrl?: string;
  /**
   * Seconds for which a buyer can accept a quote. The vendor specifies no time. At least 10.
   * @default 60
   */
  quoteLifetime?: number;
  /**
   * A random secret of at least 32 characters that signs sessions. To rotate it, pass the new and the old secret for a day:
   * the first signs, all are accepted.
   * @default derived from `apiSecret`
   */
  sessionSecret?: string | readonly string[];
  /**
   * Storage for data that must outlive a request.
   * @default the memory of this process
   */
  store?: Store;
  /** Rate limits, see `Limits`, and the smallest and largest amount of a payment. */
  limits?: Partial<Limits> & AmountLimits;
  /**
   * The assets to sell, out of those that the vendor sells.
   * @default all of them
   */
  assets?: readonly Asset[];
  /**
   * Milliseconds that the vendor may take to create a customer or a payment. At least 1,000.
   * @default 30,000
   */
  creationTimeoutMs?: number;
  /** Intervals at which the adapter polls the vendor while a page waits, see `Polling`. */
  polling?: Partial<Polling>;
  /**
   * Addresses or ranges of your own proxies, such as `10.0.0.0/8`. The adapter trusts their `X-Forwarded-For` header.
   * @default none
   */
  trustedProxies?: readonly string[];
  /**
   * Receives the status changes of a payment as the vendor reports them, even if the buyer closed the page. Fulfil orders
   * here. Called at least once per event, in order. If it throws or rejects, the event is delivered again later with the
   * same id. Tracking starts with the adapter, so it also checks payments of an earlier process.
   *
   * @example
   * onPayment: async ({id, status, payment, mismatch}) => {
   *   if (status === 'completed' && !mismatch) await orders.fulfilOnce(id, payment.externalId);
   * }
   */
  onPayment?: (event: PaymentEvent) => Promise<void> | void;
  /**
   * Milliseconds that one call of `onPayment` may take. After that the call counts as failed: it is logged, and the event
   * is delivered again later. At least 100.
   * @default 30,000
   */
  onPaymentTimeoutMs?: number;
  /**
   * Days after which the adapter stops tracking a payment that was never paid.
   * @default 14
   */
  followDays?: number;
  /** Receives log entries for operators. They never contain a name, an email address, a token or a secret. */
  log?: (entry: LogEntry) => void;
  /** Receives metrics for operators. */
  observe?: (measurement: Measurement) => void;
  /**
   * The `fetch` that calls the vendor.
   * @default the runtime's own `fetch`
   */
  fetch?: typeof fetch;
  /**
   * Returns the time in milliseconds since the epoch.
   * @default `Date.now`
   */
  clock?: () => number;
  /** Replaces the client of the vendor's API. `baseUrl` and `fetch` are ignored then. */
  vendor?: Vendor;
}

/** The smallest and largest amount of one payment, in euros as decimal text such as `20.00`. */
export interface AmountLimits {
  minimum?: string;
  maximum?: string;
}

/** Rate limits: requests per time window. Each is a positive integer. */
export interface Limits {
  /**
   * Requests for quotes and assets, per network address and minute.
   * @default 240
   */
  market: number;
  /**
   * New sessions, per network address and minute.
   * @default 60
   */
  sessions: number;
  /**
   * Requests with a session, per purchase and minute.
   * @default 240
   */
  calls: number;
  /**
   * New payments, per customer and hour.
   * @default 30
   */
  payments: number;
  /**
   * Codes per email and network address in ten minutes. All addresses together may request four times as many per email.
   * @default 5
   */
  codesPerMailbox: number;
  /**
   * Codes per network address in ten minutes. Counts registrations if `sendCode` is not set.
   * @default 30
   */
  codesPerAddress: number;
  /**
   * Wrong codes per email, network address and day. All addresses together may enter ten times as many per email.
   * @default 50
   */
  guessesPerMailbox: number;
}

export const defaultLimits: Limits = {
  market: 240,
  sessions: 60,
  calls: 240,
  payments: 30,
  codesPerMailbox: 5,
  codesPerAddress: 30,
  guessesPerMailbox: 50,
};

export const sandboxBaseUrl = 'https://sandbox.cryptopocket.io/api';

/**
 * Validates the options, so that a mistake shows when the server starts and not when a buyer pays.
 * @throws {TypeError} if an option is missing or invalid.
 */
export function checkOptions(options: BuyFlowOptions): void {
  if (!options.apiKey) throw new TypeError('createBuyFlow: apiKey is missing');
  // Callers in plain JavaScript may pass any value, or none.
  const apiSecrets = options.apiSecret ? apiSecretsOf(options) : [''];
  if (apiSecrets.some(secret => !secret)) throw new TypeError('createBuyFlow: apiSecret is missing');
  for (const origin of options.allowedOrigins ?? []) {
    // Origins are compared exactly, so a pattern would never match.
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || origin.includes('*')) {
      throw new TypeError(
        `createBuyFlow: allowedOrigins must be origins such as https://shop.example, not ${JSON.stringify(origin)}`,
      );
    }
  }
  const {returnUrl, quoteLifetime, limits = {}, polling = {}, trustedProxies = [], followDays} = options;
  const {assets, creationTimeoutMs} = options;
  if (returnUrl !== undefined && !/^https?:$/.test(URL.canParse(returnUrl) ? new URL(returnUrl).protocol : '')) {
    throw new TypeError('createBuyFlow: returnUrl must be an absolute http(s) URL');
  }
  if (quoteLifetime !== undefined && !(Number.isFinite(quoteLifetime) && quoteLifetime >= 10)) {
    throw new TypeError('createBuyFlow: quoteLifetime must be a number of seconds, at least 10');
  }
  const {minimum, maximum, ...counts} = limits;
  for (const [name, amount] of Object.entries({minimum, maximum})) {
    if (amount !== undefined && !isEuros(amount)) {
      throw new TypeError(`createBuyFlow: limits.${name} must be euros as decimal text such as '20.00'`);
    }
  }
  if (minimum !== undefined && maximum !== undefined && compareDecimals(minimum, maximum) > 0) {
    throw new TypeError('createBuyFlow: limits.minimum must not be more than limits.maximum');
  }
  if (assets !== undefined && (assets.length === 0 || !assets.every(isAsset))) {
    throw new TypeError("createBuyFlow: assets must be a list such as [{symbol: 'USDC', chain: 'polygon'}]");
  }
  if (!(creationTimeoutMs === undefined || creationTimeoutMs >= 1000)) {
    throw new TypeError('createBuyFlow: creationTimeoutMs must be a number of milliseconds, at least 1000');
  }
  for (const [name, most] of Object.entries(counts)) {
    if (!Object.hasOwn(defaultLimits, name) || !Number.isSafeInteger(most) || most < 1) {
      throw new TypeError(`createBuyFlow: limits.${name} must be one of the limits, and a positive integer`);
    }
  }
  for (const [name, seconds] of Object.entries(polling)) {
    if (!Object.hasOwn(defaultPolling, name) || !(Number.isFinite(seconds) && seconds >= 0.1)) {
      throw new TypeError(`createBuyFlow: polling.${name} must be one of the pauses, and seconds from 0.1`);
    }
  }
  for (const range of trustedProxies) {
    if (!isAddressRange(range)) {
      throw new TypeError(
        `createBuyFlow: trustedProxies must be addresses or ranges such as 10.0.0.0/8, not ${JSON.stringify(range)}`,
      );
    }
  }
  if (followDays !== undefined && !(Number.isFinite(followDays) && followDays > 0)) {
    throw new TypeError('createBuyFlow: followDays must be a number of days');
  }
  if (!(options.onPaymentTimeoutMs === undefined || options.onPaymentTimeoutMs >= 100)) {
    throw new TypeError('createBuyFlow: onPaymentTimeoutMs must be a number of milliseconds, at least 100');
  }
  for (const name of ['identify', 'sendCode', 'onPayment', 'log', 'observe', 'fetch', 'clock'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new TypeError(`createBuyFlow: ${name} must be a function`);
    }
  }
  const secrets = sessionSecretsOf(options);
  if (options.sessionSecret !== undefined && secrets.some(({length}) => length < 32)) {
    throw new TypeError('createBuyFlow: sessionSecret must have at least 32 characters, each of several as well');
  }
}

/** The secrets with which the vendor may sign its webhooks, the current one first. */
export function apiSecretsOf({apiSecret}: BuyFlowOptions): readonly [string, ...string[]] {
  return listOf(apiSecret);
}

/** The secrets of sessions. The first one signs, all are accepted. */
export function sessionSecretsOf({sessionSecret, apiSecret}: BuyFlowOptions): readonly [string, ...string[]] {
  return listOf(sessionSecret ?? apiSecret);
}

function listOf(given: string | readonly string[]): readonly [string, ...string[]] {
  const [first = '', ...others] = typeof given === 'string' ? [given] : given;
  return [first, ...others];
}

/** Callers in plain JavaScript may pass any value. */
function isAsset(asset: unknown): boolean {
  const {symbol, chain} = Object(asset) as Partial<Record<string, unknown>>;
  return typeof symbol === 'string' && symbol !== '' && typeof chain === 'string' && chain !== '';
}
