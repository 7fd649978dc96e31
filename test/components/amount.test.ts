import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define.js';
import type {CryptopocketAmountField} from '../../src/components/amount-field/amount-field.js';
import type {CryptopocketAmountStep} from '../../src/components/amount-step/amount-step.js';
import {deedsOf, inside, textOf} from '../support/events.js';
import * as states from '../../demo/states.js';

const assets = [
  {symbol: 'USDC', chain: 'polygon'},
  {symbol: 'BTC', chain: 'bitcoin'},
];

async function type(host: Element, text: string): Promise<void> {
  const input = inside<HTMLInputElement>(host, 'input');
  input.focus();
  input.select();
  await sendKeys({type: text});
}

describe('the amount field', () => {
  it('tells what the buyer typed as decimal text', async () => {
    const field = await fixture<CryptopocketAmountField>(
      html`<cryptopocket-amount-field label="You pay" locale="es"></cryptopocket-amount-field>`,
    );
    const told = oneEvent(field, 'amount-change');
    await type(field, '5');
    expect((await told).detail).to.equal('5.00');
    await type(field, '1.250,50');
    expect(field.amount).to.equal('1250.50');
  });

  it('asks about an amount that could be two', async () => {
    const field = await fixture<CryptopocketAmountField>(
      html`<cryptopocket-amount-field label="You pay" locale="en"></cryptopocket-amount-field>`,
    );
    await type(field, '1.000');
    await field.updateComplete;
    expect(field.amount).to.equal('');
    expect(textOf(field)).to.contain('without thousands separators');
    await expect(field).to.be.accessible();
  });

  it('says nothing about half an amount until the buyer leaves it', async () => {
    const page = await fixture(
      html`<div>
        <cryptopocket-amount-field label="You pay"></cryptopocket-amount-field>
        <button>On</button>
      </div>`,
    );
    const field = page.querySelector('cryptopocket-amount-field') as CryptopocketAmountField;
    await type(field, 'abc');
    expect(inside(field, 'input').getAttribute('aria-invalid')).to.equal('false');
    await sendKeys({press: 'Tab'});
    await field.updateComplete;
    expect(inside(field, 'input').getAttribute('aria-invalid')).to.equal('true');
    expect(inside<HTMLInputElement>(field, 'input').value).to.equal('abc');
  });

  it('writes an amount anew when the language comes after it, and leaves alone what was typed otherwise', async () => {
    const field = await fixture<CryptopocketAmountField>(
      html`<cryptopocket-amount-field label="You pay" locale="en" amount="99.50"></cryptopocket-amount-field>`,
    );
    const input = inside<HTMLInputElement>(field, 'input');
    field.locale = 'es';
    await field.updateComplete;
    expect(input.value).to.equal('99,50');
    input.value = '1.000,5';
    input.dispatchEvent(new Event('input'));
    field.locale = 'de';
    await field.updateComplete;
    expect(input.value).to.equal('1.000,5');
  });

  it('writes an amount that the page sets as the language does, and leaves alone what was typed', async () => {
    const field = await fixture<CryptopocketAmountField>(
      html`<cryptopocket-amount-field label="You pay" locale="es" amount="99.50"></cryptopocket-amount-field>`,
    );
    expect(inside<HTMLInputElement>(field, 'input').value).to.equal('99,50');
    await type(field, '7,5');
    field.amount = '7.50';
    await field.updateComplete;
    expect(inside<HTMLInputElement>(field, 'input').value).to.equal('7,5');
  });
});

describe('the first step', () => {
  const show = (state = states.amount) =>
    fixture<CryptopocketAmountStep>(html`
      <cryptopocket-amount-step .state=${state} .assets=${assets} .presets=${['50', '100']}></cryptopocket-amount-step>
    `);

  it('asks for a new price when the coin changes', async () => {
    const step = await show();
    const deeds = deedsOf(step);
    const select = inside<HTMLSelectElement>(step, 'select');
    select.value = 'BTC/bitcoin';
    select.dispatchEvent(new Event('change'));
    expect(deeds).to.deep.equal([{type: 'orderChanged', order: {...states.order, asset: 'BTC', chain: 'bitcoin'}}]);
  });

  it('takes a preset with one press, and shows which one is chosen', async () => {
    const step = await show();
    const deeds = deedsOf(step);
    const [fifty, hundred] = step.shadowRoot?.querySelectorAll<HTMLButtonElement>('.presets button') ?? [];
    expect(hundred?.getAttribute('aria-pressed')).to.equal('true');
    fifty?.click();
    expect(deeds).to.deep.equal([{type: 'orderChanged', order: {...states.order, amount: '50'}}]);
  });

  it('goes on by Enter in the field as by its button', async () => {
    const step = await show();
    const field = inside<CryptopocketAmountField>(step, 'cryptopocket-amount-field');
    const confirmed = oneEvent(step, 'confirm');
    field.focus();
    await sendKeys({press: 'Enter'});
    await confirmed;
  });

  it('does not go on without an amount, and puts the buyer there', async () => {
    const step = await show({...states.amount, order: {...states.order, amount: ''}, quote: undefined});
    let confirmed = false;
    step.addEventListener('confirm', () => (confirmed = true));
    inside<HTMLFormElement>(step, 'form').requestSubmit();
    const field = inside(step, 'cryptopocket-amount-field');
    await step.updateComplete;
    expect(confirmed).to.equal(false);
    expect(field.shadowRoot?.activeElement?.localName).to.equal('input');
  });

  it('keeps fixed what the merchant fixed', async () => {
    const step = await show();
    step.locked = new Set(['amount', 'asset']);
    await step.updateComplete;
    expect(inside<HTMLSelectElement>(step, 'select').disabled).to.equal(true);
    const field = inside<CryptopocketAmountField>(step, 'cryptopocket-amount-field');
    await field.updateComplete;
    expect(inside<HTMLInputElement>(field, 'input').readOnly).to.equal(true);
    expect(step.shadowRoot?.querySelector('.presets')).to.equal(null);
  });
});
