import type {Asset} from '../contract/asset.js';
import {compareDecimals} from '../contract/minor-units.js';
import {isEuros} from '../contract/money.js';
import {isAddressRange} from './http/client-ip.js';
import type {PaymentEvent} from './payments/payment-event.js';
import type {Store} from './store/store.js';
import type {Vendor} from './cryptopocket/api.js';

/** A buyer whom the merchant knows, because they are logged in there. */
export interface KnownBuyer {
  /** The merchant's own stable id for this buyer. Never sent to the vendor. */
  reference: string;
  /** Proven to be this buyer's: whoever has it is given the vendor's customer of that e-mail. */
  email: string;
  /** Needed by the vendor for a buyer it does not know yet; asked for on the page when left out. */
  name?: string;
}

/** A code to be delivered to a guest's mailbox. */
export interface CodeMessage {
  email: string;
  /** Six digits, good for ten minutes. */
  code: string;
  /** BCP 47, as the buyer's page speaks it. */
  locale: string;
}

/** What a log line may say. No name, email address, token, secret or vendor body is ever in one. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  event: string;
  requestId?: string;
  code?: string;
  /** The vendor's id of the payment that the line is about. */
  paymentId?: string;
  /** The payments that were still being checked; with `close_timed_out`. */
  paymentIds?: readonly string[];
  /** The payment's `external_id` at the vendor: the merchant's own reference, or one that the adapter made. */
  reference?: string;
  /** The vendor's id of the customer. */
  customerId?: string;
  /** The id of the event that `onPayment` did not take. */
  eventId?: string;
  /** The fields in which a payment differs from its order; with `amount_mismatch`. */
  fields?: readonly string[];
  /** The origin of the page that called; with `origin_not_allowed`. */
  origin?: string;
  /** The host that the adapter was called on; with `origin_not_allowed`. */
  host?: string;
  /** The origins that may call besides the adapter's own; with `origin_not_allowed`. */
  allowedOrigins?: readonly string[];
  /** The private address of a proxy; with `proxy_not_trusted`. */
  proxy?: string;
  /** An `Error`'s own text; for developers. */
  error?: string;
  status?: number;
}

/**
 * What an operator may want to count. `route` and `call` are names of ours, never a path with an id in it; `method` is
 * one of the usual, or `other`.
 */
export type Measurement =
  | {kind: 'request'; route: string; method: string; status: number; seconds: number}
  /** `outcome` is `ok` or a problem's code. */
  | {kind: 'vendor'; call: string; outcome: string; seconds: number}
  /** Long-polls that wait just now. */
  | {kind: 'waiting'; count: number};

