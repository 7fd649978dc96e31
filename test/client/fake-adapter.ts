import {createClient} from '../../src/client/client.js';
import type {Backend} from '../../src/contract/backend.js';

export const base = 'https://shop.test/cryptopocket';
export const session = {token: 'token-1', expiresIn: 900, resume: 'resume-1', guest: 'code', identified: 'no'} as const;
export const payment = {id: 'p-1', status: 'created', amount: '100.00', asset: 'USDC'} as const;
export const request = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '107.5'};

/** A call that is never aborted. */
export const {signal} = new AbortController();

export interface Seen {
  route: string;
  url: URL;
  headers: Headers;
  body: string;
  options: RequestInit | undefined;
  request: Request;
}

/** What is answered as JSON, or a function of what was asked and how often. */
export type Route = object | ((seen: Seen, nth: number) => Response | Promise<Response>);

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json'}});
}

export function refusal(code: string, status = 409, more: object = {}): Response {
  return json({code, message: 'for developers', recoverable: true, requestId: 'r', ...more}, status);
}

/**
 * An adapter of a few routes, such as `POST /sessions`. What nobody wrote down is answered 404 by somebody else's server.
 */
export function fakeAdapter(routes: Record<string, Route>) {
  const asked: Seen[] = [];
  const of = (route: string) => asked.filter(seen => seen.route === route);
  const fetch: typeof globalThis.fetch = async (input, options) => {
    const request = new Request(input, options);
    const url = new URL(request.url);
    const route = `${request.method} ${url.pathname.replace('/cryptopocket', '')}`;
    const seen = {route, url, headers: request.headers, body: await request.clone().text(), options, request};
    asked.push(seen);
    const answer = Object.hasOwn(routes, route)
      ? routes[route]
      : () => new Response('<h1>Not found</h1>', {status: 404});
    return typeof answer === 'function'
      ? (answer as (...given: unknown[]) => Response)(seen, of(route).length)
      : json(answer);
  };
  return {asked, of, fetch, bodies: (route: string) => of(route).map(({body}) => JSON.parse(body) as unknown)};
}

/** A client of an adapter that mints sessions, beside `routes`. */
export function fakeClient(routes: Record<string, Route>) {
  const adapter = fakeAdapter({
    'POST /sessions': (_: Seen, nth: number) => json({...session, token: `token-${nth}`, resume: `resume-${nth}`}, 201),
    ...routes,
  });
  const client: Backend = createClient({base, locale: () => 'es-MX', fetch: adapter.fetch});
  return {...adapter, client};
}

/** What `call` rejects with. */
export async function problem(
  call: Promise<unknown>,
): Promise<{name?: unknown; code?: unknown} & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('nothing was refused');
}
