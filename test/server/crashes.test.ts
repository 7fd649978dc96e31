import assert from 'node:assert/strict';
import {fork, type ChildProcess} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import {after, before, describe, it} from 'node:test';
import {Redis} from 'ioredis';
import {createSandbox, type Sandbox} from '../../src/sandbox/index.js';
import {createBuyFlow, type BuyFlow, type Store} from '../../src/server/index.js';
import {toNodeListener} from '../../src/server/node/index.js';
import {redisStore} from '../../src/server/store/redis.js';
import {RedisServer} from '../support/redis.js';
import {field, minutes, toObject, type Json} from './setup.js';

const shopOrigin = 'https://shop.test';
const purchase = {amount: '20', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '0.01'};
const prefix = 'cryptopocket-buy:';

let redis: RedisServer;
let client: Redis;
let sandbox: Sandbox;
let vendorUrl: string;
let merchantUrl: string;
let store: Store;
let survivor: BuyFlow;
const servers: Server[] = [];
/** Milliseconds by which the survivor's clock is ahead, as if that time had passed. It never goes back. */
let ahead = 0;
/** What the merchant was told, by whichever process. */
const told: string[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

before(async () => {
  redis = await RedisServer.start();
  client = new Redis(redis.url);
  client.on('error', () => undefined);
  sandbox = createSandbox({apiKey: 'sandbox-key', apiSecret: 'sandbox-secret', origin: 'http://localhost:4175'});
  vendorUrl = `${await serve(toNodeListener(request => sandbox.fetch(request)))}/api`;
  merchantUrl = await serve((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      told.push(body);
      response.end();
    });
  });
  store = redisStore(redis.url);
  survivor = createBuyFlow({
    apiKey: 'sandbox-key',
    apiSecret: 'sandbox-secret',
    baseUrl: vendorUrl,
    allowedOrigins: [shopOrigin],
    store,
    identify: () => ({reference: 'buyer-1', email: 'returning@example.org', name: 'Rita Returning'}),
    onPayment: ({id}) => void told.push(id),
    limits: {calls: 100_000, payments: 1000, sessions: 1000, market: 1000},
    clock: () => Date.now() + ahead,
  });
});
after(async () => {
  await survivor.close();
  await store.close();
  client.disconnect();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await redis.end();
});

interface Answer {
  status: number;
  json: Json;
}

/** A call at a process that may die of it. */
type Call = (what: string, json: unknown, headers?: Record<string, string>) => Promise<Answer>;

const callAt =
  (handle: (request: Request) => Promise<Response>, origin: string): Call =>
  async (what, json, headers = {}) => {
    const [method = '', path = ''] = what.split(' ');
    const body = json === undefined ? null : typeof json === 'string' ? json : JSON.stringify(json);
    const init = {method, body, headers: {origin: shopOrigin, 'content-type': 'application/json', ...headers}};
    const response = await handle(new Request(`${origin}/cryptopocket${path}`, init));
    return {status: response.status, json: toObject(await response.text())};
  };

const atSurvivor = callAt(request => survivor(request), shopOrigin);

async function sessionAt(call: Call): Promise<string> {
  const {status, json} = await call('POST /sessions', {});
  assert.equal(status, 201, JSON.stringify(json));
  return String(json['token']);
}

const pay = (call: Call, token: string, key: string) =>
  call('POST /payments', {...purchase, externalId: key}, {authorization: `Bearer ${token}`, 'idempotency-key': key});

/** An instance that dies once so many calls of its are over. */
class Doomed {
  private constructor(
    readonly process: ChildProcess,
    readonly call: Call,
  ) {}

  static async start(): Promise<Doomed> {
    const child = fork(new URL('../support/crashing-adapter.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      env: {
        ...process.env,
        REDIS_URL: redis.url,
        VENDOR_URL: vendorUrl,
        MERCHANT_URL: merchantUrl,
        SHOP_ORIGIN: shopOrigin,
      },
    });
    const [{port}] = (await once(child, 'message')) as [{port: number}];
    return new Doomed(
      child,
      callAt(request => fetch(request), `http://127.0.0.1:${port}`),
    );
  }

  async arm(calls: number): Promise<void> {
    this.process.send({armed: calls});
    await once(this.process, 'message');
  }

  /** Whether it lived to the end of all that it had begun. */
  async survives(): Promise<boolean> {
    const alive = () => this.process.exitCode === null && this.process.signalCode === null;
    if (!alive()) return false;
    // Whoever is dying just now does not hear it.
    this.process.send({}, () => undefined);
    await Promise.race([once(this.process, 'message'), once(this.process, 'exit')]);
    const survived = alive();
    if (survived) {
      this.process.kill('SIGKILL');
      await once(this.process, 'exit');
    }
    return survived;
  }
}

/** The turns of whoever died end by themselves after some seconds. */
async function turnsEnd(): Promise<void> {
  const turns = await client.keys(`${prefix}turn:*`);
  if (turns.length > 0) await client.del(turns);
}

/** As long passes as a payment may wait for the next look at it. */
async function timePasses(): Promise<void> {
  ahead += 6 * minutes;
  await survivor.reconcile();
}

async function paymentsFor(key: string): Promise<Json[]> {
  const response = await sandbox.fetch(new Request('http://localhost:4175/control/state'));
  return (toObject(await response.text())['payments'] as Json[]).filter(payment => payment['external_id'] === key);
}

async function move(id: string, status: string): Promise<void> {
  const init = {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({status})};
  await sandbox.fetch(new Request(`http://localhost:4175/control/payments/${id}`, init));
}

