/**
 * One instance of a shop's adapter, as a process of its own that a test arms: it then dies, as by a power cut, as soon as so
 * many calls of its store, of the vendor or of the merchant are over. Tells how many there were if it lives on.
 */
import {createServer} from 'node:http';
import {createBuyFlow, type Store} from '../../src/server/index.js';
import {toNodeListener} from '../../src/server/node/index.js';
import {redisStore} from '../../src/server/store/redis.js';

const {REDIS_URL = '', VENDOR_URL = '', MERCHANT_URL = '', SHOP_ORIGIN = ''} = process.env;

let calls = 0;
let last = Infinity;

function count(): void {
  calls += 1;
  if (calls >= last) process.kill(process.pid, 'SIGKILL');
}

async function counted<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    count();
  }
}

/** Calls that the adapter makes at its own times, whatever the test does. */
const background = new Set<string | symbol>(['claim', 'diagnose', 'listen']);

/** What is not a promise is no call. */
function countingStore(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || background.has(name)) return method;
      return (...given: unknown[]) => {
        const answer: unknown = Reflect.apply(method, target, given);
        return answer instanceof Promise ? counted(answer) : answer;
      };
    },
  });
}

const buyFlow = createBuyFlow({
  apiKey: 'sandbox-key',
  apiSecret: 'sandbox-secret',
  baseUrl: VENDOR_URL,
  allowedOrigins: [SHOP_ORIGIN],
  store: countingStore(redisStore(REDIS_URL)),
  fetch: (input, init) => counted(fetch(input, init)),
  identify: () => ({reference: 'buyer-1', email: 'returning@example.org', name: 'Rita Returning'}),
  onPayment: async ({id}) => {
    await counted(fetch(MERCHANT_URL, {method: 'POST', body: id}));
  },
  limits: {calls: 100_000, payments: 1000, sessions: 1000, market: 1000},
});

process.on('message', (message: {armed?: number}) => {
  if (message.armed === undefined) {
    // All that was begun is over, or the process is.
    void buyFlow.close().then(() => process.send?.({calls}));
    return;
  }
  calls = 0;
  last = message.armed;
  process.send?.('armed');
});
process.on('disconnect', () => process.exit());

const server = createServer(toNodeListener(buyFlow));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.({port: address?.port});
});
