import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import '../../src/define.js';
import type {CryptopocketBuy} from '../../src/components/buy/buy.js';
import type {CryptopocketEvents} from '../../src/index.js';
import {fakeAdapter, type FakeAdapter} from '../support/fake-adapter.js';
import {inside} from '../support/events.js';

let adapter: FakeAdapter;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  adapter = fakeAdapter();
});
afterEach(() => {
  adapter.restore();
});

const show = () =>
  fixture<CryptopocketBuy>(
    html`<cryptopocket-buy backend="/shop" amount="100" asset="USDC" chain="polygon"></cryptopocket-buy>`,
  );

const priced = (buy: CryptopocketBuy) => waitUntil(() => buy.quote, 'a price');

/** Presses the main button of the current step. */
async function goOn(buy: CryptopocketBuy): Promise<void> {
  await buy.updateComplete;
  inside<HTMLFormElement>(inside(buy, '[data-step]'), 'form').requestSubmit();
}

async function toKyc(buy: CryptopocketBuy): Promise<void> {
  await priced(buy);
  adapter.routes['POST /sessions'] = {
    token: 'token',
    expiresIn: 900,
    resume: 'resume',
    guest: 'code',
    identified: 'customer',
  };
  await goOn(buy);
  await waitUntil(() => buy.step === 'kyc', 'the identity check');
  await waitUntil(() => inside(buy, '[data-step]').shadowRoot?.querySelector('button'), 'its button');
}

// The first load of the later steps takes as long as the machine likes; no test is about that.
before(() => import('../../src/components/chunks/checkout.js'));

