/**
 * One server of the bench, as a process of its own: `echo`, the least that can answer JSON; `hold`, the same but for those
 * who wait, whom it never answers; `vendor`, whose answers cost nothing to make; or `adapter`, as it is published. Tells its port, and its memory when asked.
 */
import {createServer, type RequestListener} from 'node:http';
const built = async <T>(path: string) => (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as T;
const {createBuyFlow} = await built<typeof import('../../src/server/index.js')>('server/index.js');
const {pooledFetch, toNodeListener} =
  await built<typeof import('../../src/server/node/index.js')>('server/node/index.js');

const [kind = '', vendorUrl = ''] = process.argv.slice(2);
const json = {'content-type': 'application/json'};

/** Payments that were looked at: those called `woken` are paid by the second look. */
const looks = new Set<string>();

const echo: RequestListener = (_request, response) => {
  response.writeHead(200, json).end('{"amount":"100.00","receives":"106.521739"}');
};

const hold: RequestListener = (request, response) => {
  if (request.url?.includes('wait=')) return;
  // With a token that is as long as the adapter's.
  response.writeHead(200, json).end(JSON.stringify({token: 'x'.repeat(390)}));
};

/** Answers as CryptoPocket does where the bench asks. */
const vendor: RequestListener = (request, response) => {
  const {pathname} = new URL(request.url ?? '/', 'http://localhost');
  const id = pathname.split('/').at(-1) ?? '';
  const answers: Record<string, unknown> = {
    '/api/authenticate': {status: 'ok', data: {token: 'token'}},
    '/api/available-assets': {status: 'ok', data: [{symbol: 'USDC', chain: 'polygon'}]},
    '/api/quote': {status: 'ok', data: {tokens: '106.521739'}},
    '/api/customers/list': {
      status: 'ok',
      page: 1,
      total_items: 1,
      data: [{id: 5001, email: 'buyer@example.org', name: 'Rita', kyc_status: 'valid'}],
    },
    '/api/createGuidedPayment': {
      status: 'success',
      data: {payment_id: 'paid', gateway_url: 'https://gateway.example.org/paid'},
    },
  };
  const status = id.startsWith('woken') && looks.has(id) ? 'coins_sent' : 'started';
  looks.add(id);
  const payment = {
    status: 'ok',
    data: {id, user_id: '5001', status, fiat_amount: 10_000, fiat_symbol: 'EUR', coin_symbol: 'USDC'},
  };
  response.writeHead(200, json).end(JSON.stringify(answers[pathname] ?? payment));
};

function adapter(): RequestListener {
  const buyFlow = createBuyFlow({
    apiKey: 'key',
    apiSecret: 'secret',
    baseUrl: `${vendorUrl}/api`,
    fetch: pooledFetch(),
    identify: request =>
      request.headers.get('x-shop-user') === 'rita'
        ? {reference: 'buyer', email: 'buyer@example.org', name: 'Rita Returning'}
        : null,
    limits: {payments: 1e9, market: 1e9, sessions: 1e9, calls: 1e9},
  });
  return toNodeListener(buyFlow, {overrideGlobalObjects: true});
}

const listeners: Record<string, () => RequestListener> = {
  echo: () => echo,
  hold: () => hold,
  vendor: () => vendor,
  adapter,
};
const server = createServer(listeners[kind]?.());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.({port: address?.port});
});
process.on('message', () => {
  // What nobody holds any more is not what a waiting buyer costs.
  globalThis.gc?.();
  globalThis.gc?.();
  process.send?.({rss: process.memoryUsage().rss});
});
process.on('disconnect', () => process.exit());
