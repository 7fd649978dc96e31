import assert from 'node:assert/strict';
import {createSandbox} from '../../src/sandbox/index.js';
import type {Sandbox} from '../../src/sandbox/index.js';
import {answerProblems, bodyProblems, queryProblems} from './contract-schema.js';

export const origin = 'http://sandbox.test';
export const apiKey = 'ck_test';
export const apiSecret = 'cs_test';

/** A wallet that is plausible on the chains of Ethereum's kind. */
export const wallet = '0x1111111111111111111111111111111111111111';

export type Json = Record<string, unknown>;

/** What `fetch` was asked to deliver. */
export interface Delivered {
  url: string;
  headers: Headers;
  body: string;
}

export interface Call {
  query?: Record<string, string>;
  json?: Json;
  form?: Record<string, string>;
  /** Instead of the current one; `null` for none. */
  token?: string | null;
  /** Requests that are wrong on purpose are not held against the contract. */
  wrong?: boolean;
}

/** A clock that stands still until it is told otherwise, and the timers that belong to it. */
export function createTime(start = Date.UTC(2026, 6, 1, 9)) {
  let now = start;
  let waiting: {at: number; run: () => void}[] = [];
  return {
    clock: () => now,
    schedule: (run: () => void, ms: number) => {
      waiting.push({at: now + ms, run});
    },
    /** Lets `ms` pass, with every timer at its moment; `settle` waits for what a timer started. */
    async pass(ms: number, settle: () => Promise<void> = idle) {
      const end = now + ms;
      for (;;) {
        await settle();
        const [next] = waiting.filter(({at}) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        waiting = waiting.filter(timer => timer !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
}

/** Lets everything finish that waits for nothing but its turn. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
}

export class Client {
  readonly time = createTime();
  readonly delivered: Delivered[] = [];
  /** What whoever is told of an event answers. */
  hook: () => Response = () => new Response(null, {status: 200});
  readonly sandbox: Sandbox;
  #token: string | undefined;

  /** `links`: where the sandbox's links lead. */
  constructor(links = origin) {
    this.sandbox = createSandbox({
      apiKey,
      apiSecret,
      origin: links,
      clock: this.time.clock,
      schedule: this.time.schedule,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        this.delivered.push({url: request.url, headers: request.headers, body: await request.text()});
        return this.hook();
      },
    });
  }

  /** Lets `ms` pass, and every webhook arrive that belongs to it. */
  async pass(ms: number): Promise<void> {
    await this.time.pass(ms, async () => {
      await idle();
      await this.sandbox.settled();
    });
  }

  async signIn(): Promise<string> {
    const answer = await this.call('/authenticate', {json: {api_key: apiKey, api_secret: apiSecret}, token: null});
    const data = answer.data;
    const token = typeof data === 'string' ? data : typeof data === 'object' ? field(data, 'token') : answer.token;
    assert.equal(typeof token, 'string');
    return (this.#token = String(token));
  }

  /** Sends a request as it is and gives the answer as it is. */
  async raw(path: string, {query = {}, json, form, token}: Call = {}): Promise<Response> {
    const sent = token === undefined ? (this.#token ?? (await this.signIn())) : token;
    const headers = new Headers(sent === null ? {} : {auth: sent});
    if (json) headers.set('content-type', 'application/json');
    const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form) : null;
    const search = Object.keys(query).length ? `?${String(new URLSearchParams(query))}` : '';
    const method = body === null ? 'GET' : 'POST';
    return this.sandbox.fetch(new Request(`${origin}/api${path}${search}`, {method, headers, body}));
  }

  /** One call of the API; request and answer are held against the contract. */
  async call(path: string, call: Call = {}): Promise<Json> {
    return (await this.sent(path, call)).answer;
  }

  /** Like `call`, with the HTTP status, which few of the vendor's answers use. */
  async sent(path: string, call: Call = {}): Promise<{status: number; answer: Json}> {
    const {query = {}, json, form, wrong = false} = call;
    const method = (json ?? form) ? 'post' : 'get';
    if (!wrong) {
      assert.deepEqual(queryProblems(method, path, query), [], `query of ${path}`);
      const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
      if (json ?? form) assert.deepEqual(bodyProblems(method, path, type, json ?? form), [], `body of ${path}`);
    }
    const response = await this.raw(path, call);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const answer: unknown = await response.json();
    assert.deepEqual(answerProblems(method, path, response.status, answer), [], JSON.stringify(answer));
    return {status: response.status, answer: object(answer)};
  }

  /** A page, after the redirects that a browser would follow. */
  async page(path: string, init: RequestInit = {}): Promise<{status: number; path: string; text: string}> {
    const url = new URL(path, origin);
    const response = await this.sandbox.fetch(new Request(url, init));
    const to = response.headers.get('location');
    if (to !== null) return this.page(to);
    return {status: response.status, path: url.pathname + url.search, text: await response.text()};
  }

  /** Sends a form as a browser does. */
  submit(path: string, fields: Record<string, string> = {}) {
    return this.page(path, {method: 'POST', headers: {origin}, body: new URLSearchParams(fields)});
  }

  /** A change by a program, such as `control('settle', {ms: 10})`. */
  async control(path: string, body: Json = {}, status = 200): Promise<Json> {
    const url = `${origin}/control/${path}`;
    const headers = {'content-type': 'application/json'};
    const request = new Request(url, {method: 'POST', headers, body: JSON.stringify(body)});
    const response = await this.sandbox.fetch(request);
    assert.equal(response.status, status);
    return object(await response.json());
  }

  async state(): Promise<Json> {
    const response = await this.sandbox.fetch(new Request(`${origin}/control/state`));
    return object(await response.json());
  }

  /** The customer with this e-mail, as listed. */
  async customer(email: string): Promise<Json> {
    const {data} = await this.call('/customers/list', {query: {email, items_per_page: '100'}});
    assert.ok(Array.isArray(data));
    return object(data.find(item => field(item, 'email') === email));
  }

  async register(email: string, more: Json = {}): Promise<{id: number; kycPage: string}> {
    const answer = await this.call('/registerUser', {json: {name: 'Ada Byron', email, ...more}});
    const {id, kyc_form_url: url} = object(answer.data ?? answer);
    return {id: Number(id), kycPage: new URL(String(url)).pathname};
  }

  async kyc(id: number): Promise<unknown> {
    const answer = await this.call('/kyc/check', {query: {user_id: String(id)}});
    return object(answer.data ?? answer).kyc_status;
  }

  /** `createGuidedPayment` for a customer who is `valid`, unless told otherwise. */
  async create(amount: number, more: Json = {}): Promise<Json> {
    const order = {user_id: 5001, coin_symbol: 'USDC', coin_chain: 'polygon', fiat_symbol: 'EUR', fiat_amount: amount};
    return this.call('/createGuidedPayment', {json: {...order, ...more}});
  }

  /** Like `create`, for what must work. Gives the payment's id. */
  async created(amount: number, more: Json = {}): Promise<string> {
    const answer = await this.create(amount, more);
    assert.equal(answer.status, 'success', JSON.stringify(answer));
    return String(field(answer.data, 'payment_id'));
  }

  createDirect(amount: number, paymentType: string, more: Json = {}): Promise<Json> {
    const order = {user_id: 5001, coin_symbol: 'USDC', coin_chain: 'polygon', fiat_symbol: 'EUR', fiat_amount: amount};
    return this.call('/createPayment', {json: {...order, payment_type: paymentType, wallet, ...more}});
  }

  async payment(id: string): Promise<Json> {
    return object((await this.call(`/payment/${id}`)).data);
  }

  /** The buyer pays by card. Gives the page that follows. */
  payByCard(id: string) {
    return this.submit(`/payment/${id}`, {wallet, method: 'card'});
  }

  /** The buyer says that the transfer is sent. Gives the page that follows. */
  async payByTransfer(id: string) {
    const {path} = await this.submit(`/payment/${id}`, {wallet, method: 'transfer'});
    return this.submit(path);
  }

  /** `createRampoff` of so many USDT. */
  async sell(amount: number | string): Promise<{id: string; wallet: string}> {
    const json = {user_id: 5001, amount, symbol: 'USDT', blockchain: 'bsc', iban: 'ES9121000418450200051332'};
    const {data} = await this.call('/createRampoff', {json});
    return {id: String(field(data, 'id')), wallet: String(field(data, 'wallet'))};
  }

  async offRamp(id: string): Promise<Json> {
    return object((await this.call('/getRampoff', {query: {id}})).data);
  }

  /** The words that a payment, or an off-ramp, goes through while `ms` pass. */
  async follow(id: string, ms: number, kind: 'payment' | 'offRamp' = 'payment'): Promise<unknown[]> {
    const step = 500;
    const seen: unknown[] = [];
    for (let passed = 0; passed <= ms; passed += step) {
      const {status} = await this[kind](id);
      if (seen.at(-1) !== status) seen.push(status);
      await this.pass(step);
    }
    return seen;
  }
}

export function object(value: unknown): Json {
  assert.ok(typeof value === 'object' && value !== null, `no object: ${JSON.stringify(value)}`);
  return {...value};
}

export function field(value: unknown, name: string): unknown {
  return object(value)[name];
}
