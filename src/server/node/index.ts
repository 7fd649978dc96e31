/**
 * The adapter on Node: a listener for `node:http`, and a `fetch` that keeps its connections open.
 *
 * @module
 */
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2Bindings, HttpBindings} from '@hono/node-server';
import {loadOptional} from '../../optional-package.js';
import {toFastRequest, NodeHangUp} from './fast-request.js';
import type {Peer} from '../http/route-context.js';

export {pooledFetch, type PoolOptions} from './pooled-fetch.js';

/** The adapter, or a function that wraps it. */
type Handler = (request: Request, peer?: Peer) => Promise<Response>;

/** Properties that a body parser may have set on a request. */
interface Parsed {
  /** The original bytes. Some platforms set it, and `express.json({verify})` can. */
  rawBody?: unknown;
  /** The original bytes after `express.raw()`, the parsed body after other parsers. */
  body?: unknown;
}

const BODY_CONSUMED_MESSAGE =
  'cryptopocket-buy: something read the request’s body before the adapter could. Mount the adapter before body parsers ' +
  'such as express.json(), or have them keep the bytes: express.json({verify: (req, res, bytes) => (req.rawBody = bytes)}).';

export interface NodeListenerOptions {
  /**
   * Replaces the global `Request` and `Response` of the process by cheaper ones, which about doubles the throughput. Only for
   * a process that does nothing else.
   * @default false
   */
  overrideGlobalObjects?: boolean;
}

/**
 * Turns the adapter into a listener for `node:http`, and for Express, Connect and other frameworks on top of it. Passes on the
 * client's address, and cancels waiting when the client disconnects. If a body parser has consumed the body without keeping
 * the bytes, answers 500 with an explanation and prints it, because webhook signatures cover the original bytes. Needs the
 * package `@hono/node-server`.
 *
 * @example
 * app.use('/cryptopocket', toNodeListener(buyFlow)); // before express.json()
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
 * Delays `response` until the current turn of the event loop ends, so that all answers of one turn are sent together. Waking
 * the reader, often a proxy on the same machine, for each answer can cost more than creating it.
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
 * Copies `request` into a native one. The listener's object only resembles a `Request`, so `new Request(request)` in a
 * merchant's function would fail.
 */
function toNativeRequest(request: Request): Request {
  const {url, method, headers, body, signal} = request;
  // `Request` does not support this method, and the adapter has no route for it.
  if (method === 'TRACE') return request;
  const stream = {body, duplex: 'half'};
  return new Request(url, {method, headers, signal, ...stream});
}
