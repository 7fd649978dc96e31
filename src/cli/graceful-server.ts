import {createServer, type Server, type ServerResponse} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {toNodeListener} from '../server/node/index.js';

export interface GracefulServer {
  server: Server;
  /**
   * Accepts no new connections and waits until `work` and all requests have ended. After `ms` milliseconds, cuts off the rest.
   * Resolves with whether everything ended in time.
   */
  stop(work: Promise<void>, ms: number): Promise<boolean>;
}

/** Creates a server that finishes running requests before it stops. */
export function createGracefulServer(handle: Parameters<typeof toNodeListener>[0]): GracefulServer {
  const listener = toNodeListener(handle, {overrideGlobalObjects: true});
  const underWay = new Set<ServerResponse>();
  let stopping = false;
  // Requests are small, and pages send them at once. Idle connections must outlive those of a proxy in front, which could
  // otherwise send a request into a connection that is closing.
  const times = {headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000};
  const server = createServer(times, (incoming, outgoing) => {
    underWay.add(outgoing);
    outgoing.once('close', () => underWay.delete(outgoing));
    if (stopping) endConnection(outgoing);
    listener(incoming, outgoing);
  });

  return {
    server,
    async stop(work, ms) {
      stopping = true;
      const closed = new Promise<void>(resolve => {
        server.close(() => {
          resolve();
        });
      });
      underWay.forEach(endConnection);
      const ended = Promise.all([work, closed]).then(() => true);
      const inTime = await Promise.race([ended, pause(ms, false)]);
      server.closeAllConnections();
      return inTime;
    },
  };
}

/** Closes the connection after this response. */
function endConnection(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('connection', 'close');
}
