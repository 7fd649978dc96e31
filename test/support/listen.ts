import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import {after} from 'node:test';

/** Serves on a free loopback port until the test that asked for it, or the file, is over. Gives the origin. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const port = await listenAnywhere(server);
  after(() => close(server));
  return `http://127.0.0.1:${port}`;
}

/** A loopback port where nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenAnywhere(server);
  await close(server);
  return port;
}

async function listenAnywhere(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
