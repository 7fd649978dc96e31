import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import '../../src/define.js';
import type {CryptopocketBuy} from '../../src/components/buy/buy.js';
import {inside, textOf} from '../support/events.js';
import {fakeAdapter, type FakeAdapter} from '../support/fake-adapter.js';

let adapter: FakeAdapter;
/** Windows that were opened, as the vendor's pages know them. */
let windows: FakeWindow[];
const {open} = window;
const {warn} = console;
/** What the merchant was told. */
let warnings: string[];

interface FakeWindow {
  document: {title: string; body: {textContent: string}};
  location: {href: string; replace(url: string): void};
  opener: unknown;
  closed: boolean;
  close(): void;
}

function fakeWindow(): FakeWindow {
  const made: FakeWindow = {
    document: {title: '', body: {textContent: ''}},
    location: {
      href: 'about:blank',
      replace: url => {
        made.location.href = url;
      },
    },
    opener: window,
    closed: false,
    close: () => {
      made.closed = true;
    },
  };
  windows.push(made);
  return made;
}

const payment = {
  ...{id: 'pay1', status: 'created', amount: '100.00', asset: 'USDC'},
  gatewayUrl: 'https://pay.example.org/pay1',
};
const session = {token: 'token', expiresIn: 900, guest: 'code', identified: 'customer'};
/** Bodies and keys of what was asked for. */
let sessions: {resume?: string}[];
let keys: (string | null)[];
let status: string;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  adapter = fakeAdapter();
  windows = [];
  warnings = [];
  sessions = [];
  keys = [];
  status = 'created';
  window.open = () => fakeWindow() as unknown as Window;
  console.warn = (...words: unknown[]) => {
    warnings.push(words.join(' '));
  };
  Object.assign(adapter.routes, {
    'POST /sessions': async (request: Request) => {
      const asked = (await request.json()) as {resume?: string};
      sessions.push(asked);
      const paid = asked.resume === 'paid' ? {payment: 'pay1'} : {};
      return {...session, resume: asked.resume ?? `resume-${sessions.length}`, ...paid};
    },
    'GET /customers/me': {kyc: 'approved'},
    'POST /payments': ({headers}: Request) => {
      keys.push(headers.get('idempotency-key'));
      return {payment: {...payment, id: `pay${keys.length}`}, resume: 'paid'};
    },
    'GET /payments/pay1': ({url}: Request) =>
      url.includes(`known=${status}`) ? new Promise(() => undefined) : {...payment, status},
    'GET /payments/pay2': () => new Promise(() => undefined),
  });
});
afterEach(() => {
  adapter.restore();
  window.open = open;
  console.warn = warn;
});

/** What the device stores beside the random keys of removed purchases. */
const storedPurchases = () => Object.keys(localStorage).filter(key => !key.includes('-forgotten:'));

const step = (buy: CryptopocketBuy) => inside(buy, '[data-step]');
const textIn = (buy: CryptopocketBuy) => textOf(step(buy));

async function show(more: Partial<CryptopocketBuy> = {}): Promise<CryptopocketBuy> {
  const buy = document.createElement('cryptopocket-buy');
  Object.assign(buy, {backend: '/shop', amount: '100', asset: 'USDC', chain: 'polygon', ...more});
  (await fixture(html`<div></div>`)).append(buy);
  return buy;
}

/** Presses the button that says `label` below `host`. */
function press(host: Element, label: string): void {
  const buttons = Array.from(host.shadowRoot?.querySelectorAll('button') ?? []);
  const button = buttons.find(each => each.textContent.includes(label));
  if (!button) throw new Error(`no button ${label}: ${buttons.map(each => each.textContent.trim()).join(', ')}`);
  button.click();
}

async function goOn(buy: CryptopocketBuy): Promise<void> {
  await waitUntil(() => buy.quote, 'a price');
  await buy.updateComplete;
  inside<HTMLFormElement>(step(buy), 'form').requestSubmit();
}

async function toReview(buy: CryptopocketBuy): Promise<void> {
  await goOn(buy);
  await waitUntil(() => buy.step === 'payment' && buy.quote, 'the review');
  await buy.updateComplete;
}

