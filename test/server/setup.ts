import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {refusals, silences, type ProblemAnswer} from '../../src/contract/problem.js';
import {createSandbox} from '../../src/sandbox/index.js';
import {
  createBuyFlow,
  type BuyFlow,
  type BuyFlowOptions,
  type CodeMessage,
  type LogEntry,
} from '../../src/server/index.js';
import {assertDescribed} from '../support/openapi-assert.js';
import {vendorCodes} from '../../src/server/cryptopocket/error-codes.js';

/** The merchant's own host, where the adapter is mounted at `/cryptopocket`. */
export const own = 'https://shop.test';
/** Another origin of the merchant's, in `allowedOrigins`. */
export const app = 'https://app.test';
export const evil = 'https://evil.test';
export const apiKey = 'ck_of_the_merchant';
export const apiSecret = 'cs_never_to_be_told';

export const ada = {email: 'ada@example.org', name: 'Ada Byron', locale: 'en'};
export const order = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card'};

export type Json = Record<string, unknown>;

export interface Call {
  /** Default: the page on the adapter's own host; `null` for no `Origin`. */
  origin?: string | null;
  token?: string;
  json?: unknown;
  /** Instead of JSON. */
  body?: NonNullable<RequestInit['body']>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  address?: string;
  /** Default: `/cryptopocket`. */
  mount?: string;
  host?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

/** What no answer and no log line may ever contain: the vendor's words, but for the one that is also ours. */
const hidden = [
  ...vendorCodes,
  'payment_not_found',
  'PaymentController',
  'Too Many Attempts',
  apiKey,
  apiSecret,
].filter(word => word !== 'email_not_allowed');

export function createTime(now = Date.UTC(2026, 6, 1, 9)) {
  return {
    clock: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

export const minutes = 60_000;
export const hours = 60 * minutes;

type Sandbox = ReturnType<typeof createSandbox>;

/** Several instances of a shop may share a clock and a vendor. */
export interface Surroundings {
  time?: ReturnType<typeof createTime>;
  sandbox?: Sandbox;
  /** Without `sendCode`: guests can register a new e-mail only. */
  registerOnly?: boolean;
}

export class Shop {
  readonly time: ReturnType<typeof createTime>;
  readonly sandbox: Sandbox;
  /** What guests found in their mailboxes. */
  readonly mail: CodeMessage[] = [];
  readonly log: LogEntry[] = [];
  /** `METHOD /path` of every question to the vendor. */
  readonly asked: string[] = [];
  readonly #secrets = new Set(hidden);
  /** Calls that wait just now. */
  #waiting = 0;
  readonly flow: BuyFlow;

  constructor(options: Partial<BuyFlowOptions> = {}, {time = createTime(), sandbox, registerOnly}: Surroundings = {}) {
    this.time = time;
    const {clock} = time;
    this.sandbox = sandbox ?? createSandbox({apiKey, apiSecret, origin: 'http://localhost:4175', clock});
    this.flow = createBuyFlow({
      apiKey,
      apiSecret,
      baseUrl: 'http://localhost:4175/api',
      fetch: (input, init) => this.#askVendor(new Request(input, init)),
      allowedOrigins: [app],
      ...(registerOnly ? {} : {sendCode: message => void this.mail.push(message)}),
      log: entry => this.log.push(entry),
      observe: measurement => {
        if (measurement.kind === 'waiting') this.#waiting = measurement.count;
      },
      clock,
      ...options,
    });
  }

  async #askVendor(request: Request): Promise<Response> {
    const token = request.headers.get('auth');
    if (token !== null) this.#secrets.add(token);
    this.asked.push(`${request.method} ${new URL(request.url).pathname.replace('/api', '')}`);
    return this.sandbox.fetch(request);
  }

  /** How often the vendor was asked `question`, such as `GET /quote`. */
  count(question: string): number {
    return this.asked.filter(asked => asked === question).length;
  }

  /** One call of `METHOD /path`. What holds for every answer of the adapter is checked here. */
  async call(what: string, call: Call = {}): Promise<Answer> {
    const {origin = own, token, json, body, mount = '/cryptopocket', host = own, signal, address} = call;
    const [method = '', path = ''] = what.split(' ');
    const headers = new Headers();
    if (origin !== null) headers.set('origin', origin);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (json !== undefined) headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);
    const sent = body ?? (json === undefined ? null : JSON.stringify(json));
    const stream = sent instanceof ReadableStream ? {duplex: 'half'} : {};
    const init = {method, headers, body: sent, ...stream, ...(signal ? {signal} : {})};
    const response = await this.flow(new Request(host + mount + path, init), {address});
    const text = await response.text();
    this.#check(what, response, text);
    assertDescribed(method, new URL(host + mount + path).pathname, response.status, text);
    const isJson = /^application\/json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return {status: response.status, headers: response.headers, text, json: isJson ? toObject(text) : {}};
  }

  #check(what: string, {status, headers}: Response, text: string): void {
    assert.equal(headers.get('cache-control'), 'no-store', what);
    assert.equal(headers.get('vary'), 'origin', what);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', what);
    for (const said of [text, JSON.stringify(this.log)]) {
      for (const secret of this.#secrets) {
        const whole = new RegExp(`(?<![a-z_])${secret}(?![a-z_])`, 'i');
        assert.doesNotMatch(said, whole, `${secret} is told by ${what}: ${said}`);
      }
    }
    // An id that is made up by chance has six digits in a row now and then.
    const logged = JSON.stringify(this.log.map(entry => ({...entry, requestId: ''})));
    for (const {email, code} of this.mail) {
      assert.ok(!logged.includes(email) && !logged.includes(code), `the log tells who somebody is: ${logged}`);
    }
    if (status < 400) return;
    // For the person with the phone; everything else is for a page's script.
    const isForAPerson = status === 410;
    assert.match(headers.get('content-type') ?? '', isForAPerson ? /^text\/plain/ : /^application\/json/, what);
    if (isForAPerson) return;
    const {code, message, recoverable, requestId, retryAfter, details, ...more} = toObject(
      text,
    ) as Partial<ProblemAnswer>;
    assert.ok(
      [...refusals, ...silences].some(known => known === code),
      `${what}: ${code}`,
    );
    assert.equal(typeof message, 'string');
    assert.equal(typeof recoverable, 'boolean');
    assert.match(String(requestId), /^[0-9a-f-]{36}$/);
    assert.equal(headers.get('retry-after'), retryAfter === undefined ? null : String(retryAfter));
    for (const name of Object.keys(details ?? {}))
      assert.match(name, /^(?:minimum|maximum|url|triesLeft|network|field)$/);
    assert.deepEqual(more, {});
  }

