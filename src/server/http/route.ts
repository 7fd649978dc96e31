import type * as v from 'valibot';
import type {SessionClaims} from '../auth/session-claims.js';
import type {Services} from '../services.js';
import type {LimitName} from './rate-limits.js';
import type {RouteContext, RouteResult} from './route-context.js';

type Schema = v.GenericSchema | undefined;
type QuerySchema = v.ObjectSchema<v.ObjectEntries, undefined> | undefined;
type Parsed<S> = S extends v.GenericSchema ? v.InferOutput<S> : undefined;

/** `session`: the request needs a session token. `none`: it does not. */
export type RouteAuth = 'session' | 'none';

/** What a route's handler gets. The router has checked and parsed all of it. */
export interface RouteInput<Auth extends RouteAuth, Body extends Schema, Query extends QuerySchema> {
  context: RouteContext;
  claims: Auth extends 'session' ? SessionClaims : undefined;
  body: Parsed<Body>;
  query: Parsed<Query>;
  /** The value of the header `Idempotency-Key`; empty for routes that take none. */
  idempotencyKey: string;
  /** The buyer's network address, if the runtime tells it. */
  clientIp: string | undefined;
}

/** A route as data: the router, the OpenAPI description, the reference and the tests of attacks read it. */
export interface RouteDefinition<
  Auth extends RouteAuth = RouteAuth,
  Body extends Schema = Schema,
  Query extends QuerySchema = QuerySchema,
> {
  method: 'GET' | 'POST';
  /** Below the path that the adapter is mounted on. A segment that begins with a colon takes any value. */
  path: string;
  /** One line for the reference and the OpenAPI description. */
  summary: string;
  auth: Auth;
  /** `pages`: the merchant's own pages. `anyone`: also requests that come from no page, such as webhooks. */
  callers: 'pages' | 'anyone';
  /** The limit that counts this request by client address. */
  limit?: LimitName;
  /** The header `Idempotency-Key` is required. */
  idempotencyKey?: true;
  /** The request waits until something changes. */
  longPoll?: true;
  body?: Body;
  query?: Query;
  /** Other request headers that are required. */
  headers?: readonly string[];
  /** By HTTP status: the name of the type in `src/contract`, or `redirect` or `text`. */
  responses: Readonly<Record<number, string>>;
  handle(input: RouteInput<Auth, Body, Query>, services: Services): Promise<RouteResult>;
}

/** Checks a definition's types. */
export function defineRoute<
  Auth extends RouteAuth,
  Body extends Schema = undefined,
  Query extends QuerySchema = undefined,
>(route: RouteDefinition<Auth, Body, Query>): RouteDefinition {
  // The router fills in exactly what the definition asks for.
  return route;
}
