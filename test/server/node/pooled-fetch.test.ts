import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {after, before, test} from 'node:test';
import {createSandbox} from '../../../src/sandbox/index.js';
import {createVendor} from '../../../src/server/index.js';
import {pooledFetch} from '../../../src/server/node/pooled-fetch.js';
import {createAdaptorServer} from '@hono/node-server';

const sandbox = createSandbox({apiKey: 'key', apiSecret: 'secret', origin: 'http://localhost:4175'});
const vendor = createAdaptorServer({fetch: (request: Request) => sandbox.fetch(request)});
const other = createServer((request, response) => {
  switch (request.url) {
    case '/moved':
      response.writeHead(302, {location: '/elsewhere'}).end();
      break;
    case '/empty':
      response.writeHead(204).end();
      break;
    case '/silent':
      break;
    default:
      response.writeHead(503, {'retry-after': '7', 'set-cookie': ['a=1', 'b=2']}).end('busy');
  }
});
let origin = '';

async function listen(server: typeof vendor): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

before(async () => {
  origin = await listen(other);
});
after(() => {
  for (const server of [vendor, other]) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

test('the vendor is reached through it as through the built-in one', async () => {
  const baseUrl = `${await listen(vendor)}/api`;
  const client = createVendor({apiKey: 'key', apiSecret: 'secret', baseUrl, fetch: pooledFetch()});
  assert.ok((await client.assets()).length > 0);
  const {id} = await client.registerCustomer({email: 'ada@example.org', name: 'Ada Byron'});
  assert.equal(await client.kycStatus(id), 'required');
  await client.subscribe('PAY_IN', 'https://shop.test/webhooks');
});

test('status, headers and text are passed on, and no redirect is followed', async () => {
  const get = pooledFetch({connections: 1});
  const busy = await get(`${origin}/busy`);
  assert.deepEqual([busy.status, busy.headers.get('retry-after'), await busy.text()], [503, '7', 'busy']);
  assert.deepEqual(busy.headers.getSetCookie(), ['a=1', 'b=2']);
  const moved = await get(new URL('/moved', origin));
  assert.deepEqual([moved.status, moved.headers.get('location')], [302, '/elsewhere']);
  assert.equal((await get(`${origin}/empty`)).status, 204);
});

test('a call that is aborted is over, and what it cannot send is refused', async () => {
  const get = pooledFetch();
  const abort = new AbortController();
  const silent = get(`${origin}/silent`, {signal: abort.signal});
  abort.abort();
  await assert.rejects(silent, {name: 'AbortError'});
  await assert.rejects(get(new Request(origin)), TypeError);
  await assert.rejects(get(origin, {method: 'POST', body: new Uint8Array(1)}), TypeError);
});

test('reads that hold every connection keep no payment from being created', async () => {
  const reach = pooledFetch({connections: 2});
  const abort = new AbortController();
  const held = Array.from({length: 10}, () => reach(`${origin}/silent`, {signal: abort.signal}).catch(() => 'cut off'));
  assert.equal((await reach(`${origin}/busy`, {method: 'POST', body: '{}'})).status, 503);
  abort.abort();
  assert.deepEqual([...new Set(await Promise.all(held))], ['cut off']);
});