/** Seconds between two looks at something that a page waits for: doubling from the first to the longest. */
export interface Polling {
  /** The first pause for an identity check. A buyer who comes back from it is looked for at once. */
  kycFirst: number;
  /** The longest pause for an identity check, which may take days. */
  kycLongest: number;
  /** The first pause for a payment. */
  paymentFirst: number;
  /** The longest pause for a payment. */
  paymentLongest: number;
  /** The first pause for a payment while the vendor's notifications arrive, as looking is only a safety net then. */
  notifiedFirst: number;
  /** The longest pause for a payment while the vendor's notifications arrive. */
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

export interface BuyFlowOptions {
  /** The integration's key, from the vendor. Required. */
  apiKey: string;
  /**
   * The integration's secret, from the vendor; also signs the vendor's webhooks. To change it, give the new one and the old
   * one for a day: the first is used, and webhooks and sessions of the others stay valid. Required.
   */
  apiSecret: string | readonly string[];
  /** The vendor's API, with `/api`. Default: its sandbox, `https://sandbox.cryptopocket.io/api`. */
  baseUrl?: string;
  /** Origins besides the adapter's own whose pages may use it, such as `https://shop.example`. Default: none. */
  allowedOrigins?: readonly string[];
  /** Tells who is logged in, from the merchant's own cookie or header. `null` for a guest. */
  identify?: (request: Request) => Promise<KnownBuyer | null> | KnownBuyer | null;
  /** Delivers a code to a guest's mailbox. Without it, guests can register a new e-mail only. */
  sendCode?: (message: CodeMessage) => Promise<void> | void;
  /** Where the vendor's identity check sends the buyer back to. */
  returnUrl?: string;
  /** Seconds for which a quote may be agreed to. The vendor names no time. At least 10; default: 60. */
  quoteLifetime?: number;
  /**
   * 32 characters or more of randomness to sign sessions with. To change it, give the new one and the old one for a day:
   * the first signs, all are accepted. Default: derived from `apiSecret`.
   */
  sessionSecret?: string | readonly string[];
  /** What must be remembered between requests. Default: this process's memory. */
  store?: Store;
  /** Highest number of requests, see `Limits` for what each counts; and the smallest and largest amount that is sold. */
  limits?: Partial<Limits> & AmountLimits;
  /** The only assets that are sold, of those that the vendor sells. Default: all of them. */
  assets?: readonly Asset[];
  /** Milliseconds that the vendor may take to create a customer or a payment. At least 1,000; default: 30,000. */
  creationTimeoutMs?: number;
  /** How often the vendor is asked for what a page waits for; see `Polling`. */
  polling?: Partial<Polling>;
  /** Addresses or ranges of your own proxies, such as `10.0.0.0/8`, whose `X-Forwarded-For` is believed. Default: none. */
  trustedProxies?: readonly string[];
  /**
   * Hears what becomes of a payment, by the vendor's word, also when the buyer's page is closed: fulfil here. Called at
   * least once per event, in order; rejects or throws to be told again later. The same event has the same id. Tracking
   * starts with the adapter, so payments of a former process are checked without any request.
   */
  onPayment?: (event: PaymentEvent) => Promise<void> | void;
  /**
   * Milliseconds that one call of `onPayment` may take. Then it counts as failed: it is logged, and the event is delivered
   * again later. At least 100; default: 30,000.
   */
  onPaymentTimeoutMs?: number;
  /** Days after which a payment that was never paid is no longer followed. Default: 14. */
  followDays?: number;
  /** Takes what the adapter has to say to its operator; never a name, an e-mail, a token or a secret. */
  log?: (entry: LogEntry) => void;
  /** Takes what can be measured, for an operator's graphs. */
  observe?: (measurement: Measurement) => void;
  /** Reaches the vendor. Default: the runtime's own `fetch`. */
  fetch?: typeof fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  clock?: () => number;
  /** Replaces the vendor's API altogether; then `baseUrl` and `fetch` mean nothing. */
  vendor?: Vendor;
}

/** What one payment may cost; euros, decimal text. */
export interface AmountLimits {
  minimum?: string;
  maximum?: string;
}

/** Requests per window and per whoever is counted. */
export interface Limits {
  /** Quotes and assets per address and minute. */
  market: number;
  /** New sessions per address and minute. */
  sessions: number;
  /** Calls with a session per purchase and minute. */
  calls: number;
  /** New payments per customer and hour. */
  payments: number;
  /** Codes per mailbox and network address in ten minutes; four times as many per mailbox from all addresses together. */
  codesPerMailbox: number;
  /** Codes per address in ten minutes; without `sendCode`, registrations. */
  codesPerAddress: number;
  /** Wrong codes per mailbox, network address and day; ten times as many per mailbox from all addresses together. */
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

/** Throws where the options cannot work, so that a mistake shows when the server starts and not when a buyer pays. */
export function checkOptions(options: BuyFlowOptions): void {
  if (!options.apiKey) throw new TypeError('createBuyFlow: apiKey is missing');
  // Without types, anything may stand here, nothing included.
  const apiSecrets = options.apiSecret ? apiSecretsOf(options) : [''];
  if (apiSecrets.some(secret => !secret)) throw new TypeError('createBuyFlow: apiSecret is missing');
  for (const origin of options.allowedOrigins ?? []) {
    // A pattern would never match, as origins are compared as they are.
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

/** The secrets that the vendor signs its webhooks with, the current one first. */
export function apiSecretsOf({apiSecret}: BuyFlowOptions): readonly [string, ...string[]] {
  return listOf(apiSecret);
}

/** The secrets of sessions, the one that signs first. */
export function sessionSecretsOf({sessionSecret, apiSecret}: BuyFlowOptions): readonly [string, ...string[]] {
  return listOf(sessionSecret ?? apiSecret);
}

function listOf(given: string | readonly string[]): readonly [string, ...string[]] {
  const [first = '', ...others] = typeof given === 'string' ? [given] : given;
  return [first, ...others];
}

/** Without types, anything may stand there. */
function isAsset(asset: unknown): boolean {
  const {symbol, chain} = Object(asset) as Partial<Record<string, unknown>>;
  return typeof symbol === 'string' && symbol !== '' && typeof chain === 'string' && chain !== '';
}
