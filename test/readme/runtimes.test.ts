/** The README's examples of mounting the adapter, each run as it is written there. */
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {isBuiltin} from 'node:module';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {EdgeVM} from '@edge-runtime/vm';
import {serve, type ServerType} from '@hono/node-server';
import {build, type Plugin} from 'vite';
import {createSandbox} from '../../src/sandbox/index.js';
import {freePort} from '../support/listen.js';
import {eventually, Project} from './project.js';
import {example, places, root} from './readme.js';

const keys = {apiKey: 'key-of-the-doors', apiSecret: 'secret-of-the-doors'};
/** The other origin that the examples allow. */
const app = 'https://app.example';
const project = new Project();
const env: Record<string, string> = {
  CRYPTOPOCKET_API_KEY: keys.apiKey,
  CRYPTOPOCKET_API_SECRET: keys.apiSecret,
};
let vendor: ServerType;

/** The examples' `buy-flow.ts`, that also tells who calls, and when a call that is under way is given up. */
const watched = `${example('buy flow').replace('export const buyFlow', 'const inner')}
export const buyFlow: typeof inner = (request, peer) => {
  console.log('called by', peer?.address);
  request.signal.addEventListener('abort', () => console.log('gone:', request.url));
  return inner(request, peer);
};
`;

before(async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const sandbox = createSandbox({...keys, origin});
  vendor = serve({fetch: (request: Request) => sandbox.fetch(request), port, hostname: 'localhost'});
  env['CRYPTOPOCKET_BASE_URL'] = `${origin}/api`;
  project.write(places['buy flow'] ?? '', watched);
});

after(() => {
  vendor.close();
  project.remove();
});

type Send = (request: Request) => Promise<Response>;

interface Call {
  origin?: string | null;
  token?: string;
  json?: object;
  headers?: Record<string, string>;
  body?: string;
}

/** One call to the adapter below `base`, as a page of the same host makes it unless told otherwise. */
function call(send: Send, base: string, what: string, {origin, token, json, headers, body}: Call = {}) {
  const [method = '', path = ''] = what.split(' ');
  const from = origin === undefined ? new URL(base).origin : origin;
  const sent = body ?? (json && JSON.stringify(json));
  return send(
    new Request(base + path, {
      method,
      headers: {
        ...(from === null ? {} : {origin: from}),
        ...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
        ...(json ? {'content-type': 'application/json'} : {}),
        ...headers,
      },
      ...(sent === undefined ? {} : {body: sent}),
      redirect: 'manual',
    }),
  );
}

async function toJson(response: Response, status: number): Promise<Record<string, unknown>> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text) as Record<string, unknown>;
}

let guests = 0;

/** What has to hold wherever the adapter is mounted. Gives the token of a buyer who has to do the identity check. */
async function isTheAdapter(send: Send, base: string): Promise<string> {
  const session = await toJson(await call(send, base, 'POST /sessions', {json: {}}), 201);
  const token = String(session['token']);
  const foreign = await call(send, base, 'POST /sessions', {json: {}, origin: 'https://evil.example'});
  assert.equal((await toJson(foreign, 403))['code'], 'origin_not_allowed');

  const headers = {'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type'};
  const preflight = await call(send, base, 'OPTIONS /sessions', {origin: app, headers});
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), app);

  const quote = 'GET /quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card';
  assert.equal((await toJson(await call(send, base, quote), 200))['amount'], '100.00');

  const json = {email: `guest${guests++}@example.org`, name: 'Zoë “Z” Żak', locale: 'en'};
  const known = await toJson(await call(send, base, 'POST /customers', {token, json}), 200);
  assert.equal(known['identified'], 'customer');

  const buyer = String(known['token']);
  const order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '1'};
  const wallet = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  const payment = {token: buyer, json: {...order, wallet}, headers: {'idempotency-key': 'key'}};
  const refused = await toJson(await call(send, base, 'POST /payments', payment), 422);
  assert.deepEqual([refused['code'], refused['details']], ['wallet_wrong_network', {network: 'tron'}]);

  const handover = await call(send, base, 'POST /handovers', {token: buyer, json: {page: 'kyc'}});
  const scan = `GET /handovers/${String((await toJson(handover, 201))['code'])}`;
  const phone = {origin: null, headers: {'sec-fetch-site': 'cross-site'}};
  const onward = await call(send, base, scan, phone);
  assert.deepEqual([onward.status, await onward.text()], [303, '']);
  assert.match(onward.headers.get('location') ?? '', /^http:\/\/localhost:\d+\/kyc\//);
  const late = await call(send, base, scan, phone);
  assert.deepEqual([late.status, late.headers.get('content-type')], [410, 'text/plain; charset=utf-8']);
  assert.match(await late.text(), /código/);

  // As no JSON library would write it: the signature is over these very bytes.
  const body = '{ "type":"COINS_SENT",\n\t"data" : {"id": "p\u00e9\\u0031"} }\n';
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sign = (secret: string) =>
    createHmac('sha256', secret)
      .update(body + timestamp)
      .digest('hex');
  const notify = (secret: string) =>
    call(send, base, 'POST /webhooks', {
      origin: null,
      body,
      headers: {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': sign(secret)},
    });
  assert.equal((await notify(keys.apiSecret)).status, 200);
  assert.equal((await notify('another secret')).status, 404);

  assert.equal((await toJson(await call(send, base, 'GET /nothing'), 404))['code'], 'not_found');
  return buyer;
}

for (const name of ['node http', 'express', 'fastify', 'hono']) {
  test(`a shop on ${name} has the adapter below /cryptopocket, and notices when a waiting buyer leaves`, async () => {
    const port = await freePort();
    const shop = `http://localhost:${port}`;
    const base = `${shop}/cryptopocket`;
    const file = `${name.replace(' ', '-')}.ts`;
    project.write(file, example(name));
    const child = project.run(file, {...env, PORT: String(port)});
    let printed = '';
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    }
    try {
      const page = await eventually(() => {
        if (child.exitCode !== null) throw new Error(`the shop stopped: ${printed}`);
        return fetch(shop).catch(() => undefined);
      }, 'the shop');
      assert.equal(await page.text(), 'The shop');
      const token = await isTheAdapter(fetch, base);
      assert.match(printed, /called by (?:::ffff:)?(?:127\.0\.0\.1|::1)\n/);

      const leave = new AbortController();
      const waiting = fetch(`${base}/customers/me?known=required&wait=30`, {
        headers: {authorization: `Bearer ${token}`, origin: shop},
        signal: leave.signal,
      });
      const calls = () => printed.match(/called by/g)?.length ?? 0;
      const before = calls();
      await eventually(() => calls() > before || undefined, 'the waiting call');
      leave.abort();
      await assert.rejects(waiting, {name: 'AbortError'});
      await eventually(() => /gone: \S*\/customers\/me/.exec(printed) ?? undefined, 'the end of the waiting call');
    } finally {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'close');
      }
    }
  });
}

