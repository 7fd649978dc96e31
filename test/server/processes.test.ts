import assert from 'node:assert/strict';
import {fork, type ChildProcess} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {after, before, test} from 'node:test';
import {createAdaptorServer} from '@hono/node-server';
import {createSandbox, type Sandbox} from '../../src/sandbox/index.js';
import {RedisServer} from '../support/redis.js';
import {field, toObject, until, type Json} from './setup.js';

/** The vendor, which may be slow to create payments. */
class Vendor {
  readonly sandbox: Sandbox;
  /** Payments that were asked for. */
  asked = 0;
  /** What each creation waits for before it is answered. */
  gate: Promise<void> = Promise.resolve();
  readonly #server;

  private constructor(private readonly origin: string) {
    this.sandbox = createSandbox({apiKey: 'sandbox-key', apiSecret: 'sandbox-secret', origin});
    this.#server = createAdaptorServer({fetch: (request: Request) => this.#answer(request)});
  }

  static async start(): Promise<Vendor> {
    const vendor = new Vendor('http://localhost:4175');
    vendor.#server.listen(0, '127.0.0.1');
    await once(vendor.#server, 'listening');
    return vendor;
  }

  get url(): string {
    const address = this.#server.address();
    assert.ok(typeof address === 'object' && address !== null);
    return `http://127.0.0.1:${address.port}/api`;
  }

  async #answer(request: Request): Promise<Response> {
    const answer = await this.sandbox.fetch(request);
    if (request.url.endsWith('/createGuidedPayment')) {
      this.asked += 1;
      await this.gate;
    }
    return answer;
  }

  async payments(): Promise<Json[]> {
    const response = await this.sandbox.fetch(new Request(`${this.origin}/control/state`));
    return toObject(await response.text())['payments'] as Json[];
  }

  async move(id: string, status: string): Promise<void> {
    const init = {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({status})};
    await this.sandbox.fetch(new Request(`${this.origin}/control/payments/${id}`, init));
  }

