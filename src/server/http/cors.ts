import {HttpError} from './http-error.js';

/** The page that sent a request. */
export interface Caller {
  /** The page's origin. Absent if the browser omits it because the page is on the adapter's own host. */
  origin?: string;
  /** Whether this caller may use a token that is bound to `origin`. */
  isBoundTo: (origin: string) => boolean;
  /** CORS response headers. */
  cors: Record<string, string>;
}

/** Ignores the scheme: behind a proxy that terminates TLS, the adapter sees http and the page https. */
const isOn = (host: string, origin: string) => origin === `https://${host}` || origin === `http://${host}`;

/**
 * Identifies the page that sent a request. Only pages on the adapter's own host and on `allowed` origins may call. Browsers
 * send `Origin` with every cross-origin request, so a request without it comes from the adapter's own host or from no page.
 * Forwarding headers are ignored, because any program can send them. A page whose host name resolves to this server (DNS
 * rebinding) counts as own. It gains nothing over such a program: its requests carry no cookies of the merchant's own host.
 * @throws {HttpError} `origin_not_allowed` for any other page.
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

/** Response headers of a CORS preflight request. */
export const preflightHeaders: Record<string, string> = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '7200',
};
