import type {PaymentCreated, Session} from '../contract/api.js';
import type {Order} from '../contract/asset.js';
import {Failure} from './failure.js';
import {sessionLifetime, type Grant} from './grant.js';
import type {Caller} from './origin.js';
import type {Parts} from './parts.js';
import {payableIn} from './payments.js';
import {
  customerRequest,
  handoverRequest,
  paymentRequest,
  quoteRequest,
  readBody,
  readQuery,
  sessionRequest,
  verificationRequest,
  waitRequest,
} from './requests.js';
import type {HangUp, Waiting} from './watch.js';
import {readNotification, tolerance} from './webhooks.js';

/** What the runtime knows of a connection that the request itself does not tell reliably. */
export interface Peer {
  /** The network address at the other end; what rate limits by address count. Without it they do not count. */
  address?: string | undefined;
  /** Keeps a runtime that sleeps between requests awake until what a request set off is done. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Whether the runtime hands over no more of a body than its `Content-Length` says. */
  keepsLength?: boolean | undefined;
  /** Tells when the caller hangs up, where the runtime has something lighter than the request's own signal. */
  hangUp?: HangUp | undefined;
}

export interface Answer {
  status: number;
  /** To be sent as JSON. */
  body?: unknown;
  /** To be sent as it is, to a person and not to a page's script. */
  text?: string;
  headers?: Record<string, string>;
}

export interface Call {
  request: Request;
  /** The search part of the address, with its question mark. */
  search: string;
  /** Absent for calls that come from no page of the merchant's. */
  caller: Caller | undefined;
  peer: Peer;
  /** What stands for `:id` or `:code` in the route. */
  id: string;
}

type Route = (call: Call) => Promise<Answer>;

/** Before a token in a header; in any case. */
const scheme = 'bearer ';
/** What a phone shows whose code leads nowhere. In the languages that we speak, as nothing is known of its owner. */
const spentCode = [
  'This code was used already, or it is too old: show a new one on the device that you started on.',
  'Este código ya se usó o ha caducado: muestra uno nuevo en el dispositivo en el que empezaste.',
].join('\n\n');

const ok = (body: unknown): Answer => ({status: 200, body});

/** Queries whose orders are remembered. */
const mostOrders = 1000;

/**
 * The route at the end of a path, so that the adapter need not be told where it is mounted. No payment is called like a
 * route, and no code is, so that it may even be mounted at `/payments`.
 */
const paths =
  /\/(?:sessions|assets|quotes|customers(?:\/(?:me|verification))?|(payments|handovers)(?:\/(?!(?:sessions|assets|quotes|customers|payments|handovers|webhooks)\/?$)([^/]+))?|webhooks)\/?$/;

/** The route that `pathname` ends with, and what stands for `:id` or `:code`; `other` where it is none of ours. */
export function routeOf(pathname: string): {route: string; id: string} {
  const [path, of, id] = paths.exec(pathname) ?? [];
  if (path === undefined) return {route: 'other', id: ''};
  if (id === undefined) return {route: path.replace(/\/$/, ''), id: ''};
  return {route: of === 'payments' ? '/payments/:id' : '/handovers/:code', id: decoded(id)};
}