async function toStatus(buy: CryptopocketBuy): Promise<void> {
  await toReview(buy);
  press(step(buy), 'Go to payment');
  await waitUntil(() => buy.step === 'status' && buy.payment, 'the payment');
  await buy.updateComplete;
}

const question = async (buy: CryptopocketBuy) => {
  await waitUntil(() => step(buy).shadowRoot?.querySelector('cryptopocket-leave-question'), 'the question');
  return inside(step(buy), 'cryptopocket-leave-question');
};

const notice = async (buy: CryptopocketBuy) => {
  const earlier = () => buy.shadowRoot?.querySelector('cryptopocket-earlier-purchases');
  await waitUntil(() => earlier()?.shadowRoot?.querySelector('[part=notice]'), 'the earlier purchase');
  return inside(buy, 'cryptopocket-earlier-purchases');
};

describe('what the page locks', () => {
  it('is what is bought, also when it changes in the middle of a purchase; who the buyer is stays known', async () => {
    const buy = await show({lock: 'amount asset'});
    await toReview(buy);
    buy.amount = '250';
    await waitUntil(() => buy.step === 'amount', 'the first step');
    await buy.updateComplete;
    expect(inside<HTMLInputElement>(inside(step(buy), 'cryptopocket-amount-field'), 'input').value).to.equal('250');
    await toReview(buy);
    expect(sessions).to.deep.equal([{}, {resume: 'resume-1'}]);
    expect(textIn(buy)).to.contain('€250.00');
  });

  it('is another network, too', async () => {
    const buy = await show({lock: 'asset'});
    await toReview(buy);
    buy.chain = 'ethereum';
    await waitUntil(() => buy.step === 'amount', 'the first step');
    expect(warnings.filter(warning => warning.includes('begun to pay'))).to.deep.equal([]);
  });

  it('does not replace a payment that exists, and the merchant is told once', async () => {
    const buy = await show({lock: 'amount'});
    await toStatus(buy);
    buy.amount = '250';
    await buy.updateComplete;
    buy.requestUpdate();
    await buy.updateComplete;
    expect([buy.step, buy.payment?.amount]).to.deep.equal(['status', '100.00']);
    expect(warnings.length).to.equal(1);
    expect(warnings[0]).to.contain('250').and.to.contain('100');
  });

  it('is what a page begins with that finds a purchase of something else, whose payment is followed on', async () => {
    const first = await show({lock: 'asset'});
    await toStatus(first);
    first.remove();
    const second = await show({lock: 'asset', chain: 'ethereum'});
    await notice(second);
    expect(second.step).to.equal('amount');
    expect(second.quote?.chain ?? 'polygon').to.equal('polygon');
  });
});

describe('what is being bought', () => {
  it('is said at every step before the review', async () => {
    adapter.routes['POST /sessions'] = {...session, identified: 'no', resume: 'resume-1'};
    const buy = await show();
    await goOn(buy);
    await waitUntil(() => buy.step === 'customer', 'the details');
    await buy.updateComplete;
    expect(textIn(buy)).to.contain('€100.00 → USDC on Polygon');
  });
});

