import {createServer} from 'node:http';
import {toNodeListener} from '../src/server/node/index.js';
import type {Peer} from '../src/server/index.js';
import {settings} from './settings.js';

/** Serves `fetch` on a loopback port until the process that started this one is gone. */
export function serve(name: string, port: number, fetch: (request: Request, peer?: Peer) => Promise<Response>): void {
  const server = createServer(toNodeListener(fetch));
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(error.code === 'EADDRINUSE' ? `The ${name} needs port ${port}, which is taken.` : error.message);
    process.exit(1);
  });
  server.listen(port, settings.host, () => {
    process.send?.('ready');
  });
  process.on('disconnect', () => process.exit());
}