/** Routes that others than the merchant's pages call: the vendor, whose signature says so, and a phone's camera app. */
export const routesForAll: ReadonlySet<string> = new Set(['/webhooks', '/handovers/:code']);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Answers a call of a route. Rejects with a refusal or a silence. */
export function createRoutes(parts: Parts): (route: string, call: Call) => Promise<Answer> {
  const {options, clock, limit, grants, market, customers, payments, handovers, news, follow, observe} = parts;
  const {identify, apiSecret} = options;
  let waiting = 0;

  const addressOf = ({request, peer}: Call) => parts.addressOf(request, peer.address);

  /** Orders by the query that asked for their price: a thousand pages ask in the very same words. */
  const orders = new Map<string, Order>();
  const readOrder = (search: string): Order => {
    const known = orders.get(search);
    if (known) return known;
    const order = readQuery(search, quoteRequest);
    if (orders.size >= mostOrders) orders.clear();
    orders.set(search, order);
    return order;
  };

  const resumeOf = async (grant: Grant) => {
    const kycUrl = grant.customer === undefined ? undefined : await customers.kycUrl(grant.customer);
    const payable = grant.payment === undefined ? {} : await payments.payable(grant.payment);
    return grants.mintResume({...grant, ...(kycUrl === undefined ? {} : {kycUrl}), ...payable});
  };

  const sessionOf = async (grant: Grant): Promise<Session> => {
    return {
      token: await grants.mintSession(grant),
      expiresIn: sessionLifetime,
      resume: await resumeOf(grant),
      guest: options.sendCode ? 'code' : 'register',
      identified: grant.customer !== undefined ? 'customer' : grant.email !== undefined ? 'email' : 'no',
      ...(grant.payment === undefined ? {} : {payment: grant.payment}),
    };
  };

  const startPurchase = async ({request, caller}: Call): Promise<Grant> => {
    // A session is bound to a page's origin, so somebody who names none gets none.
    const origin = caller?.origin;
    if (origin === undefined) throw new Failure('origin_not_allowed');
    const grant = {origin, purchase: crypto.randomUUID(), since: clock()};
    const buyer = await identify?.(request);
    return buyer ? customers.admit(grant, buyer) : grant;
  };

  const resumePurchase = async ({request, caller}: Call, token: string): Promise<Grant> => {
    const {kycUrl, gatewayUrl, transfer, unchecked, ...grant} = await grants.readResume(
      token,
      origin => caller?.owns(origin) ?? false,
    );
    // A browser that several people use: what one of them began is not for the next one who logs in.
    const begun = grant.email !== undefined || grant.customer !== undefined;
    const buyer = begun ? await identify?.(request) : null;
    if (buyer && buyer.email.toLowerCase() !== grant.email?.toLowerCase()) throw new Failure('resume_expired');
    // After a restart the token knows more than the store.
    if (kycUrl !== undefined && grant.customer !== undefined) await customers.keepKycUrl(grant.customer, kycUrl);
    if (grant.payment !== undefined && (gatewayUrl !== undefined || transfer !== undefined)) {
      await payments.keepPayable(grant.payment, payableIn({gatewayUrl, transfer, unchecked}));
    }
    if (await customers.isOvertaken(grant)) throw new Failure('resume_expired');
    // A token from before the payment leads to that payment, and to no other.
    const payment = grant.payment ?? (await payments.ofPurchase(grant.purchase));
    return payment === undefined ? grant : {...grant, payment};
  };

  const grantOf = async ({request, caller}: Call): Promise<Grant> => {
    const authorization = request.headers.get('authorization') ?? '';
    if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) throw new Failure('session_expired');
    const token = authorization.slice(scheme.length);
    const grant = await grants.readSession(token, origin => caller?.owns(origin) ?? false);
    await limit('calls', grant.purchase);
    if (await customers.isOvertaken(grant)) throw new Failure('session_expired');
    return grant;
  };

  /** How long, and for what, the caller wants to wait. */
  const waitOf = ({request, peer, search}: Call): {known: string | undefined; how: Waiting<never>} => {
    if (search === '') return {known: undefined, how: {}};
    const {known, wait, fresh} = readQuery(search, waitRequest);
    // Only whoever waits can be hung up on.
    return {
      known,
      how: {wait: wait * 1000, fresh: fresh === 'true', ...(wait > 0 ? {signal: peer.hangUp ?? request.signal} : {})},
    };
  };

  const counted = <T>(work: Promise<T>): Promise<T> => {
    if (!observe) return work;
    observe({kind: 'waiting', count: ++waiting});
    return work.finally(() => {
      observe({kind: 'waiting', count: --waiting});
    });
  };

  /** Whether this is no copy of a notification that was heard already. Where nobody can tell, it is taken for news. */
  const isFirst = (signature: string) =>
    parts.store.add(`notification:${signature}`, '', 2 * tolerance).catch(() => true);

  const routes = new Map<string, Route>([
    [
      'GET /assets',
      async call => {
        await limit('market', addressOf(call));
        return {status: 200, body: {assets: await market.assets()}};
      },
    ],
    [
      'GET /quotes',
      async call => {
        await limit('market', addressOf(call));
        return {status: 200, body: await market.quote(readOrder(call.search))};
      },
    ],
    [
      'POST /sessions',
      async call => {
        await limit('sessions', addressOf(call));
        const {resume} = await readBody(call, sessionRequest);
        const grant = resume === undefined ? await startPurchase(call) : await resumePurchase(call, resume);
        return {status: 201, body: await sessionOf(grant)};
      },
    ],
    [
      'POST /customers',
      async call => {
        const grant = await grantOf(call);
        const {email, name, locale} = await readBody(call, customerRequest);
        const request = {name, locale, ...(email === undefined ? {} : {email})};
        const entered = await customers.enter(grant, request, addressOf(call));
        if ('verification' in entered) return {status: 202, body: entered};
        return {status: 200, body: await sessionOf(entered)};
      },
    ],
    [
      'POST /customers/verification',
      async call => {
        const grant = await grantOf(call);
        const request = await readBody(call, verificationRequest);
        return {status: 200, body: await sessionOf(await customers.verify(grant, request))};
      },
    ],
    [
      'GET /customers/me',
      async call => {
        const grant = await grantOf(call);
        const {known, how} = waitOf(call);
        return counted(customers.status(grant, known, how)).then(ok);
      },
    ],
    [
      'POST /payments',
      async call => {
        const grant = await grantOf(call);
        const key = call.request.headers.get('idempotency-key') ?? '';
        if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Failure('idempotency_key_missing');
        const {externalId, wallet, ...order} = await readBody(call, paymentRequest);
        const request = {
          ...order,
          ...(externalId === undefined ? {} : {externalId}),
          ...(wallet === undefined ? {} : {wallet}),
        };
        const payment = await payments.create(grant, key, request);
        const created: PaymentCreated = {payment, resume: await resumeOf({...grant, payment: payment.id})};
        return {status: 201, body: created};
      },
    ],
    [
      'GET /payments/:id',
      async call => {
        const grant = await grantOf(call);
        const {known, how} = waitOf(call);
        return counted(payments.status(grant, call.id, known, how)).then(ok);
      },
    ],
    [
      'POST /handovers',
      async call => {
        const grant = await grantOf(call);
        const {page} = await readBody(call, handoverRequest);
        return {status: 201, body: await handovers.begin(grant, page)};
      },
    ],
    [
      'GET /handovers/:code',
      async call => {
        await limit('market', addressOf(call));
        const location = await handovers.take(call.id);
        // The code is in the address of the page that leads there.
        const headers = {'referrer-policy': 'no-referrer'};
        if (location !== undefined) return {status: 303, headers: {...headers, location}};
        return {status: 410, text: spentCode, headers: {...headers, 'content-type': 'text/plain; charset=utf-8'}};
      },
    ],
    [
      'POST /webhooks',
      async call => {
        const {payment, signature} = await readNotification(call, apiSecret, clock);
        if (payment !== undefined && (await isFirst(signature))) {
          await news.tell(payment);
          await follow?.hurry(payment);
        }
        return {status: 200, body: {received: true}};
      },
    ],
  ]);

  return (route, call) => {
    news.start();
    const answer = routes.get(`${call.request.method} ${route}`);
    return answer ? answer(call) : Promise.reject(new Failure('not_found'));
  };
}