describe('a payment that may still be paid', () => {
  it('is not left without a question, which takes the focus and can be answered with no', async () => {
    const buy = await show();
    await toStatus(buy);
    press(step(buy), 'Start over');
    const asked = await question(buy);
    expect(textOf(asked)).to.contain('already paid');
    expect(asked.shadowRoot?.activeElement?.id).to.equal('question');
    await expect(asked).to.be.accessible();
    press(asked, 'Keep this purchase');
    await waitUntil(() => !step(buy).shadowRoot?.querySelector('cryptopocket-leave-question'), 'no question');
    expect(buy.step).to.equal('status');
    expect(step(buy).shadowRoot?.activeElement?.id).to.equal('heading');
  });

  it('is followed on when it is left, and the next purchase is another one to the adapter', async () => {
    const buy = await show();
    await toStatus(buy);
    expect(windows[0]?.location.href).to.equal(payment.gatewayUrl);
    press(step(buy), 'Start over');
    press(await question(buy), 'I haven’t paid');
    await waitUntil(() => buy.step === 'amount', 'the first step');
    expect(textOf(await notice(buy)))
      .to.contain('€100.00 → USDC on Polygon')
      .and.to.contain('Not paid yet');
    await toStatus(buy);
    expect(sessions.filter(({resume}) => resume === undefined).length).to.equal(2);
    expect(new Set(keys).size).to.equal(2);
    expect(buy.payment?.id).to.equal('pay2');
    await notice(buy);
  });

  it('tells buyer and page when it is paid after all', async () => {
    const buy = await show();
    await toStatus(buy);
    press(step(buy), 'Start over');
    press(await question(buy), 'I haven’t paid');
    const earlier = await notice(buy);
    status = 'completed';
    const told = oneEvent(buy, 'cryptopocket-payment-status-change');
    window.dispatchEvent(new Event('focus'));
    expect((await told).detail).to.deep.equal({paymentId: 'pay1', status: 'completed'});
    await waitUntil(() => textOf(earlier).includes('Coins sent'), 'what became of it');
    expect(inside(earlier, '[role=status]').textContent).to.contain('€100.00 → USDC on Polygon. Coins sent');
    press(earlier, 'Hide');
    await waitUntil(() => !buy.shadowRoot?.querySelector('cryptopocket-earlier-purchases'), 'nothing of it');
    expect(Object.keys(localStorage)).to.deep.equal([]);
  });

  it('is found after a reload, and can be gone on with', async () => {
    const before = await show();
    await toStatus(before);
    press(step(before), 'Start over');
    press(await question(before), 'I haven’t paid');
    await notice(before);
    before.remove();
    const buy = await show();
    press(await notice(buy), 'View');
    await waitUntil(() => buy.step === 'status' && buy.payment, 'the payment');
    expect(buy.payment?.id).to.equal('pay1');
    await waitUntil(() => !buy.shadowRoot?.querySelector('cryptopocket-earlier-purchases'), 'only once');
  });
});

describe('two payments that may both be paid', () => {
  it('are each gone on with, and the one that is not on screen is shown beside it', async () => {
    const buy = await show();
    await toStatus(buy);
    press(step(buy), 'Start over');
    press(await question(buy), 'I haven’t paid');
    await waitUntil(() => buy.step === 'amount', 'the first step');
    inside<HTMLButtonElement>(step(buy), '[part=preset]').click();
    await waitUntil(() => buy.quote === undefined, 'another amount');
    await toStatus(buy);
    expect(buy.payment?.id).to.equal('pay2');
    expect(textOf(await notice(buy))).to.contain('€100.00');
    press(await notice(buy), 'View');
    await waitUntil(() => buy.step === 'status' && buy.payment?.id === 'pay1', 'the first payment');
    await waitUntil(() => textOf(inside(buy, 'cryptopocket-earlier-purchases')).includes('€50.00'), 'the other');
  });
});

describe('a buyer whose money is on its way', () => {
  it('begins another purchase at once, and the first is followed on', async () => {
    const buy = await show();
    status = 'payment_received';
    await toStatus(buy);
    await waitUntil(() => buy.payment?.status === 'payment_received', 'the money');
    await buy.updateComplete;
    press(step(buy), 'Buy something else');
    await waitUntil(() => buy.step === 'amount', 'the first step');
    expect(textOf(await notice(buy))).to.contain('Payment received');
  });

  it('does not buy an order of the shop twice', async () => {
    const buy = await show({externalId: 'order-1'});
    status = 'payment_received';
    await toStatus(buy);
    await waitUntil(() => buy.payment?.status === 'payment_received', 'the money');
    await buy.updateComplete;
    expect(textIn(buy)).not.to.contain('Buy something else');
  });
});

