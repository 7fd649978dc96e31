import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import express from 'express';
import {Redis} from 'ioredis';
import {checkAdapter} from '../../../src/cli/doctor/adapter.js';
import {checkNotifications} from '../../../src/cli/doctor/notifications.js';
import {checkServices, limitsFinding} from '../../../src/cli/doctor/services.js';
import {readEnvironment} from '../../../src/cli/environment.js';
import {createSandbox} from '../../../src/sandbox/index.js';
import {createBuyFlow} from '../../../src/server/index.js';
import {toNodeListener} from '../../../src/server/node/index.js';
import {listen} from '../../support/listen.js';
import {RedisServer} from '../../support/redis.js';
import {allWell, found, keys, serveAdapter, shop, withHeaders, wrong, nowhere} from './setup.js';

/** What is found behind that proxy, by a page of that origin. */
const behind = async (proxy: Parameters<typeof serveAdapter>[0], origin = shop) =>
  checkAdapter(await serveAdapter(proxy), origin);

test('an adapter that is reached as it is, is well, from its own origin and from an allowed one', async () => {
  const adapter = await serveAdapter();
  allWell(await checkAdapter(adapter, shop));
  allWell(await checkAdapter(`${adapter}/`, new URL(adapter).origin));
});

test('an address that is none, or where nobody is, is told', async () => {
  wrong(await checkAdapter('/cryptopocket', shop), 'adapter', /no http\(s\) address/, /https:/);
  wrong(
    await checkAdapter(`${await nowhere()}/cryptopocket`, shop),
    'adapter',
    /nothing listens there/,
    /Start the adapter/,
  );
});

test('an adapter that is not encrypted is wrong, unless it is on this machine', async () => {
  const [first] = await checkAdapter('http://pay.invalid/cryptopocket', shop);
  assert.match(first?.message ?? '', /not encrypted/);
});

test('a page whose origin was forgotten is told how to be allowed', async () => {
  wrong(
    await checkAdapter(await serveAdapter(), 'https://forgotten.example'),
    'adapter',
    /refuses pages of https:\/\/forgotten\.example/,
    /Add https:\/\/forgotten\.example to ALLOWED_ORIGINS/,
  );
});

test('a proxy that does not pass the Host header on is noticed', async () => {
  const adapter = await serveAdapter((request, answer) => {
    const inside = new URL(request.url);
    inside.host = 'adapter.internal:8080';
    return answer(new Request(inside, request));
  });
  wrong(await checkAdapter(adapter, new URL(adapter).origin), 'adapter', /its own page/, /Host header/);
});

test('something else at that address is told from the adapter', async () => {
  const page = () => Promise.resolve(new Response('<h1>Shop</h1>', {headers: {'content-type': 'text/html'}}));
  wrong(await behind(page), 'adapter', /something else answers there/, /Mount the adapter/);
  const json = () => Promise.resolve(Response.json({assets: 'none'}));
  wrong(await behind(json), 'adapter', /something else answers there/, /Mount the adapter/);
});

test('a redirect is told, with where it leads', async () => {
  const redirect = () => Promise.resolve(new Response(null, {status: 301, headers: {location: '/login'}}));
  wrong(await behind(redirect), 'adapter', /sends on to \/login/, /answers itself/);
});

test('an adapter that is mounted at another path is told', async () => {
  const elsewhere = await behind((request, answer) => answer(new Request(`${request.url}/deeper`, request)));
  wrong(elsewhere, 'adapter', /knows no \/assets/, /very path/);
});

test('an adapter whose vendor is away is told from one that is missing', async () => {
  const adapter = await serveAdapter(undefined, {fetch: () => Promise.reject(new TypeError('away'))});
  wrong(await checkAdapter(adapter, shop), 'adapter', /It answers busy/, /id in its log/);
});

test('a cache that stores answers is noticed', async () => {
  const lost = withHeaders(headers => {
    headers.delete('cache-control');
  });
  wrong(await behind(lost), 'caching', /is lost/, /cache nothing/);
  const changed = withHeaders(headers => {
    headers.set('cache-control', 'public, max-age=60');
  });
  wrong(await behind(changed), 'caching', /public, max-age=60/, /cache nothing/);
});

test('a proxy that takes CORS headers away, or adds its own to them, is noticed', async () => {
  const lost = withHeaders(headers => {
    headers.delete('access-control-allow-origin');
  });
  wrong(await behind(lost), 'CORS', /is lost/, /no CORS headers of its own/);
  const doubled = withHeaders((headers, request) => {
    if (request.headers.get('origin') === shop) headers.append('access-control-allow-origin', '*');
  });
  wrong(await behind(doubled), 'CORS', /https:\/\/shop\.example, \*/, /no CORS headers of its own/);
});

