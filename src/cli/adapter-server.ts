import {createServer, type Server, type ServerResponse} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import type {BuyFlow, Peer} from '../server/index.js';
import {toNodeListener} from '../server/node.js';
import type {Log} from './log.js';

export interface AdapterServer {
  server: Server;
  /**
   * Takes no new connections, and resolves once the adapter and all calls have ended, to whether they did so within
   * `ms` milliseconds. Those that did not are cut off.
   */
  stop(ms: number): Promise<boolean>;
}

/** The adapter below any path, and what tells a supervisor how it is: `/healthz` and `/readyz`. */
export function createAdapterServer(buyFlow: BuyFlow, log: Log): AdapterServer {
  const underWay = new Set<ServerResponse>();
  let stopping = false;

  const handle = async (request: Request, peer?: Peer): Promise<Response> => {
    const {pathname} = new URL(request.url);
    if (request.method === 'GET' && pathname === '/healthz') return state(200, {live: true});
    if (request.method === 'GET' && pathname === '/readyz') {
      if (stopping) return state(503, {stopping});
      const {store, vendor} = await buyFlow.check();
      return state(store && vendor ? 200 : 503, {store, vendor});
    }
    return log.request(() => buyFlow(request, peer));
  };

  const listener = toNodeListener(handle, {overrideGlobalObjects: true});
  // A whole request is small, and a page sends it at once. Idle connections outlive those of a proxy, whose next call
  // would otherwise meet a closed door.
  const server = createServer(
    {headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000},
    (incoming, outgoing) => {
      underWay.add(outgoing);
      outgoing.once('close', () => underWay.delete(outgoing));
      if (stopping) isLast(outgoing);
      listener(incoming, outgoing);
    },
  );

  return {
    server,
    async stop(ms) {
      stopping = true;
      const closed = new Promise<void>(resolve =>
        server.close(() => {
          resolve();
        }),
      );
      underWay.forEach(isLast);
      const ended = Promise.all([buyFlow.close(), closed]).then(() => true);
      const inTime = await Promise.race([ended, pause(ms, false, {ref: false})]);
      server.closeAllConnections();
      return inTime;
    },
  };
}

/** The connection is not kept for another call. */
function isLast(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('connection', 'close');
}

function state(status: number, what: Record<string, boolean>): Response {
  return Response.json(what, {status, headers: {'cache-control': 'no-store'}});
}
