import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define.js';
import type {CryptopocketBuy} from '../../src/components/buy/buy.js';
import {inside, textOf} from '../support/events.js';
import {fakeAdapter, type FakeAdapter} from '../support/fake-adapter.js';

let adapter: FakeAdapter;
let warnings: string[];
const {warn} = console;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  adapter = fakeAdapter();
  warnings = [];
  console.warn = (...words: unknown[]) => {
    warnings.push(words.join(' '));
  };
});
afterEach(() => {
  adapter.restore();
  console.warn = warn;
});

/** An element with these attributes, set before it is on the page. */
async function show(attributes: Record<string, string>, properties: object = {}): Promise<CryptopocketBuy> {
  const buy = document.createElement('cryptopocket-buy');
  for (const [name, value] of Object.entries({backend: '/shop', ...attributes})) buy.setAttribute(name, value);
  Object.assign(buy, properties);
  return fixture<CryptopocketBuy>(html`${buy}`);
}

/** Codes of the problems that the page is told of. */
function problemsOf(buy: CryptopocketBuy): string[] {
  const codes: string[] = [];
  buy.addEventListener('cryptopocket-problem', ({detail}) => codes.push(detail.code));
  return codes;
}

const reads = (buy: CryptopocketBuy, words: string) => waitUntil(() => textOf(buy).includes(words), words);
const isTold = (words: RegExp) => waitUntil(() => warnings.some(text => words.test(text)), String(words));
const select = (buy: CryptopocketBuy) => inside<HTMLSelectElement>(inside(buy, '[data-step]'), 'select');
const input = (buy: CryptopocketBuy) =>
  inside<HTMLInputElement>(inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field'), 'input');
const page = (status: number) => () => new Response('<h1>no</h1>', {status, headers: {'content-type': 'text/html'}});

describe('an adapter that does not answer', () => {
  it('is told to buyer and page also where the page names no coin, and the widget is not ready before', async () => {
    const route = adapter.routes['GET /assets'];
    let attempts = 0;
    adapter.routes['GET /assets'] = () => (++attempts > 1 ? route : undefined);
    const buy = document.createElement('cryptopocket-buy');
    buy.setAttribute('backend', '/shop');
    buy.setAttribute('amount', '100');
    const codes = problemsOf(buy);
    let readyAfter = 0;
    buy.addEventListener('cryptopocket-ready', () => (readyAfter = attempts));
    await fixture(html`${buy}`);
    await reads(buy, 'No connection. We keep trying.');
    expect(codes).to.deep.equal(['offline']);
    expect(readyAfter).to.equal(0);
    await expect(buy).to.be.accessible();
    await waitUntil(() => buy.quote, 'a price', {timeout: 4000});
    expect(readyAfter).to.equal(2);
  });

  for (const [what, status] of [
    ['an address that leads nowhere', 404],
    ['a server that breaks', 500],
    ['a page in place of an answer', 200],
  ] as const) {
    it(`but ${what} does: buyer and developer learn that it is no passing thing`, async () => {
      adapter.routes['GET /assets'] = page(status);
      const buy = await show({amount: '100'});
      await reads(buy, 'isn’t answering as it should');
      await isTold(new RegExp(`answers ${status} .*"backend".*express\\.json\\(\\)`));
    });
  }

  it('is a passing thing where a proxy says so', async () => {
    adapter.routes['GET /assets'] = page(502);
    const buy = await show({amount: '100'});
    await reads(buy, 'not answering right now. We keep trying.');
  });

  it('but refuses the page’s origin, tells the developer how to mend it', async () => {
    adapter.routes['POST /sessions'] = () =>
      Response.json(
        {code: 'origin_not_allowed', message: 'no', recoverable: false, requestId: 'request-1'},
        {status: 403},
      );
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    await waitUntil(() => buy.quote, 'a price');
    inside<HTMLFormElement>(inside(buy, '[data-step]'), 'form').requestSubmit();
    await isTold(/allowedOrigins.*changeOrigin: false/);
  });
});

describe('what is locked and cannot be bought', () => {
  for (const [what, wish] of [
    ['a coin without a chain', {asset: 'DOGE'}],
    ['a chain without a coin', {chain: 'solana'}],
    ['a coin with its chain', {asset: 'DOGE', chain: 'dogecoin'}],
  ] as const) {
    it(`as ${what}, is said to be so, and never shown as another`, async () => {
      const buy = document.createElement('cryptopocket-buy');
      const codes = problemsOf(buy);
      for (const [name, value] of Object.entries({backend: '/shop', amount: '100', lock: 'asset', ...wish})) {
        buy.setAttribute(name, value);
      }
      adapter.routes['GET /quotes'] = () =>
        Response.json(
          {code: 'asset_not_supported', message: 'no', recoverable: true, requestId: 'request-1'},
          {status: 422},
        );
      await fixture(html`${buy}`);
      await reads(buy, 'can’t be bought right now');
      expect(codes).to.deep.equal(['asset_not_supported']);
      expect(textOf(buy)).not.to.match(/USDC|Getting the latest price|choose another/i);
      expect(Array.from(select(buy).options, ({text}) => text.trim())).to.deep.equal([
        [wish]
          .flatMap(({asset = '', chain = ''}: {asset?: string; chain?: string}) =>
            [asset, chain.charAt(0).toUpperCase() + chain.slice(1)].filter(Boolean),
          )
          .join(' · '),
      ]);
      await isTold(/is not sold\. It is locked/);
      await expect(buy).to.be.accessible();
    });
  }

  for (const [what, wish] of [
    ['a chain that is not sold', {chain: 'solana', lock: 'asset'}],
    ['a coin that the page itself leaves out', {asset: 'USDC', chain: 'polygon', assets: 'ETH:ethereum'}],
  ] as const) {
    it(`stays so whatever the buyer types: ${what}`, async () => {
      const buy = await show({amount: '100', ...wish});
      await reads(buy, 'be bought');
      input(buy).focus();
      await sendKeys({type: '0'});
      await reads(buy, 'be bought');
      await buy.updateComplete;
      expect([buy.quote, textOf(buy).includes('Getting the latest price')]).to.deep.equal([undefined, false]);
    });
  }

  it('does not keep a page from showing that lists coins as text', async () => {
    const buy = await show({amount: '100'}, {assets: ['USDC:polygon', 'nonsense', null]});
    await waitUntil(() => buy.quote?.asset === 'USDC', 'a price');
  });

  for (const amount of ['192.29999999999998', '1.000,50', '100,50', '']) {
    it(`as the amount “${amount}”, is an error and no field that nobody can fill`, async () => {
      const buy = await show({amount, asset: 'USDC', chain: 'polygon', lock: 'amount'});
      await reads(buy, 'not set up right in this shop');
      expect(textOf(buy)).not.to.contain('Enter an amount');
      await isTold(/amount/);
      // The page can mend it.
      buy.amount = '100.50';
      await waitUntil(() => buy.quote, 'a price');
    });
  }

  it('tells how an amount of floating point is rounded', async () => {
    await show({amount: '192.29999999999997', asset: 'USDC', chain: 'polygon'});
    await isTold(/"192\.30"/);
  });
});

describe('what a page means', () => {
  it('is locked by words with commas, too', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon', lock: 'amount,asset'});
    await waitUntil(() => buy.quote, 'a price');
    expect(select(buy).disabled).to.equal(true);
    expect(input(buy).readOnly).to.equal(true);
  });

  for (const wish of [{asset: 'usdc'}, {asset: 'usdc', chain: 'Polygon', lock: 'asset'}, {chain: 'POLYGON'}]) {
    it(`is the coin in other capitals: ${JSON.stringify(wish)}`, async () => {
      const buy = await show({amount: '100', ...wish});
      await waitUntil(() => buy.quote, 'a price');
      expect(select(buy).value).to.equal('USDC/polygon');
    });
  }

  it('is an allow-list in an attribute', async () => {
    const buy = await show({amount: '100', assets: 'BTC:bitcoin, eth:ethereum nonsense'});
    await waitUntil(() => buy.quote, 'a price');
    await buy.updateComplete;
    expect(Array.from(select(buy).options, ({value}) => value)).to.deep.equal(['BTC/bitcoin']);
    await isTold(/assets=".*nonsense" is not a list of coins/);
    await isTold(/"eth:ethereum", which is not sold/);
  });

  it('is an amount to press that is a number', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'}, {amountPresets: [75, 150]});
    await waitUntil(() => buy.quote, 'a price');
    inside(buy, '[data-step]').shadowRoot?.querySelectorAll<HTMLButtonElement>('.presets button')[1]?.click();
    await waitUntil(() => input(buy).value === '150', 'the field');
  });

  for (const [name, value, told] of [
    ['mode', 'popup', /mode="popup" is unknown\. Use one of: inline, modal, button/],
    ['flow', 'fast', /flow="fast" is unknown/],
    ['presentation', 'iframe', /presentation="iframe" is unknown/],
    ['lock', 'amount coin', /the unknown word "coin"/],
    ['externalId', 'order-7', /externalid.*attribute external-id/],
    ['amountPresets', '[75]', /amountpresets.*property amountPresets/],
    ['asset', 'DOGE', /asset="DOGE" chain="" is not sold/],
    ['amount', '99,50', /amount="99,50" is not an amount.*"100\.50"/],
  ] as const) {
    it(`and cannot mean by ${name}="${value}" is told to the developer once`, async () => {
      await show({amount: '100', [name]: value});
      await isTold(told);
      const again = await show({amount: '100', [name]: value});
      await waitUntil(() => (again.step === 'amount' && again.quote !== undefined) || name === 'amount', 'a price');
      expect(warnings.filter(text => told.test(text)).length).to.equal(1);
    });
  }

  it('and cannot mean by a sentence that we do not have is told to the developer', async () => {
    const messages = {ammount: {submit: 'Buy'}, amount: {sumbit: 'Buy'}};
    await show({amount: '100', asset: 'USDC', chain: 'polygon'}, {messages});
    await isTold(/messages\.ammount is no sentence of ours/);
    await isTold(/messages\.amount\.sumbit is no sentence of ours/);
  });
});

