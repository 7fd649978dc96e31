import {toProblemCode} from '../../contract/problem-code.js';
import type {Problem, ProblemAnswer} from '../../contract/problem.js';
import type {RouteResult, Peer} from './route-context.js';
import {HttpError, httpErrors} from './http-error.js';
import {createLog, type Log} from '../observability/log.js';
import {isApiError, isConnectionError} from '../cryptopocket/errors.js';
import {checkOptions, type BuyFlowOptions} from '../options.js';
import {callerOf, preflightHeaders} from './cors.js';
import type {PaymentTracker} from '../payments/payment-tracker.js';
import {createServices} from '../services.js';
import {createRouter, pathsForAnyone, routeOf} from './router.js';
import type {Store} from '../store/store.js';

/** The adapter: answers every request below its mount path. Never throws or rejects. */
export interface BuyFlow {
  (request: Request, peer?: Peer): Promise<Response>;
  /**
   * Subscribes `url`, the public URL of the route `/webhooks`, to the vendor's payment webhooks.
   * @throws {CryptopocketApiError} if the vendor rejects it; `CryptopocketConnectionError` if the vendor does not answer.
   */
  subscribe(url: string): Promise<void>;
  /** Whether the store and the vendor can be reached. For readiness probes. */
  check(): Promise<{store: boolean; vendor: boolean}>;
  /**
   * Checks payments until nothing is due or `budgetMs` milliseconds have passed (default: 25,000). Resolves with the number
   * of checked payments. A long-lived process does this on its own; on a serverless platform, call it from a schedule.
   *
   * @example
   * export default {scheduled: (event, env, context) => context.waitUntil(buyFlow.reconcile({budgetMs: 20_000}))};
   */
  reconcile(options?: {budgetMs?: number}): Promise<number>;
  /**
   * Answers waiting requests, finishes running checks and starts nothing more. Resolves after about 8 seconds at the latest.
   * A store from the options stays open.
   */
  close(): Promise<void>;
}

/** Below the time limit of the schedulers of serverless platforms. */
const RECONCILE_BUDGET_MS = 25_000;

const MAX_LOGGED_HEADER_LENGTH = 200;

/** Methods that metrics report. Clients can invent methods, and each would become a label value of a metric. */
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const commonHeaders = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  vary: 'origin',
};

/**
 * Creates the adapter: a handler from `Request` to `Response` that issues sessions to the page and calls the vendor, each
 * call scoped to one buyer.
 * @throws {TypeError} if an option is missing or invalid.
 *
 * @example
 * const buyFlow = createBuyFlow({
 *   apiKey: process.env.CRYPTOPOCKET_API_KEY,
 *   apiSecret: process.env.CRYPTOPOCKET_API_SECRET,
 *   onPayment: ({id, status, payment}) => orders.update(id, status, payment.externalId),
 * });
 * app.use('/cryptopocket', toNodeListener(buyFlow));
 */
