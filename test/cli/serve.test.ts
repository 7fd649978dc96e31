import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {Agent, get, type IncomingMessage} from 'node:http';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {after, test} from 'node:test';
import {Redis} from 'ioredis';
import {createSandbox} from '../../src/sandbox/index.js';
import {toNodeListener} from '../../src/server/node/index.js';
import {freePort, listen} from '../support/listen.js';
import {RedisServer} from '../support/redis.js';
import {Run} from './run.js';

const keys = {apiKey: 'ck_served', apiSecret: 'cs_served_and_never_told'};
const shop = 'https://shop.example';
const quote = '/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card';

/** Where there is no `.env`. */
const empty = mkdtempSync(join(tmpdir(), 'cryptopocket-serve-'));
after(() => {
  rmSync(empty, {recursive: true});
});

/** Calls that the vendor is to leave without an answer, by the end of their path. */
const unanswered = new Set<string>();
/** Called for each of those, when it arrives. */
let onUnanswered = (): void => undefined;
let sandbox = createSandbox({...keys, origin: 'http://localhost:1'});
const vendor = await listen(
  toNodeListener(request => {
    if (![...unanswered].some(path => new URL(request.url).pathname.endsWith(path))) return sandbox.fetch(request);
    onUnanswered();
    return new Promise(() => undefined);
  }),
);
sandbox = createSandbox({...keys, origin: vendor});

const env = {
  CRYPTOPOCKET_API_KEY: keys.apiKey,
  CRYPTOPOCKET_API_SECRET: keys.apiSecret,
  CRYPTOPOCKET_BASE_URL: `${vendor}/api`,
  ALLOWED_ORIGINS: shop,
  PORT: '0',
};

type Line = Record<string, unknown>;

class Served {
  private constructor(
    readonly program: Run,
    readonly origin: string,
  ) {}

  static async start(more: Record<string, string> = {}): Promise<Served> {
    const program = new Run(['serve'], {...env, ...more}, empty);
    const [, port = ''] = await program.prints(/"event":"listening".*"port":(\d+)/);
    return new Served(program, `http://127.0.0.1:${port}`);
  }

  get lines(): Line[] {
    return this.program.printed
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Line);
  }

  call(path: string, json?: object, token = ''): Promise<Response> {
    return fetch(`${this.origin}/cryptopocket${path}`, {
      headers: {origin: shop, 'content-type': 'application/json', authorization: `Bearer ${token}`},
      ...(json && {method: 'POST', body: JSON.stringify(json)}),
    });
  }

  /** The token of a guest who registered, and has to do the identity check. */
  async guest(email: string): Promise<string> {
    const session = (await (await this.call('/sessions', {})).json()) as {token: string};
    const known = await this.call('/customers', {email, name: 'Ada Byron', locale: 'en'}, session.token);
    return ((await known.json()) as {token: string}).token;
  }

  /** Asks it to stop, and resolves to the exit code. */
  async stop(): Promise<number | null> {
    this.program.kill('SIGTERM');
    return this.program.ended();
  }
}

test('the adapter is served below any path, and says that it lives and can work', async () => {
  const served = await Served.start();
  for (const path of ['/cryptopocket', '/a/b', '']) {
    const response = await fetch(served.origin + path + quote);
    assert.equal(((await response.json()) as Line)['amount'], '100.00');
  }
  const live = await fetch(`${served.origin}/healthz`);
  assert.deepEqual([live.status, await live.json()], [200, {live: true}]);
  const ready = await fetch(`${served.origin}/readyz`);
  assert.deepEqual([ready.status, await ready.json()], [200, {store: true, vendor: true}]);
  assert.equal((await fetch(`${served.origin}/metrics`)).status, 404);
  assert.equal(await served.stop(), 0);
  assert.equal(served.program.complained, '');
});

