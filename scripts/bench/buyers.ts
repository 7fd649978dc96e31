/**
 * How often the vendor is asked per buyer who completes: a thousand at once, of whom each has the identity check decided
 * within a minute and the payment within five, with notifications on. In a world whose clock is set by the script.
 */
import {createHmac} from 'node:crypto';
import {mock} from 'node:test';
import {createSandbox} from '../../src/sandbox/index.js';
import {createBuyFlow} from '../../src/server/index.js';

const buyers = 1000;
const origin = 'http://shop.test';
const vendorOrigin = 'http://localhost:4175';
const credentials = {apiKey: 'sandbox-key', apiSecret: 'sandbox-secret'};
const order = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card'};

type Json = Record<string, unknown>;

/** The same fractions from 0 to 1 in every run. */
function fractions(): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve));
}

export async function benchBuyers(): Promise<Record<string, string>> {
  mock.timers.enable({apis: ['setTimeout', 'setInterval', 'Date'], now: Date.UTC(2026, 6, 1, 9)});
  const random = fractions();
  const codes = new Map<string, string>();
  const asked = new Map<string, number>();
  let done = 0;

  const sandbox = createSandbox({...credentials, origin: vendorOrigin});
  const shop = createBuyFlow({
    ...credentials,
    baseUrl: `${vendorOrigin}/api`,
    fetch: (input, init) => {
      const request = new Request(input, init);
      const call = `${request.method} ${new URL(request.url).pathname.replace(/(?<=payment\/).*/, ':id')}`;
      asked.set(call, (asked.get(call) ?? 0) + 1);
      return sandbox.fetch(request);
    },
    sendCode: ({email, code}) => void codes.set(email, code),
    onPayment: () => undefined,
    // Without it, ages are measured by a clock that the script does not set.
    clock: () => Date.now(),
    limits: {calls: 1e6, payments: 1e6, sessions: 1e6, market: 1e6, codesPerMailbox: 1e6, codesPerAddress: 1e6},
  });

  const sleep = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000));
  const call = async (
    what: string,
    token = '',
    json?: unknown,
    more: Record<string, string> = {},
    signal?: AbortSignal,
  ) => {
    const [method = '', path = ''] = what.split(' ');
    const headers = {origin, 'content-type': 'application/json', authorization: `Bearer ${token}`, ...more};
    const body = json === undefined ? null : JSON.stringify(json);
    const init = {method, headers, body, ...(signal ? {signal} : {})};
    return (await (await shop(new Request(`${origin}${path}`, init))).json()) as Json;
  };
  const control = async (path: string, json: Json) => {
    const headers = {'content-type': 'application/json'};
    const init = {method: 'POST', headers, body: JSON.stringify(json)};
    await sandbox.fetch(new Request(`${vendorOrigin}/control/${path}`, init));
  };
  const notify = async (type: string, id: unknown) => {
    const body = JSON.stringify({type, data: {id}});
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', credentials.apiSecret)
      .update(body + timestamp)
      .digest('hex');
    const headers = {'x-timestamp': timestamp, 'x-signature': signature};
    await shop(new Request(`${origin}/webhooks`, {method: 'POST', headers, body}));
  };

  /** As the widget waits: again and again, and at once when the buyer comes back. */
  const waitFor = async (
    path: string,
    token: string,
    known: string,
    until: (json: Json) => boolean,
    back?: Promise<unknown>,
  ) => {
    const at = {came: false, page: new AbortController()};
    void back?.then(() => {
      at.came = true;
      at.page.abort();
    });
    for (let fresh = ''; ;) {
      const json = await call(`GET ${path}?known=${known}&wait=25${fresh}`, token, undefined, {}, at.page.signal);
      if (until(json)) return json;
      fresh = at.came ? '&fresh=true' : '';
      if (!at.came) await sleep(1);
      at.came = false;
      at.page = new AbortController();
    }
  };

  const buy = async (nth: number) => {
    const email = `buyer-${nth}@example.org`;
    await call(`GET /quotes?${String(new URLSearchParams(order))}`);
    const session = await call('POST /sessions', '', {});
    await call('POST /customers', String(session['token']), {email, name: 'A Buyer', locale: 'en'});
    await sleep(20 + 20 * random());
    const proven = await call('POST /customers/verification', String(session['token']), {
      email,
      code: codes.get(email),
    });
    const token = String(proven['token']);
    await call('GET /customers/me', token);
    const state = await sandbox.fetch(new Request(`${vendorOrigin}/control/state`));
    const {customers} = (await state.json()) as {customers: {id: number; email: string}[]};
    const id = String(customers.find(customer => customer.email === email)?.id);
    const checked = sleep(60 * random()).then(() => control(`customers/${id}`, {kyc: 'valid'}));
    await waitFor(
      '/customers/me',
      token,
      'required',
      ({kyc}) => kyc === 'approved',
      checked.then(() => sleep(2)),
    );

    const {receives} = await call(`GET /quotes?${String(new URLSearchParams(order))}`);
    const key = {'idempotency-key': `key-${nth}`};
    const created = await call('POST /payments', token, {...order, receives}, key);
    const payment = String((created['payment'] as Json)['id']);
    void sleep(280 * random()).then(async () => {
      await control(`payments/${payment}`, {status: 'payment_received'});
      await notify('PAY_IN', payment);
      await sleep(20);
      await control(`payments/${payment}`, {status: 'coins_sent'});
      await notify('COINS_SENT', payment);
    });
    await waitFor(`/payments/${payment}`, token, 'created', ({status}) => status === 'payment_received');
    await waitFor(`/payments/${payment}`, token, 'payment_received', ({status}) => status === 'completed');
    done += 1;
  };

  await notify('PAY_IN', 'somebody before');
  const all = Promise.all(Array.from({length: buyers}, (_, nth) => buy(nth)));
  for (let second = 0; done < buyers && second < 1000; second++) {
    await turns(40);
    mock.timers.tick(1000);
  }
  await all;
  mock.timers.reset();
  await shop.close();
  const total = [...asked.values()].reduce((sum, count) => sum + count, 0);
  const by = [...asked]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name.replace('/api', '')} ${(count / buyers).toFixed(2)}`);
  return {
    'vendor calls per buyer who completes': (total / buyers).toFixed(2),
    'of these': by.join(', '),
  };
}
