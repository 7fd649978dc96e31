/** What the adapter can bear, each as a ratio to a bare `node:http` server that answers JSON, in one run. */
import {fork, type ChildProcess} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {Agent, get} from 'node:http';
import autocannon from 'autocannon';

/** Each load is put on in every round beside the bare echo, and the middle of its ratios counts. */
const rounds = 5;
const seconds = 2;
const connections = 32;
const waiters = 5000;
/** Of them, so many begin to wait together. */
const together = 50;

const quote: Partial<autocannon.Options> = {
  requests: [{path: '/cryptopocket/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card'}],
};

class Server {
  private constructor(
    readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  static async start(kind: string, ...more: string[]): Promise<Server> {
    const child = fork(new URL('servers.ts', import.meta.url), [kind, ...more], {
      execArgv: ['--import', 'tsx', '--expose-gc'],
    });
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

/** What the adapter does, divided by what the echo does. */
interface Ratio {
  rate: number;
  p99: number;
}

async function load(url: string, options: Partial<autocannon.Options> = {}): Promise<Load> {
  const {requests, latency, non2xx} = await autocannon({url, connections, duration: seconds, ...options});
  if (non2xx > 0) throw new Error(`${url}: ${non2xx} answers were not 2xx`);
  return {perSecond: requests.average, p99: latency.p99};
}

/** The headers of a buyer whom the shop knows. */
async function signIn(origin: string): Promise<Record<string, string>> {
  const headers = {origin, 'content-type': 'application/json', 'x-shop-user': 'rita'};
  const minted = await fetch(`${origin}/cryptopocket/sessions`, {method: 'POST', headers, body: '{}'});
  const {token} = (await minted.json()) as {token: string};
  // Whom `identify` names is asked with every call.
  return {origin, authorization: `Bearer ${token}`, 'x-shop-user': 'rita'};
}

/** Opens one long-poll for each of `count` payments, and gives a function that hangs them up. */
async function wait(origin: string, headers: Record<string, string>, count: number): Promise<() => void> {
  const agent = new Agent({maxSockets: Infinity});
  const open = (nth: number) =>
    get(`${origin}/cryptopocket/payments/waiting-${nth}?known=created&wait=30`, {agent, headers}).on(
      'error',
      () => undefined,
    );
  // Buyers come one after the other: what a rush leaves behind is not what they cost.
  for (let nth = 0; nth < count; nth += together) {
    const requests = Array.from({length: Math.min(together, count - nth)}, (_, more) => open(nth + more));
    await Promise.all(requests.map(request => once(request, 'socket')));
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  // All are waiting once the vendor was asked about the last of them and its answer was taken in.
  await new Promise(resolve => setTimeout(resolve, 2000));
  return () => {
    agent.destroy();
  };
}

/** Kilobytes that one open long-poll adds to a server that has been at work: what it grew to by then is not the waiter's. */
async function memoryOfWaiter(kind: string, vendor: string): Promise<string> {
  const server = await Server.start(kind, vendor);
  await load(server.origin, quote);
  const auth = await signIn(server.origin);
  const before = await server.memory();
  const hangUp = await wait(server.origin, auth, waiters);
  const held = (await server.memory()) - before;
  hangUp();
  server.end();
  return (held / waiters / 1000).toFixed(1);
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
  const auth = await signIn(origin);
  const headers = {origin, 'content-type': 'application/json'};
  const session = {method: 'POST', headers, body: '{}'} as const;

  // The echo is sent the very same requests, headers and bodies included.
  const loads: Record<'quote' | 'status' | 'forwarded' | 'session', Partial<autocannon.Options>> = {
    quote,
    status: {requests: [{path: '/cryptopocket/payments/one', headers: auth}]},
    forwarded: {
      requests: Array.from({length: 500}, (_, nth) => ({path: `/cryptopocket/payments/own-${nth}`, headers: auth})),
    },
    session: {requests: [{path: '/cryptopocket/sessions', ...session}]},
  };
  const ratios = {
    quote: [] as Ratio[],
    status: [] as Ratio[],
    forwarded: [] as Ratio[],
    session: [] as Ratio[],
  };
  const floors: number[] = [];
  const beside = async (options: Partial<autocannon.Options>): Promise<Ratio> => {
    const floor = await load(echo.origin, options);
    const {perSecond, p99} = await load(origin, options);
    floors.push(floor.perSecond);
    return {rate: perSecond / floor.perSecond, p99: p99 / Math.max(floor.p99, 1)};
  };
  await beside(loads.quote);
  for (let round = 0; round < rounds; round++) {
    for (const name of ['quote', 'status', 'forwarded', 'session'] as const) {
      ratios[name].push(await beside(loads[name]));
    }
  }

  const delays: number[] = [];
  for (let nth = 0; nth < 20; nth++) delays.push(await notified(origin, auth, nth));

  const held = await memoryOfWaiter('hold', vendor.origin);
  const waiting = await memoryOfWaiter('adapter', vendor.origin);
  const hangUp = await wait(origin, auth, waiters);
  const crowded = await beside(loads.quote);
  hangUp();
  for (const server of [echo, adapter, vendor]) server.end();

  const middle = (values: number[], digits: number) =>
    (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN).toFixed(digits);
  const rate = (list: Ratio[]) =>
    middle(
      list.map(each => each.rate),
      2,
    );
  return {
    'cached quote / bare echo': rate(ratios.quote),
    'payment status, many asking for one / bare echo': rate(ratios.status),
    'payment status, each forwarded to the vendor / bare echo': rate(ratios.forwarded),
    'session minted / bare echo': rate(ratios.session),
    [`cached quote beside ${waiters} open long-polls / bare echo`]: crowded.rate.toFixed(2),
    'p99 of quote, status, forwarded, session, beside the bare echo’s': Object.values(ratios)
      .map(list =>
        middle(
          list.map(({p99}) => p99),
          1,
        ),
      )
      .join(', '),
    'memory of one open long-poll, kB (of a request that is merely held)': `${waiting} (${held})`,
    'from a notification to the page, ms (the longest of 20)': Math.max(...delays).toFixed(0),
    'bare echo, requests per second here': middle(floors, 0),
  };
}