test('the log tells what was called and what came of it, and nothing of who called', async () => {
  const served = await Served.start();
  const email = 'ada.byron@example.org';
  const token = await served.guest(email);
  const refused = await served.call('/payments', {}, 'no token');
  const {requestId, code} = (await refused.json()) as {requestId: string; code: string};
  await fetch(`${served.origin}/healthz`);
  assert.equal(await served.stop(), 0);
  const requests = served.lines.filter(({event}) => event === 'request');
  assert.equal(requests.length, 3, 'a line for each call of a page, and none for a probe');
  for (const line of requests) {
    assert.match(String(line['time']), /^\d{4}-/);
    assert.equal(typeof line['milliseconds'], 'number');
  }
  assert.deepEqual(
    requests.map(({method, status}) => [method, status]),
    [
      ['POST', 201],
      ['POST', 200],
      ['POST', refused.status],
    ],
  );
  assert.deepEqual([requests[2]?.['requestId'], requests[2]?.['code']], [requestId, code]);
  for (const secret of [email, 'Byron', token, keys.apiSecret, keys.apiKey, '127.0.0.1:', 'no token']) {
    assert.ok(!served.program.printed.includes(secret), `${secret}: ${served.program.printed}`);
  }
});

test('figures are told at a port of their own, if asked for', async () => {
  const served = await Served.start({METRICS_PORT: '0'});
  const [, port = ''] = await served.program.prints(/"event":"metrics".*"port":(\d+)/);
  await served.call(quote);
  const figures = await fetch(`http://127.0.0.1:${port}/metrics`);
  assert.match(figures.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const told = await figures.text();
  assert.match(told, /cryptopocket_request_duration_seconds_count\{[^}]*\/quotes[^}]*status="200"\} 1/);
  assert.match(told, /cryptopocket_vendor_call_duration_seconds_count\{call="quote",outcome="ok"\} 1/);
  assert.match(told, /^process_cpu_seconds_total /m);
  assert.equal((await fetch(`http://127.0.0.1:${port}/cryptopocket/assets`)).status, 404);
  assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
  assert.equal(await served.stop(), 0);
});

test('without its vendor or its store it lives, but is not ready', async () => {
  const port = await freePort();
  const served = await Served.start({
    CRYPTOPOCKET_BASE_URL: `http://127.0.0.1:${port}/api`,
    REDIS_URL: `redis://127.0.0.1:${port}`,
  });
  assert.equal((await fetch(`${served.origin}/healthz`)).status, 200);
  const ready = await fetch(`${served.origin}/readyz`);
  assert.deepEqual([ready.status, await ready.json()], [503, {store: false, vendor: false}]);
  assert.equal(await served.stop(), 0);
});

test('the vendor is told to notify the adapter', async () => {
  const url = 'https://pay.shop.example/cryptopocket/webhooks';
  const served = await Served.start({WEBHOOK_URL: url});
  await served.program.prints(/"event":"subscribed"/);
  const state = (await (await fetch(`${vendor}/control/state`)).json()) as {subscriptions: Record<string, string>};
  assert.deepEqual(state.subscriptions, {PAY_IN: url, COINS_SENT: url});
  assert.equal(await served.stop(), 0);
});

test('a vendor that cannot be told now keeps nobody from buying later', async () => {
  const served = await Served.start({
    CRYPTOPOCKET_BASE_URL: `http://127.0.0.1:${await freePort()}/api`,
    WEBHOOK_URL: 'https://pay.shop.example/cryptopocket/webhooks',
  });
  await served.program.prints(/"level":"warn","event":"subscribe"/);
  assert.equal((await fetch(`${served.origin}/healthz`)).status, 200);
  assert.equal(await served.stop(), 0);
});

/** One call over a connection that is kept. */
async function keptCall(
  agent: Agent,
  url: string,
): Promise<{status: number | undefined; connection: string | undefined}> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, {agent}, resolve).on('error', reject);
  });
  await text(response);
  return {status: response.statusCode, connection: response.headers.connection};
}

