/**
 * `npm run stress:soak`: buyers who wait and buy at one adapter for long, `MINUTES=30 BUYERS=500`. Fails where memory or
 * handles grow from the second quarter of the time to the last, or where the slowest answers get slower. What is to be
 * remembered for a day is in a Redis, so that nothing has to grow in the adapter. Keeps the results for the page of benchmarks.
 */
import {fork} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {Agent, request as ask} from 'node:http';
import {setTimeout as after} from 'node:timers/promises';
import {SandboxHandle} from '../../src/testing/index.js';
import {endPart, runPart} from '../../test/support/demo.js';
import {freePort} from '../../test/support/listen.js';
import {RedisServer} from '../../test/support/redis.js';
import {keepResults} from '../bench/results.js';

const minutes = Number(process.env['MINUTES'] ?? 30);
const buyers = Number(process.env['BUYERS'] ?? 500);
/** Samples in all, so that a short soak has as many as a long one. */
const samples = 20;
/** How much heap, resident memory and handles may grow over half of the time, in parts of what they were. */
const mostGrowth = 0.15;

type Json = Record<string, unknown>;

const vendorPort = await freePort();
const vendor = await runPart('sandbox', {...process.env, SANDBOX_PORT: String(vendorPort)});
const sandbox = new SandboxHandle(`http://localhost:${vendorPort}`);
const api = `${sandbox.origin}/api`;

const redis = await RedisServer.start();
const child = fork(new URL('soak-adapter.ts', import.meta.url), {
  execArgv: ['--import', 'tsx', '--expose-gc'],
  env: {...process.env, VENDOR_URL: api, REDIS_URL: redis.url},
});
const [{port}] = (await once(child, 'message')) as [{port: number}];
const origin = `http://127.0.0.1:${port}`;
const agent = new Agent({keepAlive: true, maxSockets: Infinity});

let times: number[] = [];
let failed = 0;
let bought = 0;

/** A call of a page's. Only what is answered at once is timed. */
async function call(
  name: string,
  what: string,
  token?: string,
  json?: unknown,
  more: Record<string, string> = {},
): Promise<Json> {
  const [method = '', path = ''] = what.split(' ');
  const headers = {
    origin,
    'x-buyer': name,
    'content-type': 'application/json',
    ...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
    ...more,
  };
  const begun = performance.now();
  const sent = ask(`${origin}/cryptopocket${path}`, {method, headers, agent});
  sent.end(json === undefined ? undefined : JSON.stringify(json));
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream & {statusCode: number}];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  if (!path.includes('wait=')) times.push(performance.now() - begun);
  if (response.statusCode >= 400) throw new Error(`${what}: ${response.statusCode} ${text}`);
  return JSON.parse(text) as Json;
}

async function atVendor(path: string, json: object, auth = ''): Promise<{token: string; id: number}> {
  const headers = {'content-type': 'application/json', auth};
  const answer = await fetch(api + path, {method: 'POST', headers, body: JSON.stringify(json)});
  return ((await answer.json()) as {data: {token: string; id: number}}).data;
}

async function notify(id: string): Promise<void> {
  const body = JSON.stringify({type: 'COINS_SENT', data: {id}});
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', 'sandbox-secret')
    .update(body + timestamp)
    .digest('hex');
  const headers = {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature};
  await fetch(`${origin}/cryptopocket/webhooks`, {method: 'POST', headers, body});
}

const order = {amount: '20', asset: 'USDC', chain: 'polygon', paymentType: 'transfer'};

