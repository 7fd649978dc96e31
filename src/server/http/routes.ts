import type {PaymentCreated} from '../../contract/api.js';
import type {Order} from '../../contract/asset.js';
import type {Answer, Call} from './route-context.js';
import {Failure} from './http-error.js';
import {apiSecretsOf} from '../options.js';
import type {Parts} from '../services.js';
import {createPurchases} from '../auth/sessions.js';
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
} from './request-schemas.js';
import type {Waiting} from '../polling/status-poller.js';
import {readNotification, tolerance} from '../payments/webhooks.js';

type Route = (call: Call) => Promise<Answer>;

/** What a phone shows whose code leads nowhere: in every language of the widget, as nothing is known of its owner. */
const spentCode = [
  'This code was used already, or it is too old: show a new one on the device that you started on.',
  'Este código ya se usó o ha caducado: muestra uno nuevo en el dispositivo en el que empezaste.',
  'Este código já foi usado ou expirou: mostre um novo no dispositivo em que começou.',
  'Ce code a déjà servi ou a expiré : affichez-en un nouveau sur l’appareil où vous avez commencé.',
  'Dieser Code wurde schon benutzt oder ist abgelaufen: Zeigen Sie auf dem Gerät, auf dem Sie begonnen haben, einen neuen an.',
  'Questo codice è già stato usato o è scaduto: mostrane uno nuovo sul dispositivo su cui hai iniziato.',
  'Aquest codi ja s’ha fet servir o ha caducat: mostra’n un de nou al dispositiu on has començat.',
  'هذا الرمز مستخدم من قبل أو انتهت صلاحيته: اعرض رمزًا جديدًا على الجهاز الذي بدأت عليه.',
].join('\n\n');

/** Whether nobody asked for this yet: it is prefetched, or shown as a preview. */
function isLookingAhead({headers}: Request): boolean {
  const purpose = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''} ${headers.get('x-moz') ?? ''}`;
  return /prefetch|prerender|preview/i.test(purpose);
}

const ok = (body: unknown): Answer => ({status: 200, body});

/** Queries whose orders are remembered. */
const mostOrders = 1000;

/** Answers a call of a route. Rejects with a refusal or a silence. */
export function createRoutes(parts: Parts): (route: string, call: Call) => Promise<Answer> {
  const {options, clock, limit, market, customers, payments, handovers, news, follow, observe} = parts;
  const purchases = createPurchases(parts);
  const apiSecrets = apiSecretsOf(options);
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

  const notificationKey = (signature: string) => `notification:${signature}`;
  /** Whether this copy of a notification was acted on already. If the store cannot tell, it is acted on again. */
  const wasHandled = (signature: string) =>
    parts.store.get(notificationKey(signature)).then(
      seen => seen !== undefined,
      () => false,
    );

  // What is said of each is the reference's table of routes.
  const routes = new Map<string, Route>([
    /** Coins and chains that can be bought */
    [
      'GET /assets',
      async call => {
        await limit('market', addressOf(call));
        return {status: 200, body: {assets: await market.assets()}};
      },
    ],
    /** What `amount` of euros buys of `asset` on `chain` by `paymentType`: an estimate, and for how many seconds it holds */
    [
      'GET /quotes',
      async call => {
        await limit('market', addressOf(call));
        return {status: 200, body: await market.quote(readOrder(call.search))};
      },
    ],
    /** Starts a purchase, or goes on with the one of a `resume` token; starting needs an `Origin` header */
    [
      'POST /sessions',
      async call => {
        await limit('sessions', addressOf(call));
        const {resume} = await readBody(call, sessionRequest);
        const grant = await (resume === undefined ? purchases.start(call) : purchases.resume(call, resume));
        return {status: 201, body: await purchases.sessionOf(grant)};
      },
    ],
    /** Takes e-mail and name; sends a code, or registers a new customer */
    [
      'POST /customers',
      async call => {
        const grant = await purchases.grantOf(call);
        const {email, name, locale} = await readBody(call, customerRequest);
        const request = {name, locale, ...(email === undefined ? {} : {email})};
        const entered = await customers.enter(grant, request, addressOf(call));
        if ('verification' in entered) return {status: 202, body: entered};
        return {status: 200, body: await purchases.sessionOf(entered)};
      },
    ],
    /** Takes the code; answers a session that owns the customer */
    [
      'POST /customers/verification',
      async call => {
        const grant = await purchases.grantOf(call);
        const request = await readBody(call, verificationRequest);
        return {status: 200, body: await purchases.sessionOf(await customers.verify(grant, request, addressOf(call)))};
      },
    ],
    /** KYC status, and the link to the identity check while it is needed */
    [
      'GET /customers/me',
      async call => {
        const grant = await purchases.grantOf(call);
        const {known, how} = waitOf(call);
        return counted(customers.status(grant, known, how)).then(ok);
      },
    ],
    /** Creates the payment, a direct one where a `wallet` is given; needs `Idempotency-Key` */
    [
      'POST /payments',
      async call => {
        const grant = await purchases.grantOf(call);
        const key = call.request.headers.get('idempotency-key') ?? '';
        if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Failure('idempotency_key_missing', {field: 'idempotency-key'});
        const {externalId, wallet, ...order} = await readBody(call, paymentRequest);
        const request = {
          ...order,
          ...(externalId === undefined ? {} : {externalId}),
          ...(wallet === undefined ? {} : {wallet}),
        };
        const payment = await payments.create(grant, key, request);
        const created: PaymentCreated = {payment, resume: await purchases.resumeOf({...grant, payment: payment.id})};
        return {status: 201, body: created};
      },
    ],
    /** The payment; another buyer's answers 404 */
    [
      'GET /payments/:id',
      async call => {
        const grant = await purchases.grantOf(call);
        const {known, how} = waitOf(call);
        return counted(payments.status(grant, call.id, known, how)).then(ok);
      },
    ],
    /** Makes a code that leads a phone to the vendor's page for `kyc`, `enhanced` or `payment` */
    [
      'POST /handovers',
      async call => {
        const grant = await purchases.grantOf(call);
        const {page} = await readBody(call, handoverRequest);
        return {status: 201, body: await handovers.begin(grant, page)};
      },
    ],
    /** Leads to that page, for the first who asks within five minutes; then answers 410 */
    [
      'GET /handovers/:code',
      async call => {
        await limit('market', addressOf(call));
        // A browser or a chat program that looks ahead must not use the code up.
        if (isLookingAhead(call.request)) throw new Failure('busy', undefined, 1);
        const location = await handovers.take(call.id);
        // The code is in the address of the page that leads there.
        const headers = {'referrer-policy': 'no-referrer'};
        if (location !== undefined) return {status: 303, headers: {...headers, location}};
        return {status: 410, text: spentCode, headers: {...headers, 'content-type': 'text/plain; charset=utf-8'}};
      },
    ],
    /** Takes the vendor's signed notifications, and has the payment that one names looked at again */
    [
      'POST /webhooks',
      async call => {
        const {payment, signature} = await readNotification(call, apiSecrets, clock);
        if (payment !== undefined && !(await wasHandled(signature))) {
          await news.tell(payment);
          await follow?.hurry(payment);
          // Last, so that the vendor's next try is not ignored when acting on this one failed.
          await parts.store.set(notificationKey(signature), '', 2 * tolerance);
        }
        return {status: 200, body: {received: true}};
      },
    ],
  ]);

  return (route, call) => {
    news.start();
    follow?.start();
    const answer = routes.get(`${call.request.method} ${route}`);
    return answer ? answer(call) : Promise.reject(new Failure('not_found'));
  };
}
