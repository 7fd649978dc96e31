/** The adapter under the soak, with what is measured of its process. Tells its port, and how it is when asked. */
import {createServer} from 'node:http';
import {createBuyFlow} from '../../src/server/index.js';
import {pooledFetch, toNodeListener} from '../../src/server/node/index.js';
import {redisStore} from '../../src/server/store/redis.js';

const {VENDOR_URL = '', REDIS_URL = ''} = process.env;

const buyFlow = createBuyFlow({
  apiKey: 'sandbox-key',
  apiSecret: 'sandbox-secret',
  baseUrl: VENDOR_URL,
  fetch: pooledFetch(),
  store: redisStore(REDIS_URL),
  identify: request => {
    const name = request.headers.get('x-buyer') ?? '';
    return {reference: name, email: `${name}@example.com`, name: 'Ada Byron'};
  },
  onPayment: () => undefined,
  polling: {kycFirst: 1, kycLongest: 5},
  limits: {calls: 1e9, payments: 1e9, sessions: 1e9, market: 1e9},
});

const server = createServer(toNodeListener(buyFlow));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.({port: address?.port});
});
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const {rss, heapUsed} = process.memoryUsage();
  process.send?.({rss, heapUsed, handles: process.getActiveResourcesInfo().length});
});
process.on('disconnect', () => process.exit());
