import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {serve, type ServerType} from '@hono/node-server';
import ts from 'typescript';
import {createSandbox, type Sandbox} from '../../src/sandbox/index.js';
import type {BuyFlow} from '../../src/server/index.js';
import {blocks, example, places, root} from './readme.js';
import {freePort} from '../support/listen.js';
import {RedisServer} from '../support/redis.js';
import {eventually, Project} from './project.js';

const keys = {apiKey: 'key-of-the-readme', apiSecret: 'secret-of-the-readme'};
const project = new Project();
let sandboxServer: ServerType;
let sandboxOrigin: string;

before(async () => {
  const port = await freePort();
  sandboxOrigin = `http://localhost:${port}`;
  const sandbox: Sandbox = createSandbox({...keys, origin: sandboxOrigin});
  sandboxServer = serve({fetch: (request: Request) => sandbox.fetch(request), port});
  // Read by the examples, those that are imported here included.
  process.env['CRYPTOPOCKET_API_KEY'] = keys.apiKey;
  process.env['CRYPTOPOCKET_API_SECRET'] = keys.apiSecret;
  process.env['CRYPTOPOCKET_BASE_URL'] = `${sandboxOrigin}/api`;
});

after(() => {
  sandboxServer.close();
  project.remove();
});

/** Changes something in the sandbox. */
async function control(path: string, body: object): Promise<void> {
  const headers = {'content-type': 'application/json'};
  const set = await fetch(`${sandboxOrigin}/control/${path}`, {method: 'POST', headers, body: JSON.stringify(body)});
  assert.equal(set.status, 200);
}

