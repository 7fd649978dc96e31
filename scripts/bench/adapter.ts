/** What the adapter can bear, each as a ratio to a bare `node:http` server that answers JSON, in one run. */
import {fork, type ChildProcess} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {Agent, get} from 'node:http';
import autocannon from 'autocannon';

const seconds = 4;
const connections = 32;
const waiters = 5000;

class Server {
  private constructor(
    readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  static async start(kind: string, ...more: string[]): Promise<Server> {
    const child = fork(new URL('servers.ts', import.meta.url), [kind, ...more], {execArgv: ['--import', 'tsx']});
    const [{port}] = (await once(child, 'message')) as [{port: number}];
    return new Server(child, `http://127.0.0.1:${port}`);
  }

  /** Memory of the process, in bytes. */
  async memory(): Promise<number> {
    this.child.send('memory');
    const [{rss}] = (await once(this.child, 'message')) as [{rss: number}];
    return rss;
  }

  end(): void {
    this.child.disconnect();
  }
}

interface Load {
  perSecond: number;
  /** Milliseconds. */
  p99: number;
}

async function load(url: string, options: Partial<autocannon.Options> = {}): Promise<Load> {
  const {requests, latency, non2xx} = await autocannon({url, connections, duration: seconds, ...options});
  if (non2xx > 0) throw new Error(`${url}: ${non2xx} answers were not 2xx`);
  return {perSecond: requests.average, p99: latency.p99};
}

/** Opens one long-poll for each of `count` payments, and gives a function that hangs them up. */
async function wait(origin: string, headers: Record<string, string>, count: number): Promise<() => void> {
  const agent = new Agent({maxSockets: Infinity});
  const requests = Array.from({length: count}, (_, nth) =>
    get(`${origin}/cryptopocket/payments/waiting-${nth}?known=created&wait=30`, {agent, headers}).on(
      'error',
      () => undefined,
    ),
  );
  await Promise.all(requests.map(request => once(request, 'socket')));
  // All are waiting once the vendor was asked about the last of them and its answer was taken in.
  await new Promise(resolve => setTimeout(resolve, 4000));
  return () => {
    agent.destroy();
  };
}

/** Milliseconds from a notification to the answer of the page that waits. */
async function notified(origin: string, headers: Record<string, string>, nth: number): Promise<number> {
  const id = `woken-${nth}`;
  const path = `${origin}/cryptopocket/payments/${id}`;
  await fetch(path, {headers});
  const waiting = fetch(`${path}?known=created&wait=30`, {headers});
  // Long enough to be waiting, and not yet looked at again.
  await new Promise(resolve => setTimeout(resolve, 200));
  const body = JSON.stringify({type: 'COINS_SENT', data: {id}});
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', 'secret')
    .update(body + timestamp)
    .digest('hex');
  const started = performance.now();
  await fetch(`${origin}/cryptopocket/webhooks`, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature},
    body,
  });
  const {status} = (await (await waiting).json()) as {status: string};
  if (status !== 'completed') throw new Error(`the page heard of ${status}`);
  return performance.now() - started;
}

export async function benchAdapter(): Promise<Record<string, string>> {
  const vendor = await Server.start('vendor');
  const [echo, adapter] = await Promise.all([Server.start('echo'), Server.start('adapter', vendor.origin)]);
  const {origin} = adapter;
  const quotes = `${origin}/cryptopocket/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card`;
  const json = {origin, 'content-type': 'application/json'};
  const session = {method: 'POST', headers: json, body: '{}'} as const;
  const minted = await fetch(`${origin}/cryptopocket/sessions`, session);
  const {token} = (await minted.json()) as {token: string};
  const auth = {origin, authorization: `Bearer ${token}`};

  const measure = {
    echo: () => load(echo.origin),
    quote: () => load(quotes),
    session: () => load(`${origin}/cryptopocket/sessions`, session),
    status: () => load(`${origin}/cryptopocket/payments/one`, {headers: auth}),
    forwarded: () =>
      load(origin, {
        requests: Array.from({length: 500}, (_, nth) => ({path: `/cryptopocket/payments/own-${nth}`, headers: auth})),
      }),
  };
  await measure.quote();
  const bare = await measure.echo();
  const quote = await measure.quote();
  const mint = await measure.session();
  const status = await measure.status();
  const forwarded = await measure.forwarded();
  const bareAgain = await measure.echo();
  const floor = (bare.perSecond + bareAgain.perSecond) / 2;
  const floorP99 = Math.max(bare.p99, bareAgain.p99, 1);

  const delays: number[] = [];
  for (let nth = 0; nth < 20; nth++) delays.push(await notified(origin, auth, nth));

  const before = await adapter.memory();
  const hangUp = await wait(origin, auth, waiters);
  const held = (await adapter.memory()) - before;
  const crowded = await measure.quote();
  hangUp();
  for (const server of [echo, adapter, vendor]) server.end();

  const ratio = ({perSecond}: Load) => (perSecond / floor).toFixed(2);
  const times = ({p99}: Load) => (p99 / floorP99).toFixed(1);
  return {
    'cached quote / bare echo': ratio(quote),
    'payment status, many asking for one / bare echo': ratio(status),
    'payment status, each forwarded to the vendor / bare echo': ratio(forwarded),
    'session minted / bare echo': ratio(mint),
    [`cached quote beside ${waiters} open long-polls / bare echo`]: ratio(crowded),
    'p99 of quote, status, forwarded, session, beside the bare echo’s': [quote, status, forwarded, mint]
      .map(times)
      .join(', '),
    'memory of one open long-poll, kB': (held / waiters / 1000).toFixed(1),
    'from a notification to the page, ms (the longest of 20)': Math.max(...delays).toFixed(0),
    'bare echo, requests per second here': floor.toFixed(0),
  };
}
