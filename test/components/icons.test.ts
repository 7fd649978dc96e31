import {expect, html, oneEvent} from '@open-wc/testing';
import '../../src/components/chunks/icons.js';
import '../../src/components/chunks/checkout.js';
import '../../src/define.js';
import type {Action} from '../../src/machine/events.js';
import {ground, showStep} from '../support/render.js';
import * as states from '../../demo/states.js';

describe('the time that a price has left', () => {
  const now = Date.UTC(2026, 4, 1, 12);
  const clocks = {wall: now, steady: 5000};
  const pass = (milliseconds: number) => {
    clocks.wall += milliseconds;
    clocks.steady += milliseconds;
  };
  const look = () => document.dispatchEvent(new Event('visibilitychange'));
  const real = {wall: Date.now, steady: performance.now};

  beforeEach(() => {
    Object.assign(clocks, {wall: now, steady: 5000});
    Date.now = () => clocks.wall;
    performance.now = () => clocks.steady;
  });
  afterEach(() => {
    Date.now = real.wall;
    performance.now = real.steady;
  });

  const show = (milliseconds: number, locale = 'en') =>
    ground(html`<cryptopocket-countdown until=${now + milliseconds} locale=${locale}></cryptopocket-countdown>`);

  it('is told in minutes and seconds, and to no screen reader unasked', async () => {
    const shown = await show(95_000);
    expect(shown).to.have.text('01:35').and.to.have.attribute('role', 'timer');
  });

  it('is told in the digits of the buyer’s language', async () => {
    expect(await show(95_000, 'ar-EG')).to.have.text('٠١:٣٥');
  });

  it('is what it would have been when a hidden page is looked at again', async () => {
    const shown = await show(95_000);
    pass(30_000);
    look();
    expect(shown).to.have.text('01:05');
  });

  it('does not become longer where the device’s clock is set back', async () => {
    const shown = await show(95_000);
    pass(30_000);
    clocks.wall -= 3_600_000;
    look();
    expect(shown).to.have.text('01:05');
  });

  it('is over where the device slept, whatever its other clock says', async () => {
    const shown = await show(95_000);
    let over = 0;
    shown.addEventListener('over', () => over++);
    clocks.wall += 100_000;
    look();
    expect(shown).to.have.text('00:00');
    expect(over).to.equal(1);
  });

  it('begins anew with the next price', async () => {
    const shown = await show(95_000);
    pass(90_000);
    shown.setAttribute('until', String(clocks.wall + 60_000));
    expect(shown).to.have.text('01:00');
  });

  it('is of no interest for hours', async () => {
    expect(await show(2 * 3_600_000)).to.have.text('');
  });

  it('is no longer counted once it is off the page', async () => {
    const shown = await show(95_000);
    let over = 0;
    shown.addEventListener('over', () => over++);
    shown.remove();
    pass(100_000);
    look();
    expect(over).to.equal(0);
  });

  it('goes on by itself', async () => {
    Date.now = real.wall;
    performance.now = real.steady;
    const shown = await ground(html`<cryptopocket-countdown until=${Date.now() + 1050}></cryptopocket-countdown>`);
    expect(shown).to.have.text('00:02');
    await oneEvent(shown, 'over');
    expect(shown).to.have.text('00:00');
  });

  for (const [name, state] of [
    ['amount', states.amount],
    ['payment', states.payment],
  ] as const) {
    it(`once over, has the price asked for again at the step ${name}`, async () => {
      const step = await showStep(state);
      const deeds: Action[] = [];
      step.addEventListener('deed', event => deeds.push((event as CustomEvent<Action>).detail));
      step.shadowRoot?.querySelector('cryptopocket-countdown')?.dispatchEvent(new Event('over'));
      expect(deeds).to.deep.equal([{type: 'quoteOutdated'}]);
    });
  }
});

describe('the mark of a coin', () => {
  const show = (symbol: string, chain: string) =>
    ground(html`<cryptopocket-coin-mark symbol=${symbol} chain=${chain}></cryptopocket-coin-mark>`);
  const fills = (shown: Element) =>
    Array.from(shown.shadowRoot?.querySelectorAll('[fill]') ?? [], part => part.getAttribute('fill'));

  it('has its chain’s on the corner', async () => {
    const shown = await show('USDC', 'polygon');
    expect(fills(shown)).to.deep.equal(['#2775CA', '#fff', '#fff', '#7B3FE4', '#fff']);
  });

  it('stands alone where the coin is its chain’s own', async () => {
    expect(fills(await show('ETH', 'ethereum'))).to.deep.equal(['#627EEA', '#fff']);
    expect(fills(await show('BTC', 'bitcoin'))).to.deep.equal(['#fff', '#F7931A']);
  });

  it('is its first letters where nobody drew one', async () => {
    const shown = await show('EURC', 'base');
    const texts = Array.from(shown.shadowRoot?.querySelectorAll('text') ?? [], ({textContent}) => textContent);
    expect(texts).to.deep.equal(['EURC', 'B']);
  });

  it('follows the buyer’s choice, and leaves no other behind', async () => {
    const shown = await show('USDC', 'polygon');
    shown.setAttribute('chain', 'ethereum');
    shown.setAttribute('symbol', 'ETH');
    expect(fills(shown)).to.deep.equal(['#627EEA', '#fff']);
  });

  it('is nothing where no coin is chosen yet', async () => {
    expect(fills(await show('', ''))).to.deep.equal([]);
  });

  it('is none of those that every object has', async () => {
    expect(fills(await show('constructor', 'toString'))[0]).to.equal('#5B6472');
  });

  it('says nothing to a screen reader, as the names stand beside it', async () => {
    expect(await show('USDC', 'polygon')).to.have.attribute('aria-hidden', 'true');
  });
});
