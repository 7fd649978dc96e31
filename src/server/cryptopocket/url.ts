import {CryptopocketApiError} from './errors.js';

/**
 * The base that paths are joined to, without a trailing slash. Throws a TypeError for what is no plain http(s) address;
 * it does not quote the address, which may hold a password.
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
 * `path` below `base`. Some pages print `/api/quote` and some `/quote` for the same call, so a leading `/api` is
 * dropped where `base` ends with it: `/api/api` cannot happen.
 */
export function joinUrl(base: string, path: string): string {
  const plain = `/${path.replace(/^\/+/, '')}`;
  return base + (base.endsWith('/api') ? plain.replace(/^\/api(?=\/|$)/, '') : plain);
}

/** `name` as one step of a path. Refuses as `not_found` what is none: nothing, `.` and `..` lead elsewhere. */
export function pathStep(name: string): string {
  if (/^\.{0,2}$/.test(name)) throw new CryptopocketApiError('not_found');
  return encodeURIComponent(name);
}