describe('what the page changes', () => {
  it('changes nothing that the buyer typed or chose meanwhile', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    await waitUntil(() => buy.quote, 'a price');
    const asked: string[] = [];
    const answer = adapter.routes['GET /quotes'];
    adapter.routes['GET /quotes'] = ({url}: Request) => {
      asked.push(new URL(url).search);
      return answer;
    };
    input(buy).value = '250';
    input(buy).dispatchEvent(new Event('input'));
    buy.paymentType = 'transfer';
    await waitUntil(
      () => asked.at(-1)?.includes('amount=250.00&asset=USDC&chain=polygon&paymentType=transfer'),
      'both',
    );
    buy.asset = 'BTC';
    buy.chain = 'bitcoin';
    await waitUntil(() => asked.at(-1)?.includes('amount=250.00&asset=BTC&chain=bitcoin&paymentType=transfer'), 'all');
    expect(input(buy).value).to.equal('250');
  });

  it('of its own language, is followed', async () => {
    const before = document.documentElement.lang;
    try {
      const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
      document.documentElement.lang = 'es';
      await reads(buy, 'Comprar cripto');
    } finally {
      document.documentElement.lang = before;
    }
  });

  it('of what it knows of the buyer, fills what they left empty, and nothing else', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    await waitUntil(() => buy.quote, 'a price');
    inside<HTMLFormElement>(inside(buy, '[data-step]'), 'form').requestSubmit();
    await waitUntil(() => buy.step === 'customer', 'the next step');
    await waitUntil(() => inside(buy, '[data-step]').shadowRoot?.querySelector('#name'), 'its fields');
    const name = inside<HTMLInputElement>(inside(buy, '[data-step]'), '#name');
    name.value = ' Byron';
    name.setSelectionRange(1, 1);
    name.dispatchEvent(new Event('input'));
    await buy.updateComplete;
    expect(name.value).to.equal(' Byron');
    expect(name.selectionStart).to.equal(1);
    buy.email = 'ada@example.org';
    buy.name = 'Ada';
    const email = inside<HTMLInputElement>(inside(buy, '[data-step]'), '#email');
    await waitUntil(() => email.value === 'ada@example.org', 'the mailbox');
    expect(name.value).to.equal(' Byron');
  });
});