  /** Fails unless the answer is this refusal or silence. Gives the answer. */
  async refused(code: string, what: string, call?: Call): Promise<Answer> {
    const answer = await this.call(what, call);
    assert.equal(answer.json['code'], code, `${what}: ${answer.text}`);
    return answer;
  }

  /** Fails unless all is well. Gives what was answered. */
  async ok(what: string, call?: Call): Promise<Json> {
    const {status, json, text} = await this.call(what, call);
    assert.ok(status < 300, `${what}: ${status} ${text}`);
    return json;
  }

  /** Starts a call that is to wait, and comes back when it waits. */
  async waiting(what: string, call: Call): Promise<{answer: Promise<Json>; latest: () => Json | undefined}> {
    const before = this.#waiting;
    let latest: Json | undefined;
    const answer = this.ok(what, call).then(json => (latest = json));
    await until(() => this.#waiting > before);
    await idle();
    assert.equal(latest, undefined, `${what} did not wait`);
    return {answer, latest: () => latest};
  }

  session(call: Call = {}): Promise<Json> {
    return this.ok('POST /sessions', {json: {}, ...call});
  }

  async token(call: Call = {}): Promise<string> {
    return String((await this.session(call))['token']);
  }

  resume(resume: unknown, call: Call = {}): Promise<Json> {
    return this.session({json: {resume}, ...call});
  }

  /** The latest code that `email` was sent. */
  codeOf(email: string): string {
    const message = this.mail.findLast(message => message.email === email);
    assert.ok(message, `no mail for ${email}`);
    return message.code;
  }

  /** A guest who proved this mailbox. Gives the session. */
  async verified(email = ada.email, call: Call = {}): Promise<Json> {
    const token = call.token ?? (await this.token(call));
    await this.ok('POST /customers', {...call, token, json: {...ada, email}});
    const json = {email, code: this.codeOf(email)};
    return this.ok('POST /customers/verification', {...call, token, json});
  }

  /** The token of somebody who is known to the sandbox and has passed its identity check. */
  async buyer(email = 'returning@example.org'): Promise<string> {
    return String((await this.verified(email))['token']);
  }

  /** What `POST /payments` takes: an order at the price of the moment. */
  async purchase(amount = '100', more: Json = {}): Promise<Json> {
    const query = new URLSearchParams({...order, amount});
    const {receives} = await this.ok(`GET /quotes?${String(query)}`);
    return {...order, amount, receives, ...more};
  }

  async pay(token: string, key: string, json: unknown): Promise<Answer> {
    return this.call('POST /payments', {token, json, headers: {'idempotency-key': key}});
  }

  /** A payment that must come about. */
  async paid(token: string, key = 'key', amount = '100'): Promise<Json> {
    const {status, json, text} = await this.pay(token, key, await this.purchase(amount));
    assert.equal(status, 201, text);
    return {...json, ...field(json, 'payment')};
  }

  /** A change at the vendor, such as `control('settle', {ms: 10})`. */
  async control(path: string, json: Json): Promise<void> {
    const init = {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(json)};
    const response = await this.sandbox.fetch(new Request(`http://localhost:4175/control/${path}`, init));
    assert.equal(response.status, 200);
    // What was seen of it before is no longer fresh.
    this.time.pass(1000);
  }

  /** The sandbox's `customers` or `payments`. */
  async state(what: 'customers' | 'payments'): Promise<Json[]> {
    const response = await this.sandbox.fetch(new Request('http://localhost:4175/control/state'));
    return toObject(await response.text())[what] as Json[];
  }

  async customerId(email: string): Promise<string> {
    return String((await this.state('customers')).find(customer => customer['email'] === email)?.['id']);
  }
}

export function toObject(text: string): Json {
  const value: unknown = JSON.parse(text);
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `no object: ${text}`);
  return {...value};
}

