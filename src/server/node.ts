import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2ServerRequest} from 'node:http2';
import {getRequestListener, type Http2Bindings, type HttpBindings} from '@hono/node-server';
import type {Peer} from './routes.js';

export {pooledFetch, type PoolOptions} from './pooled-fetch.js';

/** The adapter, or a function around it. */
type Handler = (request: Request, peer?: Peer) => Promise<Response>;

/** What a body parser may have left on a request. */
interface Parsed {
  /** The bytes as they came; what some platforms keep, and `express.json({verify})` can. */
  rawBody?: unknown;
  /** Bytes too, after `express.raw()`; after other parsers, what they made of them. */
  body?: unknown;
}

const bodyIsGone =
  'cryptopocket-buy: something read the request’s body before the adapter could. Mount the adapter before body parsers ' +
  'such as express.json(), or have them keep the bytes: express.json({verify: (req, res, bytes) => (req.rawBody = bytes)}).';

export interface NodeListenerOptions {
  /**
   * Replaces the process's `Request` and `Response` by ones that are made faster, about twice as fast in all. For a process
   * that does nothing else. Default: false.
   */
  overrideGlobalObjects?: boolean;
}

/**
 * The adapter as a listener for `node:http`, and so for Express, Connect and everything else that is built on it. Passes on
 * the address of the connection, and ends what the adapter waits for when the client hangs up. A body that was read
 * before is answered with 500 and an explanation, on the console too, unless its bytes were kept: the signature of a
 * notification is over exactly those.
 */
export function toNodeListener(
  buyFlow: Handler,
  {overrideGlobalObjects = false}: NodeListenerOptions = {},
): (incoming: IncomingMessage & Parsed, outgoing: ServerResponse) => void {
  const listen = getRequestListener(
    (request, {incoming}: HttpBindings | Http2Bindings) =>
      buyFlow(overrideGlobalObjects ? readingHeadersOf(request, incoming) : toOwnRequest(request), {
        address: incoming.socket.remoteAddress,
      }),
    {overrideGlobalObjects},
  );
  return (incoming, outgoing) => {
    if (incoming.readableDidRead && !Buffer.isBuffer(incoming.rawBody)) {
      if (!Buffer.isBuffer(incoming.body)) {
        console.error(new Error(bodyIsGone));
        outgoing.writeHead(500, {'content-type': 'text/plain; charset=utf-8'}).end(bodyIsGone);
        return;
      }
      incoming.rawBody = incoming.body;
    }
    void listen(incoming, outgoing);
  };
}

/** `request`, whose single headers are read where Node has them already: making all of them costs more than an answer. */
function readingHeadersOf(request: Request, incoming: IncomingMessage | Http2ServerRequest): Request {
  const get = (name: string): string | null => {
    const value = incoming.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
  let all: Headers | undefined;
  const make = () =>
    (all ??= new Headers(
      Object.entries(incoming.headers).flatMap(([name]): [string, string][] => {
        const value = name.startsWith(':') ? null : get(name);
        return value === null ? [] : [[name, value]];
      }),
    ));
  const headers = new Proxy({get} as Partial<Headers> as Headers, {
    get(_target, name) {
      if (name === 'get') return get;
      const value: unknown = Reflect.get(make(), name);
      return typeof value === 'function'
        ? (...given: unknown[]) => Reflect.apply(value, make(), given) as unknown
        : value;
    },
  });
  return Object.defineProperty(request, 'headers', {value: headers});
}

/**
 * `request` as one of the runtime's own. What the listener hands over only looks like one, and the runtime's constructor
 * takes no such thing, where a merchant's function makes another request of it.
 */
function toOwnRequest(request: Request): Request {
  const {url, method, headers, body, signal} = request;
  // The runtime makes no such request, and the adapter answers none.
  if (method === 'TRACE') return request;
  const stream = {body, duplex: 'half'};
  return new Request(url, {method, headers, signal, ...stream});
}