export function createBuyFlow(options: BuyFlowOptions): BuyFlow {
  checkOptions(options);
  const log = createLog(options.log);
  const services = createServices(options, log);
  const router = createRouter(services);
  const {onMetric} = services;
  startTracking(services.tracker);
  void reportFindings(services.store, log);
  const allowed = new Set(options.allowedOrigins);

  /** Maps an error to an answer. Messages of the vendor and of the merchant's functions are never passed on. */
  const toHttpProblem = (thrown: unknown, requestId: string): Problem => {
    if (!isProblem(thrown)) {
      log({level: 'error', event: 'unexpected', requestId, error: thrown});
      return new HttpError('busy');
    }
    const {details, retryAfter} = thrown;
    const code = toProblemCode(thrown.code);
    if (isConnectionError(thrown)) log({level: 'warn', event: 'vendor', requestId, code, error: thrown});
    else if (code !== 'origin_not_allowed') log({level: 'info', event: 'refused', requestId, code});
    // To the page, `offline` would mean the buyer's own connection.
    return {code: code === 'offline' ? 'busy' : code, details, retryAfter};
  };

  const toAnswer = (problem: Problem, requestId: string): RouteResult => {
    const {code, details, retryAfter} = problem;
    const {status, message, recoverable} = httpErrors[code];
    const body: ProblemAnswer = {
      code,
      message,
      recoverable,
      requestId,
      ...(details === undefined ? {} : {details}),
      ...(retryAfter === undefined ? {} : {retryAfter}),
    };
    return {status, body, ...(retryAfter === undefined ? {} : {headers: {'retry-after': String(retryAfter)}})};
  };

  /** Logs the origin and the host that were seen, because the usual cause is a proxy that rewrites `Host`. */
  const logOrigin = (request: Request, host: string, requestId: string) => {
    const seen = request.headers.get('origin');
    log({
      level: 'warn',
      event: 'origin_not_allowed',
      requestId,
      code: 'origin_not_allowed',
      host: host.slice(0, MAX_LOGGED_HEADER_LENGTH),
      ...(seen === null ? {} : {origin: seen.slice(0, MAX_LOGGED_HEADER_LENGTH)}),
      allowedOrigins: [...allowed],
    });
  };

  const toRefusal = (thrown: unknown, request: Request, host: string): RouteResult => {
    const requestId = crypto.randomUUID();
    if (thrown instanceof HttpError && thrown.code === 'origin_not_allowed') logOrigin(request, host, requestId);
    return toAnswer(toHttpProblem(thrown, requestId), requestId);
  };

  /** Not an async function, like everything that waits below it: an async frame would stay in memory for every long-poll. */
  const handle = (request: Request, peer: Peer = {}): Promise<Response> => {
    const started = onMetric ? performance.now() : 0;
    const {host, pathname, search} = new URL(request.url);
    const {route, id} = routeOf(pathname);
    let cors: Record<string, string> = {};
    const respond = ({status, body, text, headers}: RouteResult): Response => {
      if (services.tracker) peer.waitUntil?.(services.tracker.idle());
      if (onMetric) {
        const method = KNOWN_METHODS.has(request.method) ? request.method : 'other';
        onMetric({kind: 'request', route, method, status, seconds: (performance.now() - started) / 1000});
      }
      return new Response(text ?? (body === undefined ? null : JSON.stringify(body)), {
        status,
        headers: {...commonHeaders, ...cors, ...headers},
      });
    };
    const refuse = (thrown: unknown) => respond(toRefusal(thrown, request, host));
    try {
      const caller = pathsForAnyone.has(route) ? undefined : callerOf(request, host, allowed);
      cors = caller?.cors ?? {};
      if (request.method === 'OPTIONS' && caller) {
        return Promise.resolve(respond({status: 204, headers: preflightHeaders}));
      }
      return router(route, {request, search, caller, peer, id}).then(respond, refuse);
    } catch (thrown) {
      return Promise.resolve(refuse(thrown));
    }
  };

  return Object.assign(handle, {
    async subscribe(url: string) {
      await services.vendor.subscribe('PAY_IN', url);
      await services.vendor.subscribe('COINS_SENT', url);
    },
    check: () => services.check(),
    reconcile: ({budgetMs = RECONCILE_BUDGET_MS} = {}) =>
      services.tracker?.reconcileDue(budgetMs) ?? Promise.resolve(0),
    close: () => services.close(),
  });
}

/** Checks the store's configuration once, at the start. A store that is down reports errors with every call anyway. */
async function reportFindings(store: Store, log: Log): Promise<void> {
  try {
    for (const {code, message} of (await store.diagnose?.()) ?? []) {
      log({level: 'warn', event: 'store', code, error: new Error(message)});
    }
  } catch (error) {
    log({level: 'warn', event: 'store', error});
  }
}

/** Some runtimes allow no timer before the first request; there, the first request starts tracking. */
function startTracking(follow: PaymentTracker | undefined): void {
  try {
    follow?.start();
  } catch {
    // Started by the first request.
  }
}

/** Whether the error has a code of ours. Other errors have a `code` as well, such as `ECONNREFUSED`. */
function isProblem(thrown: unknown): thrown is Error & Problem {
  return thrown instanceof HttpError || isApiError(thrown) || isConnectionError(thrown);
}
