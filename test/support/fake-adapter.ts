/** Answers of an adapter, by method and path below its address; functions are asked each time. */
export type Routes = Record<string, unknown>;

export interface FakeAdapter {
  routes: Routes;
  /** Method and path of every call so far. */
  calls: string[];
  restore(): void;
}

const quote = {
  amount: '100.00',
  asset: 'USDC',
  chain: 'polygon',
  paymentType: 'card',
  receives: '106.521739',
  expiresIn: 60,
};
const session = {token: 'token', expiresIn: 900, resume: 'resume', guest: 'code', identified: 'no'};

/** Stands in for the adapter at `/shop`, in place of the page's `fetch`. A route that is not there is a lost network. */
export function fakeAdapter(): FakeAdapter {
  const real = window.fetch;
  const fake: FakeAdapter = {
    calls: [],
    routes: {
      'GET /assets': {
        assets: [
          {symbol: 'USDC', chain: 'polygon'},
          {symbol: 'BTC', chain: 'bitcoin'},
        ],
      },
      'GET /quotes': quote,
      'POST /sessions': session,
      'POST /customers': {verification: 'sent'},
      'POST /customers/verification': {...session, identified: 'customer'},
      'GET /customers/me': {kyc: 'required', kycUrl: 'https://kyc.example.org/f/1'},
    },
    restore: () => {
      window.fetch = real;
    },
  };
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    if (!path.startsWith('/shop/')) return real(input, init);
    const name = `${request.method} ${path.slice('/shop'.length)}`;
    fake.calls.push(name);
    const route = fake.routes[name];
    const answer: unknown =
      typeof route === 'function' ? await (route as (request: Request) => unknown)(request) : route;
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return fake;
}
