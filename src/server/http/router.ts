import type * as v from 'valibot';
import type {Services} from '../services.js';
import {HttpError} from './http-error.js';
import {readBody, readQuery} from './request-schemas.js';
import type {RouteDefinition, RouteInput} from './route.js';
import type {RouteContext, RouteResult} from './route-context.js';
import {routes} from './routes/index.js';

/** How many queries of a route stay parsed: a thousand pages ask for prices in the very same words. */
const MAX_PARSED_QUERIES = 1000;

/** The first segments of all paths. No payment id and no code has such a name, so the adapter may be mounted at `/payments`. */
const firstSegments = [...new Set(routes.map(({path}) => path.split('/')[1] ?? ''))].join('|');

/** Longer paths first, so that `/customers/me` is not taken for `/customers`. */
const pathPattern = new RegExp(
  `/(?:${[...new Set(routes.map(({path}) => path))]
    .sort((a, b) => b.length - a.length)
    .map(path => path.slice(1).replace(/:\w+/, `(?!(?:${firstSegments})/?$)([^/]+)`))
    .join('|')})/?$`,
);

/** Paths with a parameter, in the order of the pattern's groups. */
const parameterPaths = [...new Set(routes.map(({path}) => path))]
  .sort((a, b) => b.length - a.length)
  .filter(path => path.includes(':'));

/**
 * The path of the route that `pathname` ends with, and the value of its parameter, so that the adapter need not know where
 * it is mounted. The path is `other` if there is no such route.
 */
export function routeOf(pathname: string): {route: string; id: string} {
  const [match, ...parameters] = pathPattern.exec(pathname) ?? [];
  if (match === undefined) return {route: 'other', id: ''};
  // Groups that took no part in the match are undefined, which the types of `exec` leave out.
  const nth = parameters.findIndex(Boolean);
  if (nth === -1) return {route: match.replace(/\/$/, ''), id: ''};
  return {route: parameterPaths[nth] ?? 'other', id: decoded(parameters[nth] ?? '')};
}

/** Paths that requests from no page of the merchant's may use: a webhook has a signature, a phone's camera opens a handoff. */
export const pathsForAnyone: ReadonlySet<string> = new Set(
  routes.filter(({callers}) => callers === 'anyone').map(({path}) => path),
);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `readQuery` that remembers what it parsed. Its results must not be changed. */
function queryReader<T extends v.ObjectSchema<v.ObjectEntries, undefined>>(
  schema: T,
): (search: string) => v.InferOutput<T> {
  const parsed = new Map<string, v.InferOutput<T>>();
  return search => {
    const known = parsed.get(search);
    if (known) return known;
    const query = readQuery(search, schema);
    if (parsed.size >= MAX_PARSED_QUERIES) parsed.clear();
    parsed.set(search, query);
    return query;
  };
}

function readIdempotencyKey({headers}: Request): string {
  const key = headers.get('idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new HttpError('idempotency_key_missing', {field: 'idempotency-key'});
  return key;
}

/** Handles requests by method and path. Rejects with the problem to answer. */
export function createRouter(services: Services): (path: string, context: RouteContext) => Promise<RouteResult> {
  const {onMetric, limit, sessions, notifier, tracker} = services;
  let waiting = 0;

  const counted = <T>(work: Promise<T>): Promise<T> => {
    if (!onMetric) return work;
    onMetric({kind: 'waiting', count: ++waiting});
    return work.finally(() => {
      onMetric({kind: 'waiting', count: --waiting});
    });
  };

  const handlerOf = (route: RouteDefinition) => {
    const parseQuery = route.query && queryReader(route.query);
    const readInput = async (context: RouteContext): Promise<RouteInput<never, undefined, undefined>> => {
      // Nothing is counted for callers such as the vendor's webhooks, and their proxies are no finding.
      const isCounted = route.limit !== undefined || route.callers === 'pages';
      const clientIp = isCounted ? services.clientIp(context.request, context.peer.address) : undefined;
      if (route.limit) await limit(route.limit, clientIp);
      const claims = route.auth === 'session' ? await sessions.authenticate(context) : undefined;
      const idempotencyKey = route.idempotencyKey ? readIdempotencyKey(context.request) : '';
      const body: unknown = route.body && (await readBody(context, route.body));
      const query: unknown = parseQuery?.(context.search);
      // Of the types that the definition declares, as `defineRoute` checked.
      return {context, claims, body, query, idempotencyKey, clientIp} as RouteInput<never, undefined, undefined>;
    };
    const handle = (input: RouteInput<never, undefined, undefined>) => route.handle(input, services);
    return (context: RouteContext): Promise<RouteResult> => {
      const input = readInput(context);
      return route.longPoll ? input.then(read => counted(handle(read))) : input.then(handle);
    };
  };

  const handlers = new Map(routes.map(route => [`${route.method} ${route.path}`, handlerOf(route)]));
  return (path, context) => {
    notifier.start();
    tracker?.start();
    const handle = handlers.get(`${context.request.method} ${path}`);
    return handle ? handle(context) : Promise.reject(new HttpError('not_found'));
  };
}