describe('somebody who is not the buyer', () => {
  it('begins with nothing of the other’s, at every step where that one is known', async () => {
    const buy = await show();
    await toReview(buy);
    expect(storedPurchases().length).to.equal(1);
    press(step(buy), 'Not you?');
    await waitUntil(() => buy.step === 'amount', 'the first step');
    expect(storedPurchases()).to.deep.equal([]);
    expect(Object.values<string>(sessionStorage).join()).not.to.contain('resume');
    await toReview(buy);
    expect(sessions).to.deep.equal([{}, {}]);
  });

  it('is asked first where there is a payment, and cannot follow it afterwards', async () => {
    const buy = await show();
    await toStatus(buy);
    press(step(buy), 'Not you?');
    const asked = await question(buy);
    expect(textOf(asked)).to.contain('removes the purchase from this device');
    press(asked, 'Remove it');
    await waitUntil(() => buy.step === 'amount', 'the first step');
    expect(storedPurchases()).to.deep.equal([]);
    expect(buy.shadowRoot?.querySelector('cryptopocket-earlier-purchases')).to.equal(null);
    expect(Object.values<string>(sessionStorage).join()).not.to.contain('paid');
  });

  it('finds nothing of earlier purchases either', async () => {
    const buy = await show();
    await toStatus(buy);
    press(step(buy), 'Start over');
    press(await question(buy), 'I haven’t paid');
    await notice(buy);
    await toReview(buy);
    press(step(buy), 'Not you?');
    await waitUntil(() => !buy.shadowRoot?.querySelector('cryptopocket-earlier-purchases'), 'nothing of it');
    expect(storedPurchases()).to.deep.equal([]);
  });

  it('finds nothing after the page itself began anew', async () => {
    const buy = await show();
    await toStatus(buy);
    press(step(buy), 'Start over');
    press(await question(buy), 'I haven’t paid');
    await notice(buy);
    buy.reset();
    await waitUntil(() => !buy.shadowRoot?.querySelector('cryptopocket-earlier-purchases'), 'nothing of it');
    expect(storedPurchases()).to.deep.equal([]);
  });
});

const refusal = (code: string, details = {}) =>
  Response.json({code, message: 'no', recoverable: true, requestId: 'request-1', details}, {status: 422});

describe('a way to pay that is refused', () => {
  /** A price that depends on the way to pay. */
  const priced = ({url}: Request) => {
    const {amount, asset, chain, paymentType} = Object.fromEntries(new URL(url).searchParams);
    const receives = paymentType === 'transfer' ? '107.25' : '106.5';
    return paymentType === 'psd2'
      ? refusal('payment_method_not_allowed')
      : {amount, asset, chain, paymentType, receives, expiresIn: 60};
  };
  const others = async (buy: CryptopocketBuy) => {
    const methods = () => buy.shadowRoot?.querySelector('cryptopocket-other-methods');
    await waitUntil(() => textOf(methods() ?? buy).includes('107.25'), 'the other ways, with their price');
    return inside(buy, 'cryptopocket-other-methods');
  };

  it('is one of several: above the card limit the others are offered with their price, for the same amount', async () => {
    adapter.routes['GET /quotes'] = priced;
    const pay = adapter.routes['POST /payments'];
    adapter.routes['POST /payments'] = refusal('limit_exceeded');
    const buy = await show();
    await toReview(buy);
    press(step(buy), 'Go to payment');
    await waitUntil(() => buy.step === 'amount', 'the first step');
    const offered = await others(buy);
    await waitUntil(() => !textOf(offered).includes('Bank app'), 'only what is allowed');
    await expect(offered).to.be.accessible();
    press(offered, 'Bank transfer');
    await waitUntil(() => buy.quote?.paymentType === 'transfer', 'the price of the other');
    expect(buy.quote?.amount).to.equal('100');
    expect(buy.shadowRoot?.querySelector('cryptopocket-other-methods')).to.equal(null);
    adapter.routes['POST /payments'] = pay;
    await toStatus(buy);
  });

  it('is changed by one press at the review, also where the vendor’s page asks for it', async () => {
    adapter.routes['GET /quotes'] = priced;
    adapter.routes['POST /payments'] = refusal('payment_method_not_allowed');
    const buy = await show();
    await toReview(buy);
    press(step(buy), 'Go to payment');
    press(await others(buy), 'Bank transfer');
    await waitUntil(() => buy.step === 'payment' && buy.quote?.paymentType === 'transfer', 'the price of the other');
  });
});

