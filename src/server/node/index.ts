import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2Bindings, HttpBindings} from '@hono/node-server';
import {loadOptional} from '../../optional-package.js';
import {toFastRequest, NodeHangUp} from './fast-request.js';
import type {Peer} from '../http/route-context.js';

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

const BODY_CONSUMED_MESSAGE =
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
  const loading = loadListener(buyFlow, overrideGlobalObjects);
  let loaded: Awaited<typeof loading> | undefined;
  void loading.then(listen => (loaded = listen));
  return (incoming, outgoing) => {
    if (incoming.readableDidRead && !Buffer.isBuffer(incoming.rawBody)) {
      if (!Buffer.isBuffer(incoming.body)) {
        console.error(new Error(BODY_CONSUMED_MESSAGE));
        outgoing.writeHead(500, {'content-type': 'text/plain; charset=utf-8'}).end(BODY_CONSUMED_MESSAGE);
        return;
      }
      incoming.rawBody = incoming.body;
    }
    if (loaded) void loaded(incoming, outgoing);
    else void loading.then(listen => listen(incoming, outgoing));
  };
}

async function loadListener(buyFlow: Handler, overrideGlobalObjects: boolean) {
  const {getRequestListener} = await loadOptional(
    'cryptopocket-buy/node',
    '@hono/node-server',
    () => import('@hono/node-server'),
  );
  return getRequestListener(
    (request, {incoming, outgoing}: HttpBindings | Http2Bindings) =>
      buyFlow(overrideGlobalObjects ? toFastRequest(request, incoming, outgoing) : toNativeRequest(request), {
        address: incoming.socket.remoteAddress,
        keepsLength: true,
        hangUp: new NodeHangUp(outgoing),
      }).then(flushTogether),
    {overrideGlobalObjects},
  );
}

let endOfTurn: Promise<void> | undefined;

/**
 * Holds `response` back until this turn of the event loop ends, so that all answers of one turn are sent together: to wake
 * whoever reads them, often a proxy on the same machine, for each alone can cost more than to make it.
 */
function flushTogether(response: Response): Promise<Response> {
  endOfTurn ??= new Promise(resolve => {
    setImmediate(() => {
      endOfTurn = undefined;
      resolve();
    });
  });
  return endOfTurn.then(() => response);
}

/**
 * `request` as one of the runtime's own. What the listener hands over only looks like one, and the runtime's constructor
 * takes no such thing, where a merchant's function makes another request of it.
 */
function toNativeRequest(request: Request): Request {
  const {url, method, headers, body, signal} = request;
  // The runtime makes no such request, and the adapter answers none.
  if (method === 'TRACE') return request;
  const stream = {body, duplex: 'half'};
  return new Request(url, {method, headers, signal, ...stream});
}
