import {CryptopocketApiError} from './errors.js';

/**
 * Reads the base URL, without a trailing slash.
 * @throws {TypeError} if it is not a plain http(s) URL. The message does not quote the URL, which may contain a password.
 */
export function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new TypeError('baseUrl has to be an http(s) URL, such as https://sandbox.cryptopocket.io/api');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError('baseUrl has to be without user name, password, query and fragment');
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/**
 * Joins `path` to `base`. The documentation uses both `/api/quote` and `/quote` for the same call, so a leading `/api` is
 * dropped if `base` ends with it.
 */
export function joinUrl(base: string, path: string): string {
  const plain = `/${path.replace(/^\/+/, '')}`;
  return base + (base.endsWith('/api') ? plain.replace(/^\/api(?=\/|$)/, '') : plain);
}

/**
 * Encodes `name` as one path segment.
 * @throws {CryptopocketApiError} `not_found` for an empty name, `.` and `..`, which would change the path.
 */
export function pathStep(name: string): string {
  if (/^\.{0,2}$/.test(name)) throw new CryptopocketApiError('not_found');
  return encodeURIComponent(name);
}