  end(): void {
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** An instance of the adapter. */
class Instance {
  readonly told: string[] = [];

  private constructor(
    readonly process: ChildProcess,
    readonly origin: string,
  ) {}

  static async start(): Promise<Instance> {
    const child = fork(new URL('../support/adapter-process.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      env: {...process.env, REDIS_URL: redis.url, VENDOR_URL: vendor.url},
    });
    const [{port}] = (await once(child, 'message')) as [{port: number}];
    const instance = new Instance(child, `http://127.0.0.1:${port}`);
    child.on('message', (message: {told?: string}) => {
      if (message.told !== undefined) instance.told.push(message.told);
    });
    running.push(instance);
    return instance;
  }

  async call(
    what: string,
    json?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{status: number; json: Json}> {
    const [method = '', path = ''] = what.split(' ');
    const body = json === undefined ? null : JSON.stringify(json);
    const response = await fetch(`${this.origin}/cryptopocket${path}`, {
      method,
      // Every instance answers for the same shop, as behind a proxy that spreads requests.
      headers: {origin: this.origin, 'content-type': 'application/json', ...headers},
      body,
    });
    return {status: response.status, json: toObject(await response.text())};
  }

  async session(): Promise<string> {
    const {json} = await this.call('POST /sessions', {});
    assert.equal(json['identified'], 'customer');
    return String(json['token']);
  }

  async pay(token: string, key: string, purchase: Json): Promise<{status: number; json: Json}> {
    return this.call('POST /payments', purchase, {authorization: `Bearer ${token}`, 'idempotency-key': key});
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

const purchase = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '0.01'};
let redis: RedisServer;
let vendor: Vendor;
const running: Instance[] = [];

before(async () => {
  redis = await RedisServer.start();
  vendor = await Vendor.start();
});
after(async () => {
  for (const instance of running) await instance.kill();
  vendor.end();
  await redis.end();
});

test('200 copies of a payment at two instances, one of which dies, are one payment, and no buyer is left without it', async () => {
  const [one, two] = await Promise.all([Instance.start(), Instance.start()]);
  const tokens = new Map([
    [one, await one.session()],
    [two, await two.session()],
  ]);
  let letGo = () => {};
  vendor.gate = new Promise(resolve => (letGo = resolve));

  const tryAt = async (instance: Instance): Promise<Json> => {
    const {status, json} = await instance.pay(tokens.get(instance) ?? '', 'one-key', purchase);
    assert.equal(status, 201, JSON.stringify(json));
    return field(json, 'payment');
  };
  // What a page does whose adapter is gone: it asks again, and is answered by another instance.
  const pay = async (nth: number): Promise<Json> => (nth % 2 ? tryAt(one) : tryAt(two)).catch(() => tryAt(two));
  const first = Array.from({length: 100}, () => pay(1));
  // The one that dies is the one that was asking the vendor.
  await until(() => vendor.asked > 0);
  const paying = Promise.all([...first, ...Array.from({length: 100}, () => pay(2))]);
  await one.kill();
  letGo();
  const payments = await paying;

  assert.equal(new Set(payments.map(({id}) => id)).size, 1);
  const made = await vendor.payments();
  // The vendor may have made one for whoever died as well, under the same reference; nobody was handed that one.
  assert.ok(made.length <= 2, String(made.length));
  assert.equal(new Set(made.map(payment => payment['external_id'])).size, 1);
  assert.ok(made.some(({id}) => id === payments[0]?.['id']));
  const again = await two.pay(tokens.get(two) ?? '', 'one-key', purchase);
  assert.equal(field(again.json, 'payment')['id'], payments[0]?.['id']);
  const other = await two.pay(tokens.get(two) ?? '', 'one-key', {...purchase, amount: '101'});
  assert.deepEqual([other.status, other.json['code']], [422, 'idempotency_key_reused']);
});

test('a notification at one instance reaches the buyer who waits at another, and is told once', async () => {
  const [one, two] = await Promise.all([Instance.start(), Instance.start()]);
  const token = await one.session();
  const {json} = await one.pay(token, 'followed', purchase);
  const id = String(field(json, 'payment')['id']);
  const waiting = one.call(`GET /payments/${id}?known=created&wait=30`, undefined, {authorization: `Bearer ${token}`});
  await vendor.move(id, 'coins_sent');
  const body = JSON.stringify({type: 'COINS_SENT', data: {id}});
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', 'sandbox-secret')
    .update(body + timestamp)
    .digest('hex');
  const notify = () =>
    fetch(`${two.origin}/cryptopocket/webhooks`, {
      method: 'POST',
      body,
      headers: {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature},
    });
  assert.equal((await notify()).status, 200);
  // Without it, nobody would have looked before the buyer's half minute was over.
  assert.equal((await waiting).json['status'], 'completed');
  await notify();
  const all = () => running.flatMap(({told}) => told).filter(told => told.startsWith(id));
  await until(() => all().length > 0);
  assert.deepEqual(all(), [`${id}:completed`]);
});

test('a Redis that is lost and comes back in the midst of a purchase costs the buyer time, and nothing else', async () => {
  const shop = await Instance.start();
  const token = await shop.session();
  const quotes = 'GET /quotes?amount=100&asset=USDC&chain=polygon&paymentType=card';
  const before = (await vendor.payments()).length;
  const {json} = await shop.pay(token, 'first', purchase);
  const id = String(field(json, 'payment')['id']);
  await redis.kill();
  assert.equal((await shop.call(quotes)).status, 200);
  for (const lost of [
    await shop.pay(token, 'first', purchase),
    await shop.pay(token, 'second', purchase),
    await shop.call(`GET /payments/${id}`, undefined, {authorization: `Bearer ${token}`}),
  ]) {
    assert.deepEqual([lost.status, lost.json['code'], lost.json['recoverable']], [503, 'busy', true]);
  }
  assert.equal((await vendor.payments()).length, before + 1);
  await redis.start();
  let back = await shop.pay(token, 'first', purchase);
  while (back.status === 503) back = await shop.pay(token, 'first', purchase);
  assert.equal(field(back.json, 'payment')['id'], id);
  // Another key of the same purchase is answered with the same payment.
  assert.equal(field((await shop.pay(token, 'second', purchase)).json, 'payment')['id'], id);
  assert.equal((await vendor.payments()).length, before + 1);
});
