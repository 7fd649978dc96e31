/**
 * One instance of a shop's adapter, as a process of its own: started by a test, which tells it where Redis and the vendor
 * are, and ended by it. The shop knows who its buyer is.
 */
import {createAdaptorServer, type Http2Bindings, type HttpBindings} from '@hono/node-server';
import {createBuyFlow} from '../../src/server/index.js';
import {redisStore} from '../../src/server/store/redis.js';

const {REDIS_URL = '', VENDOR_URL = ''} = process.env;

const buyFlow = createBuyFlow({
  apiKey: 'sandbox-key',
  apiSecret: 'sandbox-secret',
  baseUrl: VENDOR_URL,
  store: redisStore(REDIS_URL, {timeout: 500}),
  identify: () => ({reference: 'buyer-1', email: 'returning@example.org', name: 'Rita Returning'}),
  onPayment: ({id}) => {
    process.send?.({told: id});
  },
  // Nobody but notifications and the buyer themselves make this adapter look soon.
  polling: {paymentFirst: 60, paymentLongest: 60},
  limits: {calls: 100_000, payments: 1000, sessions: 1000, market: 1000},
});
const server = createAdaptorServer({
  fetch: (request: Request, {incoming}: HttpBindings | Http2Bindings) =>
    buyFlow(request, {address: incoming.socket.remoteAddress}),
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.({port: address?.port});
});
process.on('disconnect', () => process.exit());