test('a Next.js route handler is the adapter, whatever the framework hands it besides the request', async () => {
  Object.assign(process.env, env);
  const path = project.write(places['next route handler'] ?? '', example('next route handler'));
  const handlers = (await import(pathToFileURL(path).href)) as Record<
    string,
    (request: Request, context: {params: Promise<{path: string[]}>}) => Promise<Response>
  >;
  assert.deepEqual(Object.keys(handlers).sort(), ['GET', 'OPTIONS', 'POST']);
  await isTheAdapter(request => {
    const segments = new URL(request.url).pathname.split('/').slice(2);
    const handler = handlers[request.method];
    assert.ok(handler, request.method);
    return handler(request, {params: Promise.resolve({path: segments})});
  }, 'https://shop.example/cryptopocket');
});

const nothingOfNode: Plugin = {
  name: 'nothing-of-node',
  enforce: 'pre',
  resolveId(id, importer) {
    if (isBuiltin(id)) this.error(`${importer ?? ''} imports ${id}`);
  },
};

/** The file as one script for a runtime that has nothing of Node. Rejects where something of Node is imported. */
async function bundleForWorkers(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [nothingOfNode],
    root: project.folder,
    resolve: {alias: {'cryptopocket-buy/server': `${root}src/server/index.ts`}},
    ssr: {target: 'webworker', noExternal: true},
    build: {
      ssr: entry,
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: {output: {format: 'iife', name: 'worker'}},
    },
  });
  assert.ok('output' in built);
  const [{code}] = built.output;
  return code;
}

test('a worker that has nothing of Node is the adapter', async () => {
  const initialCode = await bundleForWorkers(project.write('worker.ts', example('worker')));
  const runtime = new EdgeVM({
    initialCode,
    // A timer is a number there, which nobody could keep from holding up the end of the tests.
    extend: context =>
      Object.assign(context, {setTimeout: (run: () => void, ms: number) => Number(setTimeout(run, ms).unref())}),
  });
  assert.equal(runtime.evaluate('typeof process + typeof Buffer + typeof require'), 'undefined'.repeat(3));
  const answer = runtime.evaluate<(request: Request, env: object) => Promise<Response>>(
    '(request, env) => worker.fetch(new Request(request.url, request), env, {waitUntil: () => undefined})',
  );
  await isTheAdapter(async request => {
    const {url, method, headers} = request;
    const body = request.body === null ? {} : {body: await request.text()};
    return answer({url, method, headers: Object.fromEntries(headers), ...body} as unknown as Request, env);
  }, 'https://shop.example/cryptopocket');
});

test('something of Node that gets into the adapter is noticed', async () => {
  const entry = project.write(
    'not-a-worker.ts',
    `import {hostname} from 'node:os';\nexport default {fetch: hostname};\n`,
  );
  await assert.rejects(bundleForWorkers(entry), /node:os/);
});