describe('Continue', () => {
  it('pressed before the price is there, goes on when it is; meanwhile nothing that is sent can be changed', async () => {
    let answer: (quote: unknown) => void = () => undefined;
    const quote = adapter.routes['GET /quotes'];
    adapter.routes['GET /quotes'] = () => new Promise(resolve => (answer = resolve));
    let start: (session: unknown) => void = () => undefined;
    const session = adapter.routes['POST /sessions'];
    adapter.routes['POST /sessions'] = () => new Promise(resolve => (start = resolve));
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    const step = inside(buy, '[data-step]');
    inside<HTMLFormElement>(step, 'form').requestSubmit();
    const button = inside(step, 'form > button');
    await waitUntil(() => button.getAttribute('aria-disabled') === 'true', 'a sign of it');
    expect(inside(buy, '[role=status]').textContent).to.equal('One moment…');
    answer(quote);
    await waitUntil(() => adapter.calls.includes('POST /sessions'), 'the session');
    expect(input(buy).readOnly).to.equal(true);
    expect(select(buy).disabled).to.equal(true);
    expect(inside(step, '.presets button').getAttribute('aria-disabled')).to.equal('true');
    await expect(buy).to.be.accessible();
    start(session);
    await waitUntil(() => buy.step === 'customer', 'the next step');
  });

  it('can be taken back by an edit where nobody answers', async () => {
    adapter.routes['POST /sessions'] = undefined;
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    await waitUntil(() => buy.quote, 'a price');
    const step = inside(buy, '[data-step]');
    inside<HTMLFormElement>(step, 'form').requestSubmit();
    await reads(buy, 'We keep trying.');
    await waitUntil(() => !input(buy).readOnly, 'a field to edit');
    input(buy).value = '250';
    input(buy).dispatchEvent(new Event('input'));
    await waitUntil(() => !textOf(buy).includes('We keep trying.'), 'another order');
    expect(buy.step).to.equal('amount');
    expect(input(buy).value).to.equal('250');
  });
});