describe('an amount that is not sold', () => {
  for (const [code, details, sentence] of [
    ['amount_too_low', {minimum: '30'}, 'The smallest amount is €30.00.'],
    ['amount_too_high', {maximum: '5000'}, 'The largest amount is €5,000.00.'],
  ] as const) {
    it(`is said so on the first screen, before anything else is asked: ${code}`, async () => {
      adapter.routes['GET /quotes'] = () => refusal(code, details);
      const buy = await show();
      const field = () => step(buy).shadowRoot?.querySelector('cryptopocket-amount-field');
      await waitUntil(() => field()?.shadowRoot?.textContent.includes(sentence), 'the reason');
      expect(sessions).to.deep.equal([]);
    });
  }
});

describe('a window that waits for the payment page', () => {
  it('is closed when the page begins another purchase meanwhile, and the page is told of the step', async () => {
    adapter.routes['POST /payments'] = () => new Promise(() => undefined);
    const buy = await show({externalId: 'order-1'});
    await toReview(buy);
    press(step(buy), 'Go to payment');
    expect(windows.length).to.equal(1);
    const told = oneEvent(buy, 'cryptopocket-step-change');
    buy.externalId = 'order-2';
    expect((await told).detail).to.deep.equal({step: 'amount', previous: 'payment'});
    expect(windows[0]?.closed).to.equal(true);
  });

  for (const [what, change] of [
    ['was closed by the buyer', (left: FakeWindow) => (left.closed = true)],
    ['is at another page of the shop', (left: FakeWindow) => (left.location.href = 'https://shop.example.org/')],
    [
      'is at another site',
      (left: FakeWindow) =>
        Object.defineProperty(left, 'location', {
          get: () => ({
            get href(): string {
              throw new DOMException('another origin', 'SecurityError');
            },
            replace: () => {
              throw new Error('the vendor’s page would have an opener');
            },
          }),
        }),
    ],
  ] as const) {
    it(`is left alone where it ${what}; there is a button to open another`, async () => {
      let answer: (value: unknown) => void = () => undefined;
      adapter.routes['POST /payments'] = () => new Promise(resolve => (answer = resolve));
      const buy = await show();
      await toReview(buy);
      press(step(buy), 'Go to payment');
      await waitUntil(() => adapter.calls.includes('POST /payments'), 'the call');
      const [left] = windows;
      if (left) change(left);
      answer({payment, resume: 'paid'});
      await waitUntil(() => buy.step === 'status', 'the payment');
      await waitUntil(() => textIn(buy).includes('Open payment page'), 'the button');
      expect(textIn(buy)).not.to.contain('in the window that opened');
      expect(left?.opener).to.equal(window);
    });
  }
});

describe('an event of the merchant’s own component in a slot', () => {
  it('is not taken for the widget’s', async () => {
    status = 'completed';
    const buy = await show();
    const own = document.createElement('button');
    own.slot = 'success';
    buy.append(own);
    await toStatus(buy);
    await waitUntil(() => buy.payment?.status === 'completed', 'the coins');
    windows.length = 0;
    for (const type of ['pay', 'deed', 'open-hosted', 'hand-over']) {
      own.dispatchEvent(new CustomEvent(type, {detail: {type: 'restarted'}, bubbles: true, composed: true}));
    }
    expect(buy.step).to.equal('status');
    expect(windows).to.deep.equal([]);
  });
});

describe('an element that was on the page only for a moment', () => {
  it('shares its place with no other one', async () => {
    const page = await fixture(html`<div></div>`);
    const shown = [1, 2].map(() => {
      const buy = Object.assign(document.createElement('cryptopocket-buy'), {backend: '/shop', amount: '100'});
      page.append(buy);
      buy.remove();
      return buy;
    });
    await Promise.all(shown.map(buy => buy.updateComplete));
    page.append(...shown);
    await waitUntil(() => shown.every(buy => buy.quote), 'their prices');
    await waitUntil(() => sessionStorage.length === 2, 'both purchases');
    expect(Object.keys(sessionStorage).join()).not.to.contain(':-1:');
  });
});