export function field(json: Json, name: string): Json {
  const value = json[name];
  assert.ok(typeof value === 'object' && value !== null, `no ${name} in ${JSON.stringify(json)}`);
  return {...value};
}

/** Lets everything finish that waits for nothing but its turn; cryptography is done elsewhere, and takes its time. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise(resolve => setImmediate(resolve));
}

/** Comes back once `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  const patience = performance.now() + 10_000;
  while (!condition()) {
    assert.ok(performance.now() < patience, 'it never came to that');
    await new Promise(resolve => setImmediate(resolve));
  }
}

export interface Notification {
  body?: string;
  secret?: string;
  /** Seconds by which the vendor's clock is ahead of ours. */
  ahead?: number;
  encoding?: 'hex' | 'base64';
  headers?: Record<string, string>;
}

/** A notification about `payment`, as the vendor signs it unless told otherwise. */
export function notify(
  shop: Shop,
  payment: unknown,
  {secret = apiSecret, ahead = 0, ...more}: Notification = {},
): Promise<Answer> {
  const body = more.body ?? JSON.stringify({type: 'COINS_SENT', data: {id: payment}});
  const timestamp = String(Math.floor(shop.time.clock() / 1000) + ahead);
  const signature = createHmac('sha256', secret)
    .update(body + timestamp)
    .digest(more.encoding ?? 'hex');
  const headers = {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature};
  return shop.call('POST /webhooks', {origin: null, body, headers: {...headers, ...more.headers}});
}
