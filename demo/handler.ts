/**
 * The demo's backend in one function, to put the demo on the web: beside the static files in `.demo/`, it answers whatever
 * is no file on the page's host, and everything on the sandbox's. Its memory is one process's.
 */
import type {Peer} from '../src/server/index.js';
import {createSandbox} from '../src/sandbox/index.js';
import {createShop} from './shop.js';

export interface DemoOptions {
  /** Such as `https://demo.example`. */
  pageOrigin: string;
  /** Another host of the same server, as the vendor's pages are never on the merchant's: `https://vendor.demo.example`. */
  sandboxOrigin: string;
}

export function createDemo({
  pageOrigin,
  sandboxOrigin,
}: DemoOptions): (request: Request, peer?: Peer) => Promise<Response> {
  // They open nothing but this sandbox, which nobody else reaches.
  const credentials = {apiKey: 'sandbox-key', apiSecret: crypto.randomUUID()};
  // By host, since a proxy that ends TLS passes on plain requests.
  const isForSandbox = ({url}: Request) => new URL(url).host === new URL(sandboxOrigin).host;
  const inside = (request: Request): Promise<Response> =>
    isForSandbox(request) ? sandbox.fetch(request) : shop(request);
  const reach: typeof fetch = (input, init) => inside(new Request(input, init));
  const sandbox = createSandbox({...credentials, origin: sandboxOrigin, fetch: reach});
  const shop = createShop({
    ...credentials,
    baseUrl: `${sandboxOrigin}/api`,
    pageOrigin,
    inbox: request => sandbox.fetch(request),
    fetch: reach,
  });
  const subscribed = shop.subscribe(`${pageOrigin}/cryptopocket/webhooks`);

  return async (request, peer) => {
    await subscribed;
    if (isForSandbox(request)) return sandbox.fetch(request);
    const {pathname, search} = new URL(request.url);
    if (pathname === '/demo.json') return Response.json({sandbox: sandboxOrigin});
    if (pathname.startsWith('/control/') && request.method === 'POST') {
      // The playground's own orders; the sandbox takes them from its own pages only.
      if (request.headers.get('origin') !== pageOrigin) return new Response(null, {status: 403});
      const headers = {'content-type': 'application/json'};
      return sandbox.fetch(
        new Request(sandboxOrigin + pathname + search, {method: 'POST', headers, body: await request.text()}),
      );
    }
    return shop(request, peer);
  };
}