test(
  'asked to stop, it answers who waits, takes nobody new, and is not held up by idle connections',
  {timeout: 20_000},
  async () => {
    const served = await Served.start({METRICS_PORT: '0', SHUTDOWN_SECONDS: '3600'});
    const [, port = ''] = await served.program.prints(/"event":"metrics".*"port":(\d+)/);
    const token = await served.guest('ada@example.org');
    const idle = new Agent({keepAlive: true});
    assert.equal((await keptCall(idle, `${served.origin}/healthz`)).connection, 'keep-alive');
    const waiting = served.call('/customers/me?known=required&wait=30', undefined, token);
    const isWaiting = async () => {
      const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return /^cryptopocket_waiting 1$/m.test(figures);
    };
    while (!(await isWaiting())) await new Promise(resolve => setImmediate(resolve));
    assert.equal(await served.stop(), 0);
    const answer = await waiting;
    assert.deepEqual([answer.status, ((await answer.json()) as Line)['kyc']], [200, 'required']);
    assert.equal(answer.headers.get('connection'), 'close');
    await assert.rejects(fetch(`${served.origin}/healthz`));
    assert.deepEqual(
      served.lines.slice(-3).map(({event}) => event),
      ['stopping', 'request', 'stopped'],
    );
    idle.destroy();
  },
);

/** A call that the vendor leaves hanging, which has reached it. */
async function hanging(served: Served): Promise<{outcome: Promise<unknown>}> {
  unanswered.add('/quote');
  const arrived = new Promise<void>(resolve => {
    onUnanswered = resolve;
  });
  const outcome = served.call(quote).then(
    response => response.status,
    () => 'cut off',
  );
  await arrived;
  return {outcome};
}

test('what does not end in time is cut off, and the exit code says so', async () => {
  const served = await Served.start({SHUTDOWN_SECONDS: '0'});
  const {outcome} = await hanging(served);
  assert.equal(await served.stop(), 1);
  assert.equal(await outcome, 'cut off');
  assert.equal(served.lines.at(-1)?.['inTime'], false);
  unanswered.clear();
});

test('while it stops it says that it is not ready; a second signal ends it at once', async () => {
  const served = await Served.start({SHUTDOWN_SECONDS: '3600', METRICS_PORT: '0'});
  const [, port = ''] = await served.program.prints(/"event":"metrics".*"port":(\d+)/);
  const {outcome} = await hanging(served);
  served.program.kill('SIGINT');
  await served.program.prints(/"event":"stopping"/);
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  assert.deepEqual([ready.status, await ready.json()], [503, {stopping: true}]);
  served.program.kill('SIGINT');
  assert.equal(await served.program.ended(), 130);
  assert.equal(await outcome, 'cut off');
  unanswered.clear();
});

test('an operator is warned at the start of what is missing for real buyers', async () => {
  const served = await Served.start({HOST: '0.0.0.0', ALLOWED_ORIGINS: 'http://shop.example'});
  await served.program.prints(/no_trusted_proxies/);
  const codes = served.lines.filter(({event}) => event === 'setup').map(({code}) => code);
  assert.deepEqual(codes, ['no_mail', 'no_store', 'no_webhooks', 'sandbox', 'insecure_origin', 'no_trusted_proxies']);
  assert.equal(await served.stop(), 0);
});

test('beside the sandbox, codes arrive in the sandbox’s inbox', async () => {
  const emulated = new Run(['sandbox', '--port', '0']);
  const [, base = ''] = await emulated.prints(/CRYPTOPOCKET_BASE_URL=(\S+)/);
  const keysOfSandbox = {CRYPTOPOCKET_API_KEY: 'sandbox-key', CRYPTOPOCKET_API_SECRET: 'sandbox-secret'};
  const served = await Served.start({...keysOfSandbox, CRYPTOPOCKET_BASE_URL: base});
  const session = (await (await served.call('/sessions', {})).json()) as {token: string; guest: string};
  assert.equal(session.guest, 'code');
  const sent = await served.call('/customers', {email: 'ada@example.org', name: 'Ada', locale: 'en'}, session.token);
  assert.equal(sent.status, 202);
  const inbox = await (await fetch(`${new URL(base).origin}/inbox`)).text();
  assert.match(inbox, /ada@example\.org/);
  assert.equal(await served.stop(), 0);
  emulated.kill('SIGTERM');
});

