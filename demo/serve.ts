import {serve as serveNode, type Http2Bindings, type HttpBindings} from '@hono/node-server';
import {settings} from './settings.js';

/** Serves `fetch` on a loopback port until the process that started this one is gone. */
export function serve(
  name: string,
  port: number,
  fetch: (request: Request, address: string | undefined) => Promise<Response>,
): void {
  const server = serveNode(
    {
      fetch: (request: Request, bindings: HttpBindings | Http2Bindings) =>
        fetch(request, bindings.incoming.socket.remoteAddress),
      port,
      hostname: settings.host,
    },
    () => {
      process.send?.('ready');
    },
  );
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(error.code === 'EADDRINUSE' ? `The ${name} needs port ${port}, which is taken.` : error.message);
    process.exit(1);
  });
  process.on('disconnect', () => process.exit());
}