describe('a window that was closed early', () => {
  it('is no place to pay in', async () => {
    const {open} = window;
    let closed = false;
    const location = {href: 'about:blank', replace: () => undefined};
    const opened = {document: {title: '', body: {textContent: ''}}, location, close: () => undefined};
    Object.defineProperty(opened, 'closed', {get: () => closed});
    // As much of a window as is used of one.
    window.open = () => opened as unknown as Window;
    try {
      const session = {token: 'token', expiresIn: 900, resume: 'resume', guest: 'code', identified: 'customer'};
      const payment = {
        id: 'pay1',
        status: 'created',
        amount: '100.00',
        asset: 'USDC',
        gatewayUrl: 'https://pay.example.org/pay1',
      };
      Object.assign(adapter.routes, {
        'POST /sessions': session,
        'GET /customers/me': {kyc: 'approved'},
        'POST /payments': {payment, resume: 'resume-2'},
        'GET /payments/pay1': payment,
      });
      const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
      await waitUntil(() => buy.quote, 'a price');
      inside<HTMLFormElement>(inside(buy, '[data-step]'), 'form').requestSubmit();
      await reads(buy, 'This price is good until');
      inside<HTMLButtonElement>(inside(buy, '[data-step]'), '.actions button').click();
      await reads(buy, 'Pay in the window that opened');
      closed = true;
      window.dispatchEvent(new Event('focus'));
      await waitUntil(() => !textOf(buy).includes('Pay in the window that opened'), 'other words');
      expect(textOf(buy)).to.contain('Open payment page again');
    } finally {
      window.open = open;
    }
  });
});

describe('a buyer who does not see', () => {
  it('hears the currency of the field, and the price once it is settled', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    await waitUntil(() => buy.quote, 'a price');
    const described = input(buy).getAttribute('aria-describedby') ?? '';
    expect(
      inside(inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field'), `#${described}`).textContent,
    ).to.equal('Euro');
    const region = inside(buy, '[role=status]');
    expect(region.textContent).to.equal('');
    input(buy).focus();
    input(buy).value = '150';
    input(buy).dispatchEvent(new Event('input'));
    await waitUntil(() => region.textContent.includes('You receive ≈ 106.521739'), 'the price');
  });

  it('keeps the focus where a pressed button makes room for a link', async () => {
    const {open} = window;
    window.open = () => null;
    try {
      const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
      adapter.routes['POST /sessions'] = {
        token: 'token',
        expiresIn: 900,
        resume: 'resume',
        guest: 'code',
        identified: 'customer',
      };
      await waitUntil(() => buy.quote, 'a price');
      inside<HTMLFormElement>(inside(buy, '[data-step]'), 'form').requestSubmit();
      await waitUntil(() => buy.step === 'kyc', 'the identity check');
      await reads(buy, 'Start verification');
      const step = inside(buy, '[data-step]');
      const button = inside<HTMLButtonElement>(step, 'button');
      button.focus();
      button.click();
      await waitUntil(() => step.shadowRoot?.querySelector('a.button'), 'a link');
      expect(step.shadowRoot?.activeElement?.matches('a.button')).to.equal(true);
    } finally {
      window.open = open;
    }
  });
});

describe('the amount field', () => {
  it('leaves to the composition the Enter that ends it', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    await waitUntil(() => buy.quote, 'a price');
    const field = inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field');
    let entered = 0;
    field.addEventListener('amount-enter', () => (entered += 1));
    input(buy).dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}));
    input(buy).dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229}));
    expect(entered).to.equal(0);
    const confirmed = oneEvent(field, 'amount-enter');
    input(buy).dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
    await confirmed;
  });

  it('reads all that is pasted before it refuses any of it', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    input(buy).focus();
    input(buy).select();
    await sendKeys({type: `${' '.repeat(22)}1000`});
    const step = inside<HTMLElement & {state: {order: {amount: string}}}>(buy, '[data-step]');
    await waitUntil(() => step.state.order.amount === '1000.00', 'a thousand');
  });

  it('and what is around it say so where the price takes long', async () => {
    const buy = await show({amount: '100', asset: 'USDC', chain: 'polygon'});
    adapter.routes['GET /quotes'] = () => new Promise(() => undefined);
    buy.amount = '50';
    await waitUntil(() => textOf(buy).includes('Getting the latest price'), 'its words');
    const step = inside<HTMLElement & {slow: boolean}>(buy, '[data-step]');
    step.slow = true;
    await reads(buy, 'longer than usual');
  });
});
