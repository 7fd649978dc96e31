import {createServer, type Server, type ServerResponse} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {toNodeListener} from '../server/node/index.js';

export interface GracefulServer {
  server: Server;
  /**
   * Takes no new connections, and resolves once `work` and all calls have ended, to whether they did so within `ms`
   * milliseconds. Those that did not are cut off.
   */
  stop(work: Promise<void>, ms: number): Promise<boolean>;
}

/** A server that can stop without hurting anybody. */
export function createGracefulServer(handle: Parameters<typeof toNodeListener>[0]): GracefulServer {
  const listener = toNodeListener(handle, {overrideGlobalObjects: true});
  const underWay = new Set<ServerResponse>();
  let stopping = false;
  // A request is small, and a page sends it at once. Idle connections outlive those of a proxy in front, which would
  // otherwise now and then send a call into one that just closed.
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

/** The connection does not wait for another call after this one. */
function endConnection(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('connection', 'close');
}
