import {isLocalhost} from './is-localhost.js';

/**
 * Whether a buyer may be sent to `url`: `https:` only, and `http:` on this very machine for trying things out. Never with
 * a user name or password, which make one host look like another.
 */
export function isHostedUrl(url: string): boolean {
  // `https:shop.example` would be read relative to the page's own address.
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false;
  const {protocol, hostname, username, password} = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLocalhost(hostname));
}