async function statusOf(token: string, id: string): Promise<unknown> {
  // Long enough that what was seen last is not fresh any more.
  ahead += 2000;
  const {json} = await atSurvivor(`GET /payments/${id}`, undefined, {authorization: `Bearer ${token}`});
  return json['status'];
}

/** As sent when it is `now` for whoever gets it. */
function notificationOf(id: string, now = Date.now() + ahead): [body: string, headers: Record<string, string>] {
  const body = JSON.stringify({type: 'COINS_SENT', data: {id}});
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', 'sandbox-secret')
    .update(body + timestamp)
    .digest('hex');
  return [body, {'x-timestamp': timestamp, 'x-signature': signature}];
}

describe('an adapter that dies', () => {
  it('at any step of creating a payment leaves its buyer one payment, which the merchant hears of', async () => {
    const doubled: number[] = [];
    let step = 1;
    for (let survived = false; !survived; step++) {
      const key = `created-${step}`;
      const doomed = await Doomed.start();
      const token = await sessionAt(atSurvivor);
      await doomed.arm(step);
      const first = await pay(doomed.call, token, key).catch(() => undefined);
      survived = await doomed.survives();
      await turnsEnd();

      const second = await pay(atSurvivor, token, key);
      assert.equal(second.status, 201, `step ${step}: ${JSON.stringify(second.json)}`);
      const id = String(field(second.json, 'payment')['id']);
      assert.ok(String(field(second.json, 'payment')['gatewayUrl']).endsWith(id), 'the buyer gets to where one pays');
      if (first) assert.equal(field(first.json, 'payment')['id'], id);
      assert.equal(field((await pay(atSurvivor, token, key)).json, 'payment')['id'], id);
      const other = await atSurvivor(
        'POST /payments',
        {...purchase, amount: '21', externalId: key},
        {authorization: `Bearer ${token}`, 'idempotency-key': key},
      );
      assert.equal(other.json['code'], 'idempotency_key_reused');

      const made = await paymentsFor(key);
      if (made.length > 1) doubled.push(step);
      await move(id, 'coins_sent');
      assert.equal(await statusOf(token, id), 'completed');
      await timePasses();
      const ids = made.map(payment => String(payment['id']));
      const heard = told.filter(event => ids.some(made => event.startsWith(made)));
      assert.deepEqual([...new Set(heard)], [`${id}:completed`], `step ${step}`);
    }
    assert.ok(step > 12, `${step} steps are too few`);
    // Only where the vendor's answer came, and could not be noted any more, nobody can know of the first one.
    assert.equal(doubled.length, 1, `two payments at the vendor after a crash at ${doubled.join(' and ')}`);
  });

  it('at any step of handling a notification costs neither the buyer nor the merchant the news', async () => {
    let step = 1;
    for (let survived = false; !survived; step++) {
      const token = await sessionAt(atSurvivor);
      const {json} = await pay(atSurvivor, token, `notified-${step}`);
      const id = String(field(json, 'payment')['id']);
      const doomed = await Doomed.start();
      await doomed.arm(step);
      await move(id, 'coins_sent');
      const answer = await doomed.call('POST /webhooks', ...notificationOf(id, Date.now())).catch(() => undefined);
      survived = await doomed.survives();
      await turnsEnd();
      // Whoever is not answered sends it again, a little later.
      if (!answer) assert.equal((await atSurvivor('POST /webhooks', ...notificationOf(id))).status, 200);
      await timePasses();
      assert.equal(await statusOf(token, id), 'completed');
      const heard = told.filter(event => event.startsWith(id));
      assert.deepEqual([...new Set(heard)], [`${id}:completed`], `step ${step}`);
      // Told twice, by the same id, only where it died before it could note that it had told.
      assert.ok(heard.length <= 2);
    }
    assert.ok(step > 8, `${step} steps are too few`);
  });
});

describe('a Redis that is started anew', () => {
  it('with what it wrote to disk answers a buyer who asks again with the payment that there was', async () => {
    const token = await sessionAt(atSurvivor);
    const first = await pay(atSurvivor, token, 'before-the-restart');
    await redis.kill();
    await redis.start();
    let again = await pay(atSurvivor, token, 'before-the-restart');
    while (again.status === 503) again = await pay(atSurvivor, token, 'before-the-restart');
    assert.deepEqual(field(again.json, 'payment')['id'], field(first.json, 'payment')['id']);
    assert.equal((await paymentsFor('before-the-restart')).length, 1);
  });

  it('empty still lets a buyer follow the payment that they have, and tells the merchant of it once news come', async () => {
    const token = await sessionAt(atSurvivor);
    const {json} = await pay(atSurvivor, token, 'before-the-loss');
    const id = String(field(json, 'payment')['id']);
    await client.flushall();
    await move(id, 'payment_received');
    assert.equal(await statusOf(token, id), 'payment_received');
    const {json: resumed} = await atSurvivor('POST /sessions', {resume: json['resume']});
    await move(id, 'coins_sent');
    await atSurvivor('POST /webhooks', ...notificationOf(id));
    await timePasses();
    assert.equal(await statusOf(String(resumed['token']), id), 'completed');
    assert.equal(told.filter(event => event === `${id}:completed`).length, 1);
    const {status} = await atSurvivor(`GET /payments/${id}`, undefined, {
      authorization: `Bearer ${await sessionAt(atSurvivor)}`,
    });
    assert.equal(status, 200, 'the same buyer’s next visit');
  });
});
