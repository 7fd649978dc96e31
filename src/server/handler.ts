import {Hono, type Context} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import type {PaymentCreated, Session} from '../contract/api.js';
import {toProblemCode} from '../contract/problem-code.js';
import type {Problem, ProblemAnswer} from '../contract/problem.js';
import {createCodes} from './codes.js';
import {createCustomers} from './customers.js';
import {Failure, failures} from './failure.js';
import {createGrants, sessionLifetime, type Grant} from './grant.js';
import {createLimit} from './limits.js';
import {createMarket} from './market.js';
import {checkOptions, defaultLimits, sandboxBaseUrl, type BuyFlowOptions, type LogEntry} from './options.js';
import {callerOf, preflightHeaders, type Caller} from './origin.js';
import {createPayments} from './payments.js';
import {
  customerRequest,
  paymentRequest,
  quoteRequest,
  readBody,
  readQuery,
  sessionRequest,
  verificationRequest,
  waitRequest,
} from './requests.js';
import {memoryStore} from './store/memory.js';
import {createVendor} from './vendor/vendor.js';
import {readNotification} from './webhooks.js';

/** What the runtime knows of a connection that the request itself does not tell reliably. */
export interface Peer {
  /** The caller's network address; what rate limits by address count. Without it they do not count. */
  address?: string | undefined;
}

/** Answers every request below the path that it is mounted on. Never throws. */
export type BuyFlow = (request: Request, peer?: Peer) => Promise<Response>;

interface Environment {
  Bindings: Peer;
  Variables: {caller: Caller; requestId: string};
}

const mostBytes = 16 * 1024;

/**
 * The route at the end of a path, so that the adapter need not be told where it is mounted. No payment is called like a
 * route, so that it may even be mounted at `/payments`.
 */
const route =
  /\/(?:sessions|assets|quotes|customers(?:\/(?:me|verification))?|payments(?:\/(?!(?:sessions|assets|quotes|customers|payments|webhooks)\/?$)[^/]+)?|webhooks)\/?$/;

/**
 * The merchant's side of the buy flow: sessions for the page, and the few calls that one buyer needs, each scoped to that
 * buyer. Throws `TypeError` where the options cannot work.
 */
