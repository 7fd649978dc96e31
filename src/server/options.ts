import type {Store} from './store/store.js';
import type {Vendor} from './vendor/vendor.js';

/** A buyer whom the merchant knows, because they are logged in there. */
export interface KnownBuyer {
  /** The merchant's own stable id for this buyer. Never sent to the vendor. */
  reference: string;
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

/** What a log line may say. No name, e-mail, token, secret or vendor body is ever in one. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  event: string;
  requestId?: string;
  code?: string;
  /** An `Error`'s own text; for developers. */
  error?: string;
  status?: number;
}

export interface BuyFlowOptions {
  /** The integration's key, from the vendor. Required. */
  apiKey: string;
  /** The integration's secret, from the vendor; also signs the vendor's webhooks. Required. */
  apiSecret: string;
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
  /** 32 bytes or more of randomness, as text, to sign sessions with. Default: derived from `apiSecret`. */
  sessionSecret?: string;
  /** What must be remembered between requests. Default: this process's memory. */
  store?: Store;
  /** Highest number of requests; see `Limits` for what each counts. */
  limits?: Partial<Limits>;
  /** Takes what the adapter has to say to its operator; never a name, an e-mail, a token or a secret. */
  log?: (entry: LogEntry) => void;
  /** Reaches the vendor. Default: the runtime's own `fetch`. */
  fetch?: typeof fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  clock?: () => number;
  /** Replaces the vendor's API altogether; then `baseUrl` and `fetch` mean nothing. */
  vendor?: Vendor;
}

/** Requests per window and per whoever is counted. */
export interface Limits {
  /** Quotes and assets per address and minute. */
  market: number;
  /** New sessions per address and minute. */
  sessions: number;
  /** Calls with a session per purchase and minute. */
  calls: number;
  /** Codes per mailbox in ten minutes. */
  codesPerMailbox: number;
  /** Codes per address in ten minutes; without `sendCode`, registrations. */
  codesPerAddress: number;
  /** Wrong codes per mailbox and day, whoever tries them. */
  guessesPerMailbox: number;
}

export const defaultLimits: Limits = {
  market: 240,
  sessions: 60,
  calls: 240,
  codesPerMailbox: 5,
  codesPerAddress: 30,
  guessesPerMailbox: 50,
};

export const sandboxBaseUrl = 'https://sandbox.cryptopocket.io/api';

/** Throws where the options cannot work, so that a mistake shows when the server starts and not when a buyer pays. */
export function checkOptions(options: BuyFlowOptions): void {
  for (const name of ['apiKey', 'apiSecret'] as const) {
    if (!options[name]) throw new TypeError(`createBuyFlow: ${name} is missing`);
  }
  for (const origin of options.allowedOrigins ?? []) {
    // A pattern would never match, as origins are compared as they are.
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || origin.includes('*')) {
      throw new TypeError(
        `createBuyFlow: allowedOrigins must be origins such as https://shop.example, not ${JSON.stringify(origin)}`,
      );
    }
  }
  const {returnUrl, quoteLifetime, limits = {}} = options;
  if (returnUrl !== undefined && !/^https?:$/.test(URL.canParse(returnUrl) ? new URL(returnUrl).protocol : '')) {
    throw new TypeError('createBuyFlow: returnUrl must be an absolute http(s) URL');
  }
  if (quoteLifetime !== undefined && !(Number.isFinite(quoteLifetime) && quoteLifetime >= 10)) {
    throw new TypeError('createBuyFlow: quoteLifetime must be a number of seconds, at least 10');
  }
  for (const [name, most] of Object.entries(limits)) {
    if (!Object.hasOwn(defaultLimits, name) || !Number.isSafeInteger(most) || most < 1) {
      throw new TypeError(`createBuyFlow: limits.${name} must be one of the limits, and a whole number from 1`);
    }
  }
  for (const name of ['identify', 'sendCode', 'log', 'fetch', 'clock'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new TypeError(`createBuyFlow: ${name} must be a function`);
    }
  }
  if (options.sessionSecret !== undefined && options.sessionSecret.length < 32) {
    throw new TypeError('createBuyFlow: sessionSecret must have at least 32 characters');
  }
}
