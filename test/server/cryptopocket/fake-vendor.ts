import {createVendor, type VendorClient, type VendorOptions} from '../../../src/server/cryptopocket/api.js';

/** What reached the vendor: a path below its base, with the query. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
}

/** JSON text, or a function for what is more than a body with HTTP 200. */
export type Answer = string | ((asked: Asked, nth: number) => Response | Promise<Response>);

export const key = 'ck_test_public';
export const secret = 'cs_test_do_not_tell';
export const base = 'https://vendor.test/api';

export function json(body: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(body, {status, headers: {'content-type': 'application/json', ...headers}});
}

export const tokenRefused = '{"status":"error","error":"authorization_incorrect"}';

interface Fake {
  vendor: VendorClient;
  /** Everything that was asked, in order. */
  asked: Asked[];
  /** Milliseconds of every pause between tries. */
  pauses: number[];
  /** What was asked of `route`, such as `GET /quote`. */
  of: (route: string) => Asked[];
}

/** A vendor client whose network is `answers`, by `METHOD /path`; tokens are `token-1`, `token-2`, … unless given. */
export function fakeVendor(answers: Record<string, Answer>, options: Partial<VendorOptions> = {}): Fake {
  const asked: Asked[] = [];
  const pauses: number[] = [];
  const of = (route: string) => asked.filter(({method, path}) => `${method} ${path}` === route);
  const all: Record<string, Answer> = {
    'POST /authenticate': (_, nth) => json(`{"status":"ok","data":{"token":"token-${nth}"}}`),
    ...answers,
  };
  const vendor = createVendor({
    apiKey: key,
    apiSecret: secret,
    baseUrl: base,
    sleep: ms => {
      pauses.push(ms);
      return Promise.resolve();
    },
    random: () => 0,
    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const path = url.pathname.replace(/^\/api/, '');
      const now = {
        method: request.method,
        path,
        query: url.searchParams,
        headers: request.headers,
        body: await request.text(),
      };
      asked.push(now);
      const route = `${now.method} ${path}`;
      const answer = all[route] ?? (() => json('{"status":"error","error":"no such route"}', 404));
      return typeof answer === 'string' ? json(answer) : answer(now, of(route).length);
    },
    ...options,
  });
  return {vendor, asked, pauses, of};
}

/** What `promise` was rejected with, as plain data; fails where it was not. */
export async function problem(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const {name, message, cause} = error;
    return {...Object.fromEntries(Object.entries(error)), name, message, cause};
  }
  throw new Error('expected a problem, and there was none');
}

export const guided = {customerId: '5001', amount: '75', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
export const direct = {...guided, wallet: '0x1111111111111111111111111111111111111111'};
export const order = {amount: '75', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