describe('<cryptopocket-buy>', () => {
  it('asks for assets and a price at once, and for a session only when the buyer goes on', async () => {
    const buy = await show();
    await priced(buy);
    expect(adapter.calls.toSorted()).to.deep.equal(['GET /assets', 'GET /quotes']);
    await goOn(buy);
    await waitUntil(() => buy.step === 'customer', 'the next step');
    expect(adapter.calls).to.include('POST /sessions');
  });

  it('says why there is no price, and has nothing else in that place before it can', async () => {
    adapter.routes['GET /quotes'] = () =>
      Response.json(
        {code: 'asset_not_supported', message: 'no', recoverable: true, requestId: 'request-1'},
        {status: 422},
      );
    const buy = await show();
    const notice = () => inside(buy, '[data-step]').shadowRoot?.querySelector('.notice');
    await waitUntil(notice, 'the reason');
    expect(notice()?.textContent).to.contain('cannot be bought on this network');
    await expect(buy).to.be.accessible();
  });

  it('takes the first asset where the page names none', async () => {
    const buy = await fixture<CryptopocketBuy>(
      html`<cryptopocket-buy backend="/shop" amount="100"></cryptopocket-buy>`,
    );
    await priced(buy);
    expect(buy.quote?.asset).to.equal('USDC');
  });

  it('works the same set by properties after it is on the page', async () => {
    const buy = document.createElement('cryptopocket-buy');
    document.body.append(buy);
    buy.backend = '/shop';
    buy.amount = '100';
    buy.asset = 'USDC';
    buy.chain = 'polygon';
    await priced(buy);
    buy.remove();
  });

  it('tells the page what happens, across the shadow, and never who the buyer is', async () => {
    const told: string[] = [];
    const listener = (event: Event) => {
      told.push(`${event.type} ${JSON.stringify(event instanceof CustomEvent ? event.detail : null)}`);
    };
    const names: (keyof CryptopocketEvents)[] = [
      'cryptopocket-ready',
      'cryptopocket-step-change',
      'cryptopocket-quote-update',
      'cryptopocket-customer-ready',
      'cryptopocket-kyc-status-change',
    ];
    for (const name of names) document.addEventListener(name, listener);
    const buy = await show();
    await toKyc(buy);
    for (const name of names) document.removeEventListener(name, listener);
    for (const name of names) expect(told.some(line => line.startsWith(name))).to.equal(true, name);
    expect(told.join()).not.to.match(/token|resume|@/);
  });

  it('lets the page open the identity check itself', async () => {
    const buy = await show();
    await toKyc(buy);
    let opened = 0;
    const {open} = window;
    window.open = () => {
      opened += 1;
      return null;
    };
    buy.addEventListener('cryptopocket-kyc-required', event => {
      event.preventDefault();
    });
    const required = oneEvent(buy, 'cryptopocket-kyc-required');
    inside<HTMLButtonElement>(inside(buy, '[data-step]'), 'button').click();
    expect((await required).detail).to.deep.equal({url: 'https://kyc.example.org/f/1'});
    expect(opened).to.equal(0);
    window.open = open;
  });

  it('has one live region, always there, that says what is wrong', async () => {
    adapter.routes['GET /quotes'] = undefined;
    const buy = await show();
    const region = inside(buy, '[role=status]');
    await waitUntil(() => region.textContent.includes('No connection'), 'the words');
    expect(buy.shadowRoot?.querySelectorAll('[role=status], [aria-live], [role=alert]').length).to.equal(1);
  });

  it('stops asking when it leaves the page, and goes on when it is back', async () => {
    adapter.routes['GET /quotes'] = () => new Promise(() => undefined);
    const buy = await show();
    await waitUntil(() => adapter.calls.includes('GET /quotes'), 'the question');
    const parent = buy.parentElement;
    buy.remove();
    adapter.calls.length = 0;
    adapter.routes['GET /quotes'] = {
      amount: '100.00',
      asset: 'USDC',
      chain: 'polygon',
      paymentType: 'card',
      receives: '1',
      expiresIn: 60,
    };
    parent?.append(buy);
    await priced(buy);
    expect(adapter.calls.filter(call => call === 'GET /quotes').length).to.equal(1);
  });

  it('does not know of another one on the same page', async () => {
    const one = await show();
    const other = await fixture<CryptopocketBuy>(
      html`<cryptopocket-buy backend="/shop" amount="50" asset="BTC" chain="bitcoin"></cryptopocket-buy>`,
    );
    await Promise.all([priced(one), priced(other)]);
    other.reset();
    expect(one.quote?.asset).to.equal('USDC');
    expect(one.step).to.equal('amount');
    const stored = Object.values<string>(sessionStorage).map(text => JSON.parse(text) as {order: {asset: string}});
    expect(stored.map(({order}) => order.asset).toSorted()).to.deep.equal(['BTC', 'USDC']);
  });

  it('lets no late answer about one order reach the purchase of the next', async () => {
    const buy = await show();
    await toKyc(buy);
    const session = {token: 'fresh', expiresIn: 900, guest: 'code', identified: 'customer'};
    const late = Response.json({...session, resume: 'late'});
    let renew: (session: Response) => void = () => undefined;
    const renewed = new Promise<Response>(resolve => (renew = resolve));
    const resumes: unknown[] = [];
    adapter.routes['POST /sessions'] = async (request: Request) => {
      const {resume} = (await request.json()) as {resume?: string};
      resumes.push(resume);
      return resume === 'resume' ? renewed : {...session, resume: 'of the second'};
    };
    // A returning buyer is asked about at once, and their session has run out.
    adapter.routes['GET /customers/me'] = ({headers}: Request) =>
      headers.get('authorization') === 'Bearer fresh'
        ? {kyc: 'required', kycUrl: 'https://kyc.example.org/f/1'}
        : Response.json(
            {code: 'session_expired', message: 'no', recoverable: true, requestId: 'request-1'},
            {status: 401},
          );
    window.dispatchEvent(new Event('focus'));
    await waitUntil(() => resumes.includes('resume'), 'the renewal');

    buy.externalId = 'order-2';
    await waitUntil(() => buy.step === 'amount', 'the next order');
    await priced(buy);
    await goOn(buy);
    await waitUntil(() => buy.step === 'kyc', 'its identity check');
    renew(late);
    await waitUntil(() => late.bodyUsed, 'whoever asked for it');
    await new Promise(resolve => setTimeout(resolve));
    const key = Object.keys(sessionStorage).find(name => name.endsWith(':order-2')) ?? '';
    expect(sessionStorage.getItem(key)).to.contain('of the second').and.not.to.contain('late');
  });

  it('begins anew by reset()', async () => {
    const buy = await show();
    await toKyc(buy);
    buy.reset();
    expect(buy.step).to.equal('amount');
    await priced(buy);
  });

  it('fetches a newer price by refreshQuote()', async () => {
    const buy = await show();
    await priced(buy);
    const {quote} = buy;
    buy.refreshQuote();
    await waitUntil(() => buy.quote !== quote, 'another price');
  });

  it('offers only the assets that the page allows', async () => {
    const buy = await show();
    buy.assets = [{symbol: 'BTC', chain: 'bitcoin'}];
    await priced(buy);
    await waitUntil(() => {
      const options = inside(buy, '[data-step]').shadowRoot?.querySelectorAll('option');
      return options && Array.from(options, option => option.value).join() === 'USDC/polygon,BTC/bitcoin';
    }, 'the current asset and the allowed one');
  });

  it('speaks the language of the page, and its own where it has one', async () => {
    const buy = await fixture<CryptopocketBuy>(
      html`<cryptopocket-buy backend="/shop" amount="100" asset="USDC" chain="polygon" lang="es"></cryptopocket-buy>`,
    );
    await waitUntil(
      () => inside(buy, '[data-step]').shadowRoot?.textContent.includes('Comprar cripto') ?? true,
      'Spanish',
    );
    buy.lang = 'en';
    await waitUntil(() => inside(buy, '.card').getAttribute('lang') === 'en', 'English');
  });

  const spoken = (buy: CryptopocketBuy) => buy.shadowRoot?.querySelector<HTMLElement>('.card')?.lang;

  it('speaks the language that a property names, before it is on the page and after', async () => {
    const buy = Object.assign(document.createElement('cryptopocket-buy'), {backend: '/shop', lang: 'es'});
    const page = await fixture(html`<div lang="pt"></div>`);
    page.append(buy);
    await waitUntil(() => spoken(buy) === 'es', 'Spanish');
    buy.lang = 'fr';
    await waitUntil(() => spoken(buy) === 'fr', 'French');
    for (const none of [undefined, '']) {
      Reflect.set(buy, 'lang', none);
      await waitUntil(() => spoken(buy) === 'pt', 'the language around it');
      buy.lang = 'de';
      await waitUntil(() => spoken(buy) === 'de', 'German');
    }
  });

  for (const none of [undefined, null]) {
    const given = {
      ...{amount: '75', asset: 'BTC', chain: 'bitcoin', paymentType: 'psd2', lock: 'amount', externalId: 'order-1'},
      ...{flow: 'direct', email: 'ada@example.org', name: 'Ada', presentation: 'tab', mode: 'inline', theme: 'dark'},
      ...{assets: [{symbol: 'BTC', chain: 'bitcoin'}], amountPresets: ['10'], paymentTypes: ['card'], messages: {}},
    };

    it(`takes ${none} for what was never given: each property alone`, async () => {
      const usual = document.createElement('cryptopocket-buy');
      for (const name of Object.keys(given)) {
        const buy = await show();
        Object.assign(buy, given);
        await buy.updateComplete;
        Reflect.set(buy, name, none);
        await buy.updateComplete;
        expect(Reflect.get(buy, name), name).to.deep.equal(Reflect.get(usual, name));
      }
    });

    it(`takes ${none} for what was never given: all of them, before the first sight and later`, async () => {
      const nothing = Object.fromEntries(Object.keys(given).map(name => [name, none]));
      const buy = Object.assign(document.createElement('cryptopocket-buy'), nothing, {backend: '/shop'});
      (await fixture(html`<div></div>`)).append(buy);
      const field = () =>
        inside<HTMLInputElement>(inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field'), 'input');
      const presets = () => inside(buy, '[data-step]').shadowRoot?.querySelectorAll('[part=preset]').length;
      await waitUntil(
        () => buy.shadowRoot?.querySelector('[data-step]')?.shadowRoot?.querySelector('form'),
        'the form',
      );
      expect(field().value).to.equal('');
      expect(presets()).to.equal(3);
      Object.assign(buy, given, {amount: '75'});
      await priced(buy);
      expect(presets()).to.equal(0);
      Object.assign(buy, nothing, {amount: '80'});
      await waitUntil(() => field().value === '80' && presets() === 3, 'all of it');
      await waitUntil(() => buy.quote?.asset === 'USDC', 'the price of the first that can be bought');
    });
  }

  it('begins nothing anew where the page says the same in another way', async () => {
    const buy = await fixture<CryptopocketBuy>(
      html`<cryptopocket-buy
        backend="/shop"
        external-id=""
        amount="100"
        asset="USDC"
        chain="polygon"
      ></cryptopocket-buy>`,
    );
    await toKyc(buy);
    for (const [name, same] of Object.entries({externalId: null, paymentType: '', mode: 'unknown', amount: 100})) {
      Reflect.set(buy, name, same);
      await buy.updateComplete;
      expect(buy.step, name).to.equal('kyc');
      expect(inside(buy, '.card').checkVisibility(), name).to.equal(true);
    }
  });

  it('shows and prices the same amount where the page gives a number', async () => {
    const buy = await show();
    await priced(buy);
    Reflect.set(buy, 'amount', 250);
    await buy.updateComplete;
    const field = inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field');
    await waitUntil(() => inside<HTMLInputElement>(field, 'input').value === '250', 'the amount');
    expect(buy.amount).to.equal('250');
  });

  it('takes the first coin that is sold for one that is named in part and is not, unless it is locked', async () => {
    adapter.routes['GET /quotes'] = ({url}: Request) => {
      const {asset, chain, amount, paymentType} = Object.fromEntries(new URL(url).searchParams);
      return asset === 'USDC'
        ? {amount, asset, chain, paymentType, receives: '106.5', expiresIn: 60}
        : Response.json(
            {code: 'asset_not_supported', message: 'no', recoverable: true, requestId: 'request-1'},
            {status: 422},
          );
    };
    for (const [asset, chain] of [
      ['DAI', ''],
      ['', 'solana'],
    ]) {
      const buy = await fixture<CryptopocketBuy>(
        html`<cryptopocket-buy backend="/shop" amount="100" asset=${asset} chain=${chain}></cryptopocket-buy>`,
      );
      await priced(buy);
      expect(buy.quote?.chain).to.equal('polygon');
    }
    const locked = document.createElement('cryptopocket-buy');
    for (const [name, value] of Object.entries({backend: '/shop', amount: '100', asset: 'DAI', lock: 'asset'})) {
      locked.setAttribute(name, value);
    }
    // Heard from before it is on the page, as the answer may be there at once.
    const codes: string[] = [];
    locked.addEventListener('cryptopocket-problem', ({detail}) => codes.push(detail.code));
    await fixture(html`${locked}`);
    await waitUntil(() => codes.length > 0, 'the refusal');
    expect(codes).to.deep.equal(['asset_not_supported']);
  });

  it('says that nobody answers where the address of the adapter is none', async () => {
    const buy = await show();
    await priced(buy);
    buy.backend = 'http://[';
    expect((await oneEvent(buy, 'cryptopocket-problem')).detail).to.deep.equal({code: 'offline'});
  });

  it('begins anew with the text of a number, and takes false for nothing', async () => {
    const buy = await show();
    await priced(buy);
    Object.assign(buy, {amount: 100, externalId: false, email: false});
    buy.reset();
    await buy.updateComplete;
    expect([buy.amount, buy.externalId, buy.email]).to.deep.equal(['100', '', '']);
    await priced(buy);
    expect(inside(inside(buy, '[data-step]'), 'form').checkVisibility()).to.equal(true);
  });

  it('shows no amount where the page takes it back', async () => {
    const buy = await show();
    await priced(buy);
    const field = inside(inside(buy, '[data-step]'), 'cryptopocket-amount-field');
    const typed = () => inside<HTMLInputElement>(field, 'input').value;
    expect(typed()).to.equal('100');
    buy.removeAttribute('amount');
    await waitUntil(() => typed() === '', 'an empty field');
    inside<HTMLButtonElement>(inside(buy, '[data-step]'), '[part=preset]').click();
    await waitUntil(() => typed() === '50', 'the amount of the button');
    buy.reset();
    await waitUntil(() => typed() === '', 'an empty field again');
  });

  it('keeps a purchase of its own in each shadow root', async () => {
    const hosts = await fixture(
      html`<div>
        <div></div>
        <div></div>
      </div>`,
    );
    const shown = Array.from(hosts.children).map(host => {
      const buy = Object.assign(document.createElement('cryptopocket-buy'), {backend: '/shop', amount: '75'});
      host.attachShadow({mode: 'open'}).append(buy);
      return buy;
    });
    await Promise.all(shown.map(priced));
    await waitUntil(() => sessionStorage.length === 2, 'both purchases');
  });

  it('takes a focus before it was on a page for nothing', () => {
    document.createElement('cryptopocket-buy').focus();
  });

  it('says what the merchant says instead', async () => {
    const buy = await show();
    buy.messages = {amount: {heading: 'Send dollars'}};
    await waitUntil(() => inside(buy, '[data-step]').shadowRoot?.textContent.includes('Send dollars'), 'the words');
  });

  it('tells a style sheet that it is busy', async () => {
    const buy = await show();
    await priced(buy);
    adapter.routes['POST /sessions'] = () => new Promise(() => undefined);
    await goOn(buy);
    expect(buy.matches(':state(busy)')).to.equal(true);
  });

  it('works where the browser refuses storage', async () => {
    const descriptor = Object.getOwnPropertyDescriptor(window, 'sessionStorage');
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    const buy = await show();
    await priced(buy);
    await goOn(buy);
    await waitUntil(() => buy.step === 'customer', 'the next step');
    if (descriptor) Object.defineProperty(window, 'sessionStorage', descriptor);
  });

  it('is not there twice when its script is loaded twice', async () => {
    const tag = customElements.get('cryptopocket-buy');
    const again = '../../src/define.ts?again';
    await import(again);
    expect(customElements.get('cryptopocket-buy')).to.equal(tag);
  });

  it('is accessible as a whole', async () => {
    const buy = await show();
    await priced(buy);
    await buy.updateComplete;
    await expect(buy).to.be.accessible();
  });
});