test('the page that works does: it is served, and a guest gets from a quote to a payment that the server can check', async () => {
  const port = await freePort();
  const shop = `http://localhost:${port}`;
  project.write('server.ts', example('server'));
  project.write('page.html', example('page'));
  const server = project.run('server.ts', {PORT: String(port)});
  let printed = '';
  server.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  server.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  try {
    const page = await eventually(async () => {
      if (server.exitCode !== null) throw new Error(`the server stopped: ${printed}`);
      return fetch(shop).catch(() => undefined);
    }, 'the page');
    assert.equal(page.status, 200);
    const html = await page.text();
    assert.match(html, /<cryptopocket-buy /);
    const [, script = ''] = /src="([^"]+)"/.exec(html) ?? [];
    const file = await fetch(shop + script);
    assert.equal(file.status, 200);
    assert.match(file.headers.get('content-type') ?? '', /^text\/javascript/);

    let token = '';
    /** Calls the adapter as the page does. */
    const call = async (path: string, body?: object, headers: Record<string, string> = {}) => {
      const response = await fetch(`${shop}/cryptopocket${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          origin: shop,
          ...(body ? {'content-type': 'application/json'} : {}),
          ...(token ? {authorization: `Bearer ${token}`} : {}),
          ...headers,
        },
        ...(body ? {body: JSON.stringify(body)} : {}),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      assert.ok(response.ok, JSON.stringify(answer));
      if (typeof answer['token'] === 'string') token = answer['token'];
      return answer;
    };

    const order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
    const {receives} = await call(`/quotes?${new URLSearchParams(order)}`);
    await call('/sessions', {});
    const email = 'returning@example.org';
    assert.deepEqual(await call('/customers', {email, name: 'Rita Returning'}), {verification: 'sent'});
    const code = await eventually(() => /Code for \S+: (\d{6})/.exec(printed)?.[1], 'the code');
    assert.equal((await call('/customers/verification', {email, code}))['identified'], 'customer');
    assert.equal((await call('/customers/me'))['kyc'], 'approved');
    const request = {...order, receives, externalId: 'order-1042'};
    const {payment} = await call('/payments', request, {'idempotency-key': 'one'});
    const {id, status} = payment as {id: string; status: string};
    assert.equal(status, 'created');

    const path = project.write('is-paid.ts', example('server check'));
    const {isPaid} = (await import(pathToFileURL(path).href)) as {
      isPaid: (order: {reference: string; amount: string; asset: string}, paymentId: string) => Promise<boolean>;
    };
    const bought = {reference: 'order-1042', amount: '100.00', asset: 'USDC'};
    assert.equal(await isPaid(bought, id), false, 'not before the coins were sent');
    await control(`payments/${id}`, {status: 'coins_sent'});
    assert.equal(await isPaid(bought, id), true);
    assert.equal(await isPaid({...bought, amount: '500.00'}, id), false, 'not for another amount');
    assert.equal(await isPaid({...bought, reference: 'order-1'}, id), false, 'not for another order');
    assert.equal(await isPaid({...bought, asset: 'BTC'}, id), false, 'not for another coin');
  } finally {
    if (server.exitCode === null) {
      server.kill();
      await once(server, 'close');
    }
  }
});

test('a back office registers a company, hands in a document and follows what it sells', async () => {
  const path = project.write('back-office.ts', example('back office'));
  const {register, handIn, sell, isPaidOut} = (await import(pathToFileURL(path).href)) as {
    register: (email: string, name: string) => Promise<{id: string; kybUrl: string; password: string}>;
    handIn: (customerId: string, pdf: Uint8Array) => Promise<string>;
    sell: (customerId: string, amount: string, iban: string) => Promise<{id: string; wallet: string}>;
    isPaidOut: (id: string) => Promise<boolean>;
  };
  const company = await register('ops@widgets.example', 'Widgets Iberia S.L.');
  assert.ok(company.kybUrl.startsWith(sandboxOrigin));
  assert.equal(await handIn(company.id, new TextEncoder().encode('%PDF-1.7')), 'stored');
  assert.equal(await handIn('99', new TextEncoder().encode('%PDF-1.7')), 'user_not_found');
  const {id} = await sell(company.id, '50', 'ES9121000418450200051332');
  assert.equal(await isPaidOut(id), false);
  await control(`off-ramps/${id}`, {status: 'finished'});
  assert.equal(await isPaidOut(id), true);
});

test('a shop that fulfils from its server ships what was ordered, once, on the vendor’s word', async () => {
  const redis = await RedisServer.start();
  process.env['REDIS_URL'] = redis.url;
  const path = project.write('fulfil.ts', example('fulfil'));
  const {handle, orders, stop} = (await import(pathToFileURL(path).href)) as {
    handle: BuyFlow;
    stop: () => Promise<void>;
    orders: Map<string, {amount: string; asset: string; shipped: boolean}>;
  };
  try {
    const origin = 'https://shop.example';
    let token = '';
    const call = async (what: string, body?: object, headers: Record<string, string> = {}) => {
      const [method = '', route = ''] = what.split(' ');
      const init = {
        method,
        headers: {origin, 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers},
        body: body ? JSON.stringify(body) : null,
      };
      const response = await handle(new Request(`${origin}/cryptopocket${route}`, init));
      const answer = (await response.json()) as Record<string, unknown>;
      assert.ok(response.ok, JSON.stringify(answer));
      if (typeof answer['token'] === 'string') token = answer['token'];
      return answer;
    };
    const order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
    orders.set('order-1', {amount: '100.00', asset: 'USDC', shipped: false});
    orders.set('order-2', {amount: '500.00', asset: 'USDC', shipped: false});
    for (const externalId of ['order-1', 'order-2']) {
      // Each order is a purchase of its own.
      const buyer = `${externalId}@example.org`;
      token = '';
      await call('POST /sessions', {});
      await call('POST /customers', {email: buyer, name: 'Fulfilled Buyer'});
      const state = await fetch(`${sandboxOrigin}/control/state`);
      const {customers} = (await state.json()) as {customers: {id: number; email: string}[]};
      const customer = customers.find(({email}) => email === buyer)?.id;
      await control(`customers/${customer}`, {kyc: 'valid'});
      const request = {...order, receives: '1', externalId};
      const {payment} = await call('POST /payments', request, {'idempotency-key': externalId});
      const {id} = payment as {id: string};
      await control(`payments/${id}`, {status: 'coins_sent'});
      const body = JSON.stringify({type: 'COINS_SENT', data: {id}});
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', keys.apiSecret)
        .update(body + timestamp)
        .digest('hex');
      const headers = {'x-timestamp': timestamp, 'x-signature': signature};
      await handle(new Request(`${origin}/cryptopocket/webhooks`, {method: 'POST', headers, body}));
    }
    await eventually(() => orders.get('order-1')?.shipped || undefined, 'the order');
    await stop();
    assert.equal(orders.get('order-2')?.shipped, false, 'not for less than it costs');
  } finally {
    await stop();
    await redis.end();
  }
});

test('the bare handler answers with a quote of the sandbox in the same process', async () => {
  project.write('handle.ts', example('bare handler'));
  const child = project.run('handle.ts');
  const [printed, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const quote = JSON.parse(printed || JSON.stringify(wrong)) as Record<string, unknown>;
  assert.deepEqual(Object.keys(quote).sort(), ['amount', 'asset', 'chain', 'expiresIn', 'paymentType', 'receives']);
  assert.equal(quote['amount'], '100.00');
});

test('every example in TypeScript is of the right types, with the strictest settings', () => {
  const names = blocks
    .filter(({language}) => language === 'ts')
    .map(({name = '', text}, index) => project.write(places[name] ?? `example-${index}.ts`, text));
  assert.ok(names.length >= 6);
  const {config} = ts.readConfigFile(`${root}tsconfig.json`, path => ts.sys.readFile(path)) as {config: object};
  const {options} = ts.parseJsonConfigFileContent({...config, files: names, include: []}, ts.sys, root);
  const program = ts.createProgram(names, {...options, typeRoots: [`${root}node_modules/@types`]});
  const files = names.map(name => program.getSourceFile(name));
  const wrong = files.flatMap(file =>
    file ? [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)] : [],
  );
  assert.equal(files.includes(undefined), false);
  assert.deepEqual(
    wrong.map(({file, messageText}) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
    [],
  );
});
