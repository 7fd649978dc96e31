/**
 * The demo's processes with bad weather between them: a proxy stands between page and adapter, which the vendor's
 * notifications pass as well, and another one between adapter and vendor. What happens to a journey follows from its seed
 * alone: of each route on each way, the first few of its exchanges may be spoiled. Then its weather is fair.
 */
import {SandboxHandle} from '../../src/testing/index.js';
import {chanceOf, pick} from './seeded-random.js';
import {buildPage, endPart, runPart} from './demo.js';
import {FaultProxy, faultKinds, type Exchange, type Fault, type FaultKind} from './fault-proxy.js';
import {freePort} from './listen.js';

/** Exchanges of a route that may be spoiled. */
const spoilable = 3;
const likelihood = 0.3;
/** What belongs to nobody's journey, such as signing in, is spoiled more seldom, and always may be. */
const likelihoodForAll = 0.08;

/** The vendor makes another payment, or customer, of each of these: whoever sends them twice is at fault. */
const single = ['POST /createGuidedPayment', 'POST /createPayment', 'POST /registerUser'];
/** A code is good for one answer, and each wish for one sends another. */
const once = ['POST /customers', 'POST /customers/verification', 'POST /inbox/messages'];

export interface Spoiled {
  journey: string;
  way: 'page' | 'vendor';
  route: string;
  nth: number;
  kind: FaultKind;
}

/** What a journey's requests and answers have in them. */
export const tagOf = (journey: number) => `journey-${journey}`;
const tagged = /journey-\d+/;

export class Weather {
  readonly spoiled: Spoiled[] = [];
  readonly #seen = new Map<string, number>();
  /** Of which journey a customer or payment of the vendor's is, or an amount. */
  readonly #owners = new Map<string, string>();
  #fair = false;

  private constructor(
    readonly seed: number,
    readonly shop: string,
    readonly sandbox: SandboxHandle,
    readonly stop: () => Promise<void>,
  ) {}

  static async begin(seed: number): Promise<Weather> {
    await buildPage();
    const [front, back, page, adapter, sandbox] = await Promise.all(Array.from({length: 5}, freePort));
    if (!front || !back || !page || !adapter || !sandbox) throw new Error('no port');
    const envOf = (PORT: number, ADAPTER_PORT: number, SANDBOX_PORT: number) => ({
      ...process.env,
      ...Object.fromEntries(Object.entries({PORT, ADAPTER_PORT, SANDBOX_PORT}).map(([name, at]) => [name, String(at)])),
    });
    // The page's origin is the proxy's, and the adapter takes the other proxy for the vendor.
    const parts = [
      await runPart('sandbox', envOf(page, adapter, sandbox)),
      await runPart('page-server', envOf(page, adapter, sandbox)),
    ];
    const proxies: FaultProxy[] = [];
    const weather: Weather = new Weather(
      seed,
      `http://localhost:${front}`,
      new SandboxHandle(`http://localhost:${sandbox}`),
      async () => {
        for (const proxy of proxies) proxy.stop();
        await Promise.all(parts.map(endPart));
      },
    );
    proxies.push(
      await FaultProxy.start(front, {
        port: ({path}) => (path.startsWith('/cryptopocket/') ? adapter : page),
        choose: exchange =>
          exchange.path.startsWith('/cryptopocket/') ? weather.#choose('page', exchange) : undefined,
      }),
      await FaultProxy.start(back, {
        port: () => sandbox,
        choose: exchange => weather.#choose('vendor', exchange),
        onAnswer: (exchange, body) => {
          weather.#learn(exchange, body);
        },
      }),
    );
    parts.push(await runPart('adapter', envOf(front, adapter, back)));
    await weather.#subscribe(`http://localhost:${front}/cryptopocket/webhooks`);
    return weather;
  }

  /** Nothing is spoiled any more, nobody's journey. */
  clear(): void {
    this.#fair = true;
  }

  /** A journey pays this amount, which no other one does. */
  owns(journey: string, amount: string): void {
    this.#owners.set(`amount=${amount}`, journey);
  }

  /** Faults by kind. */
  counts(): Record<string, number> {
    return Object.fromEntries(faultKinds.map(kind => [kind, this.spoiled.filter(one => one.kind === kind).length]));
  }

  of(journey: string): Spoiled[] {
    return this.spoiled.filter(one => one.journey === journey);
  }

  #choose(way: Spoiled['way'], exchange: Exchange): Fault | undefined {
    if (this.#fair) return undefined;
    const route = routeOf(exchange);
    const journey = this.#ownerOf(exchange);
    const count = [way, journey, route].join(' ');
    const nth = (this.#seen.get(count) ?? 0) + 1;
    this.#seen.set(count, nth);
    const chance = chanceOf(this.seed, count, nth);
    if (journey === undefined ? chance() > likelihoodForAll : nth > spoilable || chance() > likelihood)
      return undefined;
    const repeatable = !single.includes(route) && !once.includes(route);
    const kind = pick(chance, faultKinds);
    if (kind === 'duplicate' && !repeatable) return undefined;
    this.spoiled.push({journey: journey ?? 'all', way, route, nth, kind});
    return {kind, ms: 200 + Math.floor(chance() * 1300)};
  }

  #ownerOf({path, headers, body}: Exchange): string | undefined {
    const named = headers['x-journey'] ?? tagged.exec(decodeURIComponent(path))?.[0] ?? tagged.exec(body)?.[0];
    if (typeof named === 'string') return named;
    const {pathname, searchParams} = new URL(path, 'http://localhost');
    const customer = searchParams.get('user_id');
    return (
      this.#owners.get(`amount=${Number(searchParams.get('amount')).toFixed(2)}`) ??
      (customer === null ? undefined : this.#owners.get(`customer=${customer}`)) ??
      this.#owners.get(`payment=${pathname.split('/').at(-1) ?? ''}`)
    );
  }

  /** Whose customer, or whose payment, this is from now on. */
  #learn(exchange: Exchange, answer: string): void {
    const journey = this.#ownerOf(exchange);
    if (journey === undefined) return;
    const customer = /"id":\s*"?(\d+)/.exec(answer)?.[1];
    if (/registerUser|customers\/list/.test(exchange.path) && customer)
      this.#owners.set(`customer=${customer}`, journey);
    const payment = /"payment_id":\s*"([^"]+)"/.exec(answer)?.[1];
    if (payment) this.#owners.set(`payment=${payment}`, journey);
  }

  /** Has the vendor's notifications pass the weather, too. */
  async #subscribe(url: string): Promise<void> {
    const api = `${this.sandbox.origin}/api`;
    const headers = {'content-type': 'application/json'};
    const keys = JSON.stringify({api_key: 'sandbox-key', api_secret: 'sandbox-secret'});
    const signedIn = await fetch(`${api}/authenticate`, {method: 'POST', headers, body: keys});
    const {data} = (await signedIn.json()) as {data: {token: string}};
    for (const type of ['PAY_IN', 'COINS_SENT']) {
      const body = new URLSearchParams({type, url});
      const subscribed = await fetch(`${api}/subscribeToWebhook`, {method: 'POST', headers: {auth: data.token}, body});
      if (!subscribed.ok) throw new Error(`no notifications: ${subscribed.status}`);
    }
  }
}

/** The route without ids and queries. */
function routeOf({method, path}: Exchange): string {
  const {pathname} = new URL(path, 'http://localhost');
  const plain = pathname.replace(/^\/(?:api|cryptopocket)/, '').replace(/^(\/payments?)\/[^/]+$/, '$1/:id');
  return `${method} ${plain}`;
}