export function createBuyFlow(options: BuyFlowOptions): BuyFlow {
  checkOptions(options);
  const {clock = Date.now, apiKey, apiSecret, baseUrl = sandboxBaseUrl, identify} = options;
  const log = (entry: LogEntry) => {
    try {
      options.log?.(entry);
    } catch {
      // A broken log must not keep a buyer from an answer.
    }
  };
  const store = options.store ?? memoryStore(clock);
  const vendor =
    options.vendor ?? createVendor({apiKey, apiSecret, baseUrl, ...(options.fetch ? {fetch: options.fetch} : {})});
  const limit = createLimit({...defaultLimits, ...options.limits});
  const grants = createGrants(options.sessionSecret ?? apiSecret, clock);
  const market = createMarket(vendor, options.quoteLifetime ?? 60, clock);
  const codes = options.sendCode && createCodes(store, limit, options.sendCode);
  const customers = createCustomers({vendor, store, codes, limit, returnUrl: options.returnUrl});
  const payments = createPayments({vendor, market, store, log});
  const allowed = new Set(options.allowedOrigins);

  const resumeOf = async (grant: Grant) => {
    const kycUrl = grant.customer === undefined ? undefined : await customers.kycUrl(grant.customer);
    const gatewayUrl = grant.payment === undefined ? undefined : await payments.gatewayUrl(grant.payment);
    return grants.mintResume({
      ...grant,
      ...(kycUrl === undefined ? {} : {kycUrl}),
      ...(gatewayUrl === undefined ? {} : {gatewayUrl}),
    });
  };

  const sessionOf = async (grant: Grant): Promise<Session> => ({
    token: await grants.mintSession(grant),
    expiresIn: sessionLifetime,
    resume: await resumeOf(grant),
    guest: codes ? 'code' : 'register',
    identified: grant.customer !== undefined ? 'customer' : grant.email !== undefined ? 'email' : 'no',
    ...(grant.payment === undefined ? {} : {payment: grant.payment}),
  });

  const startPurchase = async (context: Context<Environment>): Promise<Grant> => {
    // A session is bound to a page's origin, so somebody who names none gets none.
    const {origin} = context.var.caller;
    if (origin === undefined) throw new Failure('origin_not_allowed');
    const grant = {origin, purchase: crypto.randomUUID()};
    const buyer = await identify?.(context.req.raw);
    return buyer ? customers.admit(grant, buyer) : grant;
  };

  const resumePurchase = async (context: Context<Environment>, token: string): Promise<Grant> => {
    const {kycUrl, gatewayUrl, ...grant} = await grants.readResume(token, context.var.caller.owns);
    // A browser that several people use: what one of them began is not for the next one who logs in.
    const buyer = grant.email === undefined ? null : await identify?.(context.req.raw);
    if (buyer && buyer.email.toLowerCase() !== grant.email?.toLowerCase()) throw new Failure('resume_expired');
    // After a restart the token knows more than the store.
    if (kycUrl !== undefined && grant.customer !== undefined) await customers.keepKycUrl(grant.customer, kycUrl);
    if (gatewayUrl !== undefined && grant.payment !== undefined) {
      await payments.keepGatewayUrl(grant.payment, gatewayUrl);
    }
    return grant;
  };

  const grantOf = async (context: Context<Environment>): Promise<Grant> => {
    const [, token] = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    if (token === undefined) throw new Failure('session_expired');
    const grant = await grants.readSession(token, context.var.caller.owns);
    await limit('calls', grant.purchase);
    return grant;
  };

  const app = new Hono<Environment>({
    getPath: request => route.exec(new URL(request.url).pathname)?.[0].replace(/\/$/, '') ?? '/',
  });

  const answerProblem = (context: Context<Environment>, problem: Problem): Response => {
    const {requestId} = context.var;
    const {status, message, recoverable} = failures[problem.code];
    const {code, details, retryAfter} = problem;
    const body: ProblemAnswer = {
      code,
      message,
      recoverable,
      requestId,
      ...(details === undefined ? {} : {details}),
      ...(retryAfter === undefined ? {} : {retryAfter}),
    };
    if (retryAfter !== undefined) context.header('retry-after', String(retryAfter));
    return Response.json(body, {status, headers: context.res.headers});
  };

  app.use(async (context, next) => {
    context.set('requestId', crypto.randomUUID());
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    context.header('vary', 'origin');
    if (context.req.path === '/webhooks') return attend(next);
    const caller = callerOf(context.req.raw, allowed);
    context.set('caller', caller);
    for (const [name, value] of Object.entries(caller.cors)) context.header(name, value);
    if (context.req.method === 'OPTIONS') return context.body(null, 204, preflightHeaders);
    return attend(next);
  });
  app.use(
    bodyLimit({
      maxSize: mostBytes,
      onError: () => {
        throw new Failure('body_too_large');
      },
    }),
  );

  app.get('/assets', async context => {
    await limit('market', context.env.address);
    return context.json({assets: await market.assets()});
  });
  app.get('/quotes', async context => {
    await limit('market', context.env.address);
    return context.json(await market.quote(readQuery(context, quoteRequest)));
  });

  app.post('/sessions', async context => {
    await limit('sessions', context.env.address);
    const {resume} = await readBody(context, sessionRequest);
    const grant = resume === undefined ? await startPurchase(context) : await resumePurchase(context, resume);
    return context.json(await sessionOf(grant), 201);
  });

  app.post('/customers', async context => {
    const grant = await grantOf(context);
    const {email, name, locale} = await readBody(context, customerRequest);
    const request = {name, locale, ...(email === undefined ? {} : {email})};
    const entered = await customers.enter(grant, request, context.env.address);
    return 'verification' in entered ? context.json(entered, 202) : context.json(await sessionOf(entered));
  });
  app.post('/customers/verification', async context => {
    const grant = await grantOf(context);
    const request = await readBody(context, verificationRequest);
    return context.json(await sessionOf(await customers.verify(grant, request)));
  });
  app.get('/customers/me', async context => {
    const grant = await grantOf(context);
    const {known, wait} = readQuery(context, waitRequest);
    return context.json(await customers.status(grant, known, wait * 1000, context.req.raw.signal));
  });

  app.post('/payments', async context => {
    const grant = await grantOf(context);
    const key = context.req.header('idempotency-key') ?? '';
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Failure('idempotency_key_missing');
    const {externalId, ...order} = await readBody(context, paymentRequest);
    const payment = await payments.create(grant, key, {...order, ...(externalId === undefined ? {} : {externalId})});
    const created: PaymentCreated = {payment, resume: await resumeOf({...grant, payment: payment.id})};
    return context.json(created, 201);
  });
  app.get('/payments/:id', async context => {
    const grant = await grantOf(context);
    const {known, wait} = readQuery(context, waitRequest);
    const id = context.req.param('id');
    return context.json(await payments.status(grant, id, known, wait * 1000, context.req.raw.signal));
  });

  app.post('/webhooks', async context => {
    const payment = await readNotification(context.req.raw, apiSecret, clock);
    if (payment !== undefined) payments.wake(payment);
    return context.json({received: true});
  });

  app.notFound(context => answerProblem(context, new Failure('not_found')));
  app.onError((error, context) => {
    const {requestId} = context.var;
    if (!isProblem(error)) {
      log({level: 'error', event: 'unexpected', requestId, error: withoutAddresses(error.message)});
      return answerProblem(context, new Failure('busy'));
    }
    const {details, retryAfter} = error;
    const code = toProblemCode(error.code);
    // That the vendor cannot be reached is no matter of the buyer's own connection.
    const told = code === 'offline' ? 'busy' : code;
    if (error.name !== 'VendorSilence') log({level: 'info', event: 'refused', requestId, code});
    else log({level: 'warn', event: 'vendor', requestId, code, error: error.message});
    return answerProblem(context, {code: told, details, retryAfter});
  });

  return async (request, peer = {}) => app.fetch(request, peer);
}

/** Hono hands only an `Error` to `onError`, and what a merchant's function throws may be anything. */
async function attend(next: () => Promise<void>): Promise<void> {
  try {
    await next();
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new Error('something was thrown that is no Error');
  }
}

/** What was meant as an answer. Other errors have a `code` too, such as `ECONNREFUSED`, but it is not one of ours. */
function isProblem(error: Error): error is Error & Problem {
  return ['Failure', 'VendorRefusal', 'VendorSilence'].includes(error.name) && 'code' in error;
}

/** A mail server's complaint names the mailbox, which has no place in a log. */
function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"']+@[^\s<>"']+/g, '…');
}
