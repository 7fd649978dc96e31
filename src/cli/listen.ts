import {once} from 'node:events';
import type {Server} from 'node:http';

/** The server cannot listen on the configured host and port. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

const reasons = new Map([
  ['EADDRINUSE', 'the port is taken'],
  ['EACCES', 'this user may not use the port'],
  ['EADDRNOTAVAIL', 'this machine has no such address'],
  ['ENOTFOUND', 'the host is not known'],
]);

/** Resolves with the port when `server` listens. Rejects with a `ListenError` if it cannot. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new ListenError(`Cannot listen on ${host}, port ${port}: ${reasons.get(code) ?? code}.`, {cause: error});
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
