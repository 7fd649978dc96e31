import assert from 'node:assert/strict';
import {type BuyFlowOptions} from '../../../src/server/index.js';
import {ada, order, Shop, type Answer, type Call, type Json} from '../setup.js';

/** Somebody with a session, a customer and a payment of their own. */
export interface Person {
  email: string;
  name: string;
  token: string;
  resume: string;
  customer: string;
  payment: string;
  /** What only they may see. */
  secrets: readonly string[];
}

export interface AttackScene {
  shop: Shop;
  attacker: Person;
  victim: Person;
}

export interface AttackRequest extends Call {
  path: string;
  json?: Json;
}

/** A route as a buyer in good faith calls it. */
export interface RouteSample {
  /** Whether only somebody with a session gets in. */
  guarded: boolean;
  send: (who: Person) => AttackRequest;
}

export const query = new URLSearchParams(order).toString();

export const samples: Record<string, RouteSample> = {
  'POST /sessions': {guarded: false, send: () => ({path: '/sessions', json: {}})},
  'GET /assets': {guarded: false, send: () => ({path: '/assets'})},
  'GET /quotes': {guarded: false, send: () => ({path: `/quotes?${query}`})},
  'POST /customers': {
    guarded: true,
    send: ({email, name}) => ({path: '/customers', json: {email, name, locale: 'en'}}),
  },
  'POST /customers/verification': {
    guarded: true,
    send: ({email}) => ({path: '/customers/verification', json: {email, code: '123456'}}),
  },
  'GET /customers/me': {guarded: true, send: () => ({path: '/customers/me'})},
  'POST /payments': {
    guarded: true,
    send: () => ({
      path: '/payments',
      json: {...order, receives: '1'},
      headers: {'idempotency-key': 'key'},
    }),
  },
  'GET /payments/:id': {guarded: true, send: ({payment}) => ({path: `/payments/${payment}`})},
  'POST /handovers': {guarded: true, send: () => ({path: '/handovers', json: {page: 'payment'}})},
  'GET /handovers/:code': {guarded: false, send: () => ({path: `/handovers/${'x'.repeat(24)}`})},
  'POST /webhooks': {
    guarded: false,
    send: ({payment}) => ({path: '/webhooks', json: {data: {id: payment}}}),
  },
};

export const routes = Object.keys(samples);
export const guarded = routes.filter(route => samples[route]?.guarded);
export const methodOf = (route: string) => route.replace(/ .*/, '');

/** A route's call in good faith. */
export function usualRequest(route: string, who: Person): AttackRequest {
  const door = samples[route];
  assert.ok(door, route);
  return door.send(who);
}

/** `path` with one more parameter, or several. */
export const withQuery = (path: string, more: string) => `${path}${path.includes('?') ? '&' : '?'}${more}`;

/** Enough for a whole setUpAttack. */
export const limits = {calls: 100_000, market: 100_000, sessions: 100_000, codesPerMailbox: 100_000};

export async function becomeCustomer(shop: Shop, email: string, name: string): Promise<Person> {
  const {token, resume} = await shop.verified(email);
  const customer = await shop.customerId(email);
  await shop.control(`customers/${customer}`, {kyc: 'valid'});
  // Until then, what a registration asText is believed without a look.
  shop.time.pass(2000);
  const {id, gatewayUrl} = await shop.paid(String(token), 'key', email === ada.email ? '100' : '123.45');
  const row = (await shop.state('customers')).find(row => String(row['id']) === customer);
  const secrets = [email, name, customer, id, gatewayUrl, row?.['kycUrl'], token, resume].map(String);
  return {email, name, token: String(token), resume: String(resume), customer, payment: String(id), secrets};
}

/** A shop with a victim who bought something, and an attacker who is a customer, too. */
export async function setUpAttack(options: Partial<BuyFlowOptions> = {}): Promise<AttackScene> {
  const shop = new Shop({limits, ...options});
  const victim = await becomeCustomer(shop, 'returning@example.org', 'Rita');
  const attacker = await becomeCustomer(shop, ada.email, 'Byron');
  return {shop, attacker, victim};
}

/** Calls a route as `who` would, but for `changed`. */
export function send(
  {shop}: AttackScene,
  route: string,
  who: Person,
  changed: Partial<AttackRequest> = {},
): Promise<Answer> {
  const asUsual = usualRequest(route, who);
  const {path, ...call} = {token: who.token, ...asUsual, ...changed};
  return shop.call(`${methodOf(route)} ${path}`, {...call, headers: {...asUsual.headers, ...changed.headers}});
}

/** What an answer says, without what is random and so differs from one to the next of the same kind. */
export function asText({status, json, headers}: Answer): string {
  const random = ['requestId', 'token', 'resume', 'expiresIn', ...(status < 400 ? ['code'] : [])];
  const told = Object.entries(json).filter(([name]) => !random.includes(name));
  return JSON.stringify([status, told, [...headers]]);
}

/** Headers of every answer there is; whatever else an answer had would have been injected. */
export const allowedHeaders = new Set([
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'cache-control',
  'content-type',
  'referrer-policy',
  'retry-after',
  'vary',
  'x-content-type-options',
]);
export const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
export const propertiesOf = () => JSON.stringify(prototypes.map(prototype => Reflect.ownKeys(prototype).map(String)));
export const clean = propertiesOf();

/** Fails where an answer tells the attacker anything of the victim's, is not what we answer, or shows that something broke. */
export function assertHarmless({victim}: AttackScene, answer: Answer, what: string): void {
  const {status, text, headers} = answer;
  const told = asText(answer);
  for (const secret of victim.secrets) {
    const quoted = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    assert.doesNotMatch(told, new RegExp(`(?<!\\w)${quoted}(?!\\w)`, 'i'), what);
  }
  for (const [name] of headers) assert.ok(allowedHeaders.has(name), `${name} is answered by ${what}`);
  assert.ok(status < 500, `${what}: ${status} ${text}`);
  assert.equal(propertiesOf(), clean, `${what} changed a prototype`);
}

/** Everything at the vendor that is not the attacker's own. */
export async function othersAt({shop, attacker}: AttackScene): Promise<string> {
  const customers = (await shop.state('customers')).filter(({id}) => String(id) !== attacker.customer);
  const payments = (await shop.state('payments')).filter(row => String(row['user_id']) !== attacker.customer);
  return JSON.stringify([customers, payments]);
}
