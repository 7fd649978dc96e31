import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import {createMarket as createMarketOf, quoteUrl} from '../../src/client/market.js';
import {problemFrom} from '../../src/client/parse-problem-response.js';
import {problemOf} from '../../src/contract/problem-of.js';
import {base, fakeAdapter, json, problem, refusal, signal} from './fake-adapter.js';

const order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
const answer = {...order, receives: '107.5', expiresIn: 30};

const createMarket = (at: string, get: typeof fetch) => createMarketOf(at, problemFrom, get);
/** What the buyer is told of a call that failed. */
const told = async (call: Promise<unknown>) => problemOf(await problem(call)).code;

test('the same order always has the same address, so that a page can fetch it ahead', () => {
  const url = `${base}/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card`;
  assert.equal(quoteUrl(base, order), url);
  const {amount, asset, chain, paymentType} = order;
  assert.equal(quoteUrl(base, {paymentType, chain, asset, amount}), url);
});

test('an order cannot ask for another address', () => {
  const url = new URL(quoteUrl(base, {...order, asset: 'A&B=1#x', chain: '../../evil?'}));
  assert.equal(url.pathname, '/cryptopocket/quotes');
  assert.deepEqual([url.searchParams.get('asset'), url.searchParams.get('chain')], ['A&B=1#x', '../../evil?']);
  assert.equal(url.hash, '');
});

test('prices and assets are asked for simply, so that nothing goes before them, and as a page preloads them', async () => {
  const {fetch, asked} = fakeAdapter({'GET /quotes': answer, 'GET /assets': {assets: []}});
  const market = createMarket(base, fetch);
  await market.quote(order, signal);
  await market.assets(signal);
  assert.deepEqual(
    asked.map(({route, options}) => [route, options?.credentials, options?.headers, options?.method]),
    [
      ['GET /quotes', undefined, undefined, undefined],
      ['GET /assets', undefined, undefined, undefined],
    ],
  );
});

test('a price is good by the clock of the page, however the adapter’s is set', async context => {
  mock.timers.enable({apis: ['Date'], now: 5000});
  context.after(() => {
    mock.timers.reset();
  });
  const {fetch} = fakeAdapter({'GET /quotes': answer});
  const quote = await createMarket(base, fetch).quote(order, signal);
  assert.deepEqual(quote, {...order, receives: '107.5', expiresAt: 35_000});
});

test('assets are told as the adapter lists them', async () => {
  const assets = [{symbol: 'USDC', chain: 'polygon'}];
  const {fetch} = fakeAdapter({'GET /assets': {assets}});
  assert.deepEqual(await createMarket(base, fetch).assets(signal), assets);
});

for (const [what, respond, code] of [
  ['a refusal', () => refusal('asset_not_supported'), 'asset_not_supported'],
  ['a server that is down', () => new Response('<h1>502</h1>', {status: 502}), 'busy'],
  ['a server that breaks', () => new Response('<h1>500</h1>', {status: 500}), 'bad_answer'],
  ['a page in place of an answer', () => new Response('<h1>Shop</h1>'), 'bad_answer'],
  ['no body at all', () => new Response(''), 'bad_answer'],
  ['another answer', () => json({price: 1}), 'bad_answer'],
  ['no network', () => Promise.reject(new TypeError('Failed to fetch')), 'offline'],
  [
    'a network that breaks in the midst of the answer',
    () =>
      new Response(
        new ReadableStream({
          start: controller => {
            controller.error(new TypeError('network error'));
          },
        }),
      ),
    'offline',
  ],
] as const) {
  test(`${what} is ${code} to whoever asks for a price`, async () => {
    const market = createMarket(base, fakeAdapter({'GET /quotes': respond, 'GET /assets': respond}).fetch);
    assert.equal(await told(market.quote(order, signal)), code);
    assert.equal(await told(market.assets(signal)), code);
  });
}

/** An adapter that never answers, and notices who hangs up. */
function silent() {
  const signals: AbortSignal[] = [];
  const fetch: typeof globalThis.fetch = (_, options) =>
    new Promise((_, reject) => {
      const {signal} = options ?? {};
      assert.ok(signal);
      signals.push(signal);
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  return {fetch, signals};
}

test('an adapter that does not answer in time is a timeout', async context => {
  const waits: number[] = [];
  context.mock.method(AbortSignal, 'timeout', (ms: number) => {
    waits.push(ms);
    return AbortSignal.abort(new DOMException('too late', 'TimeoutError'));
  });
  const {fetch} = fakeAdapter({
    'GET /quotes': () => Promise.reject(new DOMException('too late', 'TimeoutError')),
  });
  assert.equal(await told(createMarket(base, fetch).quote(order, signal)), 'timeout');
  assert.deepEqual(waits, [15_000]);
});

test('a buyer who types on hangs up on the price before', async () => {
  const {fetch, signals} = silent();
  const asking = new AbortController();
  const quote = problem(createMarket(base, fetch).quote(order, asking.signal));
  asking.abort();
  assert.equal((await quote).name, 'AbortError');
  assert.equal(signals[0]?.aborted, true);
});