test('what is sold, and for how much, is set by variables', async () => {
  const served = await Served.start({ASSETS: 'USDT:polygon', MINIMUM_AMOUNT: '20', MAXIMUM_AMOUNT: '500.00'});
  const {assets} = (await (await served.call('/assets')).json()) as {assets: unknown};
  assert.deepEqual(assets, [{symbol: 'USDT', chain: 'polygon'}]);
  for (const [amount, asset, status] of [
    ['100', 'USDC', 422],
    ['19', 'USDT', 422],
    ['501', 'USDT', 422],
    ['100', 'USDT', 200],
  ] as const) {
    const answer = await served.call(`/quotes?amount=${amount}&asset=${asset}&chain=polygon&paymentType=card`);
    assert.equal(answer.status, status, `${amount} ${asset}`);
  }
  assert.equal(await served.stop(), 0);
});

test('whoever reads the log may go away, and the adapter goes on', async () => {
  const served = await Served.start();
  served.program.hangUp();
  for (let nth = 0; nth < 5; nth++) assert.equal((await served.call(quote)).status, 200);
  assert.equal(await served.stop(), 0);
});

test('for the time that the operator sets, an adapter that stops still answers, and says that it is not ready', async () => {
  const served = await Served.start({SHUTDOWN_DELAY_SECONDS: '600'});
  served.program.kill('SIGTERM');
  await served.program.prints(/"event":"stopping"/);
  const ready = await fetch(`${served.origin}/readyz`);
  assert.deepEqual([ready.status, await ready.json()], [503, {stopping: true}]);
  assert.equal((await served.call(quote)).status, 200);
  // A second signal ends it at once.
  assert.equal(await served.stop(), 143);
});

test('two deployments on one Redis do not mix their customers, and a prefix can be set', async () => {
  const redis = await RedisServer.start();
  const client = new Redis(redis.url);
  const register = async (more: Record<string, string>) => {
    const served = await Served.start({REDIS_URL: redis.url, ...more});
    await served.guest('ada@example.org');
    assert.equal(await served.stop(), 0);
    const keys = await client.keys('*');
    await client.flushall();
    const prefixes = new Set(keys.map(key => /^(?:cryptopocket-buy:[0-9a-f]{12}|mine):/.exec(key)?.[0] ?? key));
    assert.equal(prefixes.size, 1, [...prefixes].join(' '));
    return [...prefixes][0];
  };
  const one = await register({});
  const two = await register({CRYPTOPOCKET_BASE_URL: `${vendor}/api/`});
  assert.notEqual(one, two);
  assert.equal(await register({REDIS_PREFIX: 'mine:'}), 'mine:');
  client.disconnect();
  await redis.end();
});

test('a changed API secret is given with the old one, separated by a comma', async () => {
  const served = await Served.start({CRYPTOPOCKET_API_SECRET: `${keys.apiSecret}, cs_the_old_one`});
  const body = '{"type":"PAY_IN","data":{}}';
  const timestamp = String(Math.floor(Date.now() / 1000));
  for (const [secret, status] of [
    [keys.apiSecret, 200],
    ['cs_the_old_one', 200],
    ['cs_another', 404],
  ] as const) {
    const signature = createHmac('sha256', secret)
      .update(body + timestamp)
      .digest('hex');
    const headers = {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature};
    const answer = await fetch(`${served.origin}/webhooks`, {method: 'POST', headers, body});
    assert.equal(answer.status, status, secret);
  }
  assert.equal((await served.call(quote)).status, 200);
  assert.equal(await served.stop(), 0);
});
