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

/** The adapter: answers every request below the path that it is mounted on. Never throws. */
export interface BuyFlow {
  (request: Request, peer?: Peer): Promise<Response>;
  /** Has the vendor send its notifications about payments to `url`, the public address of the route `/webhooks`. */
  subscribe(url: string): Promise<void>;
  /** Whether what the adapter depends on can be reached now; for readiness probes. */
  check(): Promise<{store: boolean; vendor: boolean}>;
  /**
   * Checks payments until nothing is due or `budgetMs` milliseconds have passed, and resolves to how many it checked. A
   * process that lives on does it by itself from its start; where none does, call it from a schedule. Default budget: 25,000.
   *
   * @example
   * export default {scheduled: (event, env, context) => context.waitUntil(buyFlow.reconcile({budgetMs: 20_000}))};
   */
  reconcile(options?: {budgetMs?: number}): Promise<number>;
  /**
   * Answers whoever waits, finishes what is under way, and starts nothing more. Resolves after about 8 seconds in any case.
   * A store that was handed in stays open.
   */
  close(): Promise<void>;
}

/** Milliseconds for which one call of `reconcile` starts checks: less than what schedulers of serverless platforms allow. */
const RECONCILE_BUDGET_MS = 25_000;

/** Characters of a header that are logged. */
const MAX_LOGGED_HEADER_LENGTH = 200;

/** Anybody can make up a method; an operator's counters would keep each of them for ever. */
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const commonHeaders = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  vary: 'origin',
};

/**
 * The merchant's side of the buy flow: sessions for the page, and the few calls that one buyer needs, each scoped to that
 * buyer. Throws `TypeError` where the options cannot work.
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

  /** What went wrong, in our words: nothing of the vendor's, or of a merchant's function, is passed on. */
  const toHttpProblem = (thrown: unknown, requestId: string): Problem => {
    if (!isProblem(thrown)) {
      log({level: 'error', event: 'unexpected', requestId, error: thrown});
      return new HttpError('busy');
    }
    const {details, retryAfter} = thrown;
    const code = toProblemCode(thrown.code);
    if (isConnectionError(thrown)) log({level: 'warn', event: 'vendor', requestId, code, error: thrown});
    else if (code !== 'origin_not_allowed') log({level: 'info', event: 'refused', requestId, code});
    // That the vendor cannot be reached is no matter of the buyer's own connection.
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

  /** Says what was seen and what is allowed, as a proxy that rewrites `Host` is the usual reason. */
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

  /** A refusal, or that something went wrong. */
  const toRefusal = (thrown: unknown, request: Request, host: string): RouteResult => {
    const requestId = crypto.randomUUID();
    if (thrown instanceof HttpError && thrown.code === 'origin_not_allowed') logOrigin(request, host, requestId);
    return toAnswer(toHttpProblem(thrown, requestId), requestId);
  };

  /** Not an async function, and neither is what waits below it: each would hold a frame for everybody who waits. */
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

/** How the store is run is looked at once, at the start; a store that is away then reports itself with every call. */
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

/** What was meant as an answer. Other errors have a `code` too, such as `ECONNREFUSED`, but it is not one of ours. */
function isProblem(thrown: unknown): thrown is Error & Problem {
  return thrown instanceof HttpError || isApiError(thrown) || isConnectionError(thrown);
}
