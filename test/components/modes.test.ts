import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import '../../src/define.js';
import type {CryptopocketBuy} from '../../src/components/buy/buy.js';
import {fakeAdapter, type FakeAdapter} from '../support/fake-adapter.js';

let adapter: FakeAdapter;
beforeEach(() => {
  adapter = fakeAdapter();
});
afterEach(() => {
  adapter.restore();
});

const dialogOf = (buy: CryptopocketBuy) => buy.shadowRoot?.querySelector('dialog');

async function show(mode: string): Promise<CryptopocketBuy> {
  const buy = await fixture<CryptopocketBuy>(
    html`<cryptopocket-buy backend="/shop" amount="100" mode=${mode}></cryptopocket-buy>`,
  );
  await waitUntil(() => dialogOf(buy), 'there is no dialog');
  return buy;
}

describe('a widget in a dialog', () => {
  it('is opened by its button, begins at its heading, and gives the focus back when it is closed', async () => {
    const buy = await show('button');
    const trigger = buy.shadowRoot?.querySelector<HTMLButtonElement>('.trigger');
    await expect(buy).to.be.accessible();
    trigger?.focus();
    trigger?.click();
    expect(dialogOf(buy)?.matches(':modal')).to.equal(true);
    await waitUntil(() => buy.shadowRoot?.activeElement?.localName === 'cryptopocket-amount-step', 'the heading');
    await expect(buy).to.be.accessible();
    const closed = oneEvent(buy, 'cryptopocket-close');
    buy.shadowRoot?.querySelector<HTMLButtonElement>('[part=close]')?.click();
    await closed;
    expect(dialogOf(buy)?.open).to.equal(false);
    expect(buy.shadowRoot?.activeElement).to.equal(trigger);
  });

  it('has no button of its own where the page opens it', async () => {
    const buy = await show('modal');
    expect(buy.shadowRoot?.querySelector('.trigger')).to.equal(null);
    await buy.open();
    expect(dialogOf(buy)?.open).to.equal(true);
    await buy.open();
    buy.close();
    expect(dialogOf(buy)?.open).to.equal(false);
  });

  it('is opened even where the page asks before it is all there', async () => {
    const buy = await fixture<CryptopocketBuy>(
      html`<cryptopocket-buy backend="/shop" amount="100" mode="modal"></cryptopocket-buy>`,
    );
    await buy.open();
    expect(dialogOf(buy)?.open).to.equal(true);
  });

  it('is not closed by what closes in one of its slots', async () => {
    const buy = await show('modal');
    await buy.open();
    const legal = document.createElement('p');
    legal.slot = 'disclosure';
    buy.append(legal);
    let closed = 0;
    buy.addEventListener('cryptopocket-close', () => {
      closed += 1;
    });
    legal.dispatchEvent(new Event('close', {bubbles: true, composed: true}));
    expect(closed).to.equal(0);
  });

  it('is opened above the page again after it was taken off it and put back', async () => {
    const buy = await show('modal');
    await buy.open();
    const parent = buy.parentElement;
    buy.remove();
    parent?.append(buy);
    await buy.open();
    expect(dialogOf(buy)?.matches(':modal')).to.equal(true);
  });
});

it('a widget in the page has no dialog to open', async () => {
  const buy = await fixture<CryptopocketBuy>(html`<cryptopocket-buy backend="/shop" amount="100"></cryptopocket-buy>`);
  await buy.open();
  buy.close();
  expect(dialogOf(buy)).to.equal(null);
});
