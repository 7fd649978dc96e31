/** Requests per second of the adapter, each as a ratio to a bare `node:http` server that answers JSON, in one run. */
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import {createAdaptorServer, type Http2Bindings, type HttpBindings} from '@hono/node-server';
import autocannon from 'autocannon';
import {createSandbox} from '../../src/sandbox/index.js';
import {createBuyFlow} from '../../src/server/index.js';

const seconds = 4;
const vendorOrigin = 'http://localhost:9';
const unlimited = {market: 1e9, sessions: 1e9, calls: 1e9};

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function perSecond(url: string, options: Partial<autocannon.Options> = {}): Promise<number> {
  const {requests, non2xx} = await autocannon({url, connections: 32, duration: seconds, ...options});
  if (non2xx > 0) throw new Error(`${url}: ${non2xx} answers were not 2xx`);
  return requests.average;
}

export async function benchAdapter(): Promise<Record<string, string>> {
  const credentials = {apiKey: 'sandbox-key', apiSecret: 'sandbox-secret'};
  const sandbox = createSandbox({...credentials, origin: vendorOrigin});
  const buyFlow = createBuyFlow({
    ...credentials,
    baseUrl: `${vendorOrigin}/api`,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
    limits: unlimited,
  });
  const adapter = createAdaptorServer({
    fetch: (request: Request, {incoming}: HttpBindings | Http2Bindings) =>
      buyFlow(request, {address: incoming.socket.remoteAddress}),
  }) as Server;
  const echo = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"amount":"100.00","receives":"106.521739"}');
  });
  const [floor, base] = await Promise.all([listen(echo), listen(adapter)]);
  const bare = await perSecond(floor);
  const quote = await perSecond(`${base}/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card`);
  const session = await perSecond(`${base}/sessions`, {
    method: 'POST',
    headers: {origin: base, 'content-type': 'application/json'},
    body: '{}',
  });
  for (const server of [echo, adapter]) {
    server.closeAllConnections();
    server.close();
  }
  return {
    'cached quote / bare echo': (quote / bare).toFixed(2),
    'session minted / bare echo': (session / bare).toFixed(2),
    'bare echo, requests per second here': bare.toFixed(0),
  };
}
