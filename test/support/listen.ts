import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import {after} from 'node:test';

/** Serves on a free loopback port until the test that asked for it, or the file, is over. Gives the origin. */
export async function listen(
  listener: RequestListener,
  untilAfter: (end: () => Promise<void>) => void = after,
): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  untilAfter(() => close(server));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