/** Somebody who buys, waits for the coins, and buys again. */
async function buys(nth: number): Promise<void> {
  const name = `soak-${nth}`;
  await after(Math.random() * 30_000);
  for (let time = 0; Date.now() < end; time++) {
    try {
      const {token} = (await call(name, 'POST /sessions', undefined, {})) as {token: string};
      const {receives} = await call(name, `GET /quotes?${String(new URLSearchParams(order))}`);
      const key = {'idempotency-key': `${name}-${time}`};
      const {payment} = (await call(name, 'POST /payments', token, {...order, receives}, key)) as {
        payment: {id: string};
      };
      // As long as somebody needs to pay; the page waits meanwhile.
      void after(10_000 + Math.random() * 50_000).then(async () => {
        if (Date.now() >= end) return;
        await sandbox.decidePayment(payment.id, 'coins_sent');
        await notify(payment.id);
      });
      for (let status = 'created'; status !== 'completed' && Date.now() < end;) {
        status = String((await call(name, `GET /payments/${payment.id}?known=${status}&wait=25`, token))['status']);
      }
      bought += 1;
    } catch (error) {
      failed += 1;
      if (failed < 5) console.error(error);
      await after(1000);
    }
  }
}

interface Sample {
  rss: number;
  heapUsed: number;
  handles: number;
  p99: number;
  bought: number;
}
const {token: vendorToken} = await atVendor('/authenticate', {api_key: 'sandbox-key', api_secret: 'sandbox-secret'});
for (let nth = 0; nth < buyers; nth++) {
  const {id} = await atVendor('/registerUser', {name: 'Ada Byron', email: `soak-${nth}@example.com`}, vendorToken);
  await sandbox.decideCustomer(id, 'valid');
}

const end = Date.now() + minutes * 60_000;
const taken: Sample[] = [];
const waiting = Array.from({length: buyers}, (_, nth) => buys(nth));
for (let nth = 0; nth < samples; nth++) {
  await after((minutes * 60_000) / samples);
  const slowest = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  times = [];
  child.send('how are you');
  const [seen] = (await once(child, 'message')) as [Omit<Sample, 'p99' | 'bought'>];
  taken.push({...seen, p99: slowest, bought});
}

/** The mean of a part of the time. */
const mean = (of: (sample: Sample) => number, from: number, to: number) => {
  const part = taken.slice(Math.floor(from * samples), Math.floor(to * samples));
  return part.reduce((sum, sample) => sum + of(sample), 0) / part.length;
};
/** Over half of the time, in parts of what it was. */
const growth = (of: (sample: Sample) => number) => mean(of, 0.75, 1) / mean(of, 0.25, 0.5) - 1;
const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
const steady = (of: (sample: Sample) => number): [value: string, holds: boolean] => [
  `${percent(growth(of))} (${mean(of, 0.75, 1).toFixed(0)})`,
  growth(of) < mostGrowth,
];
const [slow, slowLast] = [mean(({p99}) => p99, 0.25, 0.5), mean(({p99}) => p99, 0.75, 1)];
const verdicts: [what: string, value: string, holds: boolean][] = [
  ['minutes, buyers', `${minutes}, ${buyers}`, true],
  ['purchases completed', String(bought), bought > buyers],
  ['failed calls', String(failed), failed === 0],
  ['growth of the heap over half of the time (MB)', ...steady(({heapUsed}) => heapUsed / 1e6)],
  ['the same of resident memory (MB)', ...steady(({rss}) => rss / 1e6)],
  ['the same of handles (how many)', ...steady(({handles}) => handles)],
  ['p99, ms, second quarter and last', `${slow.toFixed(0)} and ${slowLast.toFixed(0)}`, slowLast < 2 * slow + 20],
];
console.table(
  taken.map(({rss, heapUsed, handles, p99, bought: by}) => ({
    'rss, MB': (rss / 1e6).toFixed(0),
    'heap, MB': (heapUsed / 1e6).toFixed(1),
    handles,
    'p99, ms': p99.toFixed(0),
    purchases: by,
  })),
);
console.table(verdicts);
await Promise.all(waiting);
agent.destroy();
child.disconnect();
await Promise.all([endPart(vendor), redis.end()]);
// A short run is for trying the script itself.
if (minutes >= 30) keepResults('soak', Object.fromEntries(verdicts.map(([what, value]) => [what, value])));
process.exitCode = verdicts.every(([, , holds]) => holds) ? 0 : 1;