test('a proxy that lets every site read is noticed', async () => {
  const star = withHeaders((headers, request) => {
    if (request.headers.get('origin') !== shop) headers.set('access-control-allow-origin', '*');
  });
  wrong(await behind(star), 'other sites', /Pages of any site may read/, /no CORS headers of its own/);
});

test('a proxy that does not pass the Origin header on is noticed', async () => {
  const without = (request: Request, answer: (request: Request) => Promise<Response>) => {
    const headers = new Headers(request.headers);
    if (headers.get('origin') !== shop) headers.delete('origin');
    return answer(new Request(request, {headers}));
  };
  wrong(await behind(without), 'other sites', /HTTP 200, and not refused/, /pass the Origin header on/);
});

test('a proxy that answers OPTIONS itself is noticed', async () => {
  const refuses = (request: Request, answer: (request: Request) => Promise<Response>) =>
    request.method === 'OPTIONS' ? Promise.resolve(new Response(null, {status: 405})) : answer(request);
  wrong(await behind(refuses), 'CORS preflight', /HTTP 405/, /pass OPTIONS requests on/);
  const forgets = withHeaders((headers, request) => {
    if (request.method === 'OPTIONS') headers.set('access-control-allow-headers', '*');
  });
  wrong(
    await behind(forgets),
    'CORS preflight',
    /authorization and content-type and idempotency-key/,
    /no CORS headers/,
  );
});

test('a body parser before the adapter is told, with how to mount it', async () => {
  const adapter = await serveAdapter();
  const parsed = express();
  const sandbox = createSandbox({...keys, origin: 'http://localhost:4175'});
  parsed.use(express.json());
  parsed.use(
    '/cryptopocket',
    toNodeListener(
      createBuyFlow({
        ...keys,
        baseUrl: 'http://localhost:4175/api',
        fetch: (input, init) => sandbox.fetch(new Request(input, init)),
        allowedOrigins: [shop],
      }),
    ),
  );
  // What the adapter itself says of it goes to the console.
  mock.method(console, 'error', () => undefined);
  const behindParser = `${await listen(parsed)}/cryptopocket`;
  wrong(await checkAdapter(behindParser, shop), 'sessions', /reads the request’s body/, /before body parsers/);
  const notified = await checkNotifications(behindParser, keys.apiSecret);
  assert.equal(notified.level, 'wrong');
  assert.match(notified.message, /reads the notification’s body/);
  mock.restoreAll();
  allWell(await checkAdapter(adapter, shop));
});

test('an adapter that refuses customers who come back is warned about', async () => {
  const sandbox = createSandbox({...keys, origin: 'http://localhost:4175'});
  const buyFlow = createBuyFlow({
    ...keys,
    baseUrl: 'http://localhost:4175/api',
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
    allowedOrigins: [shop],
  });
  const adapter = `${await listen(toNodeListener(buyFlow))}/cryptopocket`;
  assert.match(found(await checkAdapter(adapter, shop), 'warning', 'guests').message, /is refused/);
});

test('a proxy in front is noticed, as its address has to be trusted', async () => {
  const findings = await behind(
    withHeaders(headers => {
      headers.set('server', 'nginx/1.26');
    }),
  );
  assert.match(found(findings, 'note', 'proxy').message, /nginx.*TRUSTED_PROXIES/);
});

test('a Redis that evicts, or is not there, is told; one that is well too', async () => {
  const redis = await RedisServer.start();
  const environment = {
    ...readEnvironment({CRYPTOPOCKET_API_KEY: 'k', CRYPTOPOCKET_API_SECRET: 's'}),
    REDIS_URL: redis.url,
  };
  found(await checkServices(environment), 'ok', 'Redis');
  const operator = new Redis(redis.url);
  await operator.config('SET', 'maxmemory-policy', 'allkeys-lru');
  wrong(await checkServices(environment), 'Redis', /allkeys-lru/, /noeviction/);
  operator.disconnect();
  await redis.end();
  wrong(await checkServices(environment), 'Redis', /does not take writes/, /REDIS_URL/);
});

test('a mail server that cannot be reached is told', async () => {
  const environment = {
    ...readEnvironment({CRYPTOPOCKET_API_KEY: 'k', CRYPTOPOCKET_API_SECRET: 's'}),
    SMTP_URL: (await nowhere()).replace('http:', 'smtp:'),
  };
  wrong(await checkServices(environment), 'mail', /does not let you in/, /SMTP_URL/);
});

test('a process that may hold too few connections for waiting buyers is told with how to raise that', async () => {
  assert.match(limitsFinding(1024).message, /1024.*ulimit -n/);
  assert.deepEqual([limitsFinding(65_536).level, limitsFinding(undefined).level], ['ok', 'note']);
  const environment = readEnvironment({CRYPTOPOCKET_API_KEY: 'k', CRYPTOPOCKET_API_SECRET: 's'});
  assert.equal((await checkServices(environment)).filter(({check}) => check === 'limits').length, 1);
});
