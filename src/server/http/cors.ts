import {HttpError} from './http-error.js';

export interface Caller {
  /** The page's origin; absent where a browser leaves it out because the page is on the adapter's own host. */
  origin?: string;
  /** Whether a token bound to `origin` may be used by this caller. */
  isBoundTo: (origin: string) => boolean;
  /** Response headers that let the page's script read the answer. */
  cors: Record<string, string>;
}

/** By host alone: behind a proxy that ends TLS, the adapter sees http where the page says https. */
const isOn = (host: string, origin: string) => origin === `https://${host}` || origin === `http://${host}`;

/**
 * Who is calling, or `origin_not_allowed`. Only the adapter's own host and `allowed` may call. A browser sends `Origin`
 * with every cross-origin request, so a request without one comes from the adapter's own host or from no page at all.
 * Forwarding headers are not looked at: any program can send them. A page whose own name was made to point here (DNS
 * rebinding) counts as own, but can no more than such a program: none of the merchant's cookies go with what it sends.
 */
export function callerOf(request: Request, host: string, allowed: ReadonlySet<string>): Caller {
  const origin = request.headers.get('origin');
  if (origin === null) {
    const site = request.headers.get('sec-fetch-site');
    if (site !== null && site !== 'same-origin' && site !== 'none') throw new HttpError('origin_not_allowed');
    return {isBoundTo: bound => isOn(host, bound), cors: {}};
  }
  const own = isOn(host, origin);
  if (!own && !allowed.has(origin)) throw new HttpError('origin_not_allowed');
  return {
    origin,
    isBoundTo: bound => bound === origin,
    cors: own ? {} : {'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after'},
  };
}

/** Answers a browser's question whether it may send a request with a token or a JSON body. */
export const preflightHeaders: Record<string, string> = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '7200',
};
