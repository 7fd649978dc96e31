import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../src/components/chunks/checkout.js';
import type {CryptopocketCodeStep} from '../../src/components/code-step/code-step.js';
import type {CryptopocketCustomerStep} from '../../src/components/customer-step/customer-step.js';
import type {CryptopocketDirectStep} from '../../src/components/direct-step/direct-step.js';
import type {CryptopocketKycStep} from '../../src/components/kyc-step/kyc-step.js';
import type {CryptopocketPaymentStep} from '../../src/components/payment-step/payment-step.js';
import type {CryptopocketStatusStep} from '../../src/components/status-step/status-step.js';
import {en} from '../../src/i18n/en.js';
import {deedsOf, inside, textOf} from '../support/events.js';
import {showStep} from '../support/render.js';
import * as states from '../../demo/states.js';

function fill(host: Element, selector: string, value: string): void {
  const input = inside<HTMLInputElement>(host, selector);
  input.value = value;
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new Event('change'));
}

describe('the details', () => {
  const show = (state = states.customer) =>
    fixture<CryptopocketCustomerStep>(
      html`<cryptopocket-customer-step .state=${state} .messages=${en}></cryptopocket-customer-step>`,
    );

  it('are sent as typed, without spaces around them', async () => {
    const step = await show();
    const deeds = deedsOf(step);
    fill(step, '#email', ' ada@example.org ');
    fill(step, '#name', ' Ada Byron ');
    inside<HTMLFormElement>(step, 'form').requestSubmit();
    expect(deeds.at(-1)).to.deep.equal({type: 'customerEntered', email: 'ada@example.org', name: 'Ada Byron'});
  });

  it('are not sent with a wrong e-mail, and nothing typed is lost', async () => {
    const step = await show();
    const deeds = deedsOf(step);
    fill(step, '#email', 'ada@');
    fill(step, '#name', 'Ada');
    inside<HTMLFormElement>(step, 'form').requestSubmit();
    expect(deeds.at(-1)).to.deep.equal({type: 'customerInvalid', email: 'ada@', name: 'Ada', code: 'email_invalid'});
  });

  it('put the buyer into the field that is wrong', async () => {
    const step = await show({...states.customer, problem: {code: 'name_invalid'}});
    expect(step.shadowRoot?.activeElement?.id).to.equal('name');
    expect(inside(step, '#name').getAttribute('aria-describedby')).to.contain('name-error');
  });

  it('leave the focus where it is while the buyer mends what was wrong', async () => {
    const wrong = {...states.customer, problem: {code: 'email_invalid' as const}};
    const step = await show(wrong);
    inside(step, '#name').focus();
    step.state = {...wrong, draft: {...wrong.draft, email: 'ada@example.org'}};
    await step.updateComplete;
    expect(step.shadowRoot?.activeElement?.id).to.equal('name');
  });

  it('ask no e-mail of a buyer whose mailbox the merchant knows', async () => {
    const step = await show({...states.customer, emailProven: true});
    expect(step.shadowRoot?.querySelector('#email')).to.equal(null);
  });
});

describe('the code', () => {
  it('is sent as soon as it is whole', async () => {
    const step = await fixture<CryptopocketCodeStep>(
      html`<cryptopocket-code-step .state=${states.code} .messages=${en}></cryptopocket-code-step>`,
    );
    const deeds = deedsOf(step);
    fill(step, 'input', '12345');
    expect(deeds).to.deep.equal([]);
    fill(step, 'input', ' 123456');
    expect(deeds).to.deep.equal([{type: 'codeEntered', code: '123456'}]);
  });

  for (const [what, typed] of [
    ['Arabic digits', '١٢٣٤٥٦'],
    ['Persian digits', '۱۲۳۴۵۶'],
    ['Devanagari digits', '१२३४५६'],
    ['digits of full width', '１２３４５６'],
    ['a hyphen', '123-456'],
    ['a full stop at its end', '123456.'],
    ['marks of direction', '\u2066123456\u2069'],
    ['a space without a break', '123\u00a0456'],
  ] as const) {
    it(`is read where it has ${what}`, async () => {
      const step = await fixture<CryptopocketCodeStep>(
        html`<cryptopocket-code-step .state=${states.code} .messages=${en}></cryptopocket-code-step>`,
      );
      const deeds = deedsOf(step);
      fill(step, 'input', typed);
      expect(deeds).to.deep.equal([{type: 'codeEntered', code: '123456'}]);
    });
  }

  for (const typed of ['', '12345', '1234567', 'abcdef']) {
    it(`is not sent as “${typed}”, which uses up no try: the buyer hears what is missing`, async () => {
      const step = await fixture<CryptopocketCodeStep>(
        html`<cryptopocket-code-step .state=${states.code} .messages=${en}></cryptopocket-code-step>`,
      );
      const deeds = deedsOf(step);
      fill(step, 'input', typed);
      inside<HTMLFormElement>(step, 'form').requestSubmit();
      expect(deeds).to.deep.equal([{type: 'codeIncomplete'}]);
      step.state = {...states.code, incomplete: true};
      await step.updateComplete;
      expect(textOf(step)).to.contain('Enter the 6-digit code.');
      expect(step.shadowRoot?.activeElement?.id).to.equal('code');
      expect(inside(step, '#code').getAttribute('aria-invalid')).to.equal('true');
      await expect(step).to.be.accessible();
    });
  }
});

describe('the wallet', () => {
  const show = () =>
    fixture<CryptopocketDirectStep>(
      html`<cryptopocket-direct-step .state=${states.direct} .messages=${en}></cryptopocket-direct-step>`,
    );
  const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

  for (const [what, typed] of [
    ['a mark that nobody sees', `\u200e${address}\u200b`],
    ['a scheme', `ethereum:${address}`],
    ['a scheme and its chain', `ethereum:${address}@137`],
  ] as const) {
    it(`is paid to without ${what}`, async () => {
      const step = await show();
      const deeds = deedsOf(step);
      const paid = oneEvent(step, 'pay');
      fill(step, '#wallet', typed);
      inside<HTMLButtonElement>(step, '.actions button').click();
      await paid;
      expect(deeds.at(-1)).to.deep.equal({type: 'walletChanged', wallet: address});
    });
  }

  for (const [what, typed, deed] of [
    ['nothing', ' ', {type: 'walletInvalid'}],
    ['nobody’s', `0x${'0'.repeat(40)}`, {type: 'walletInvalid'}],
    ['one on another chain', `ethereum:${address}@1`, {type: 'walletInvalid', network: 'ethereum'}],
  ] as const) {
    it(`is not paid to where it is ${what}`, async () => {
      const step = await show();
      const deeds = deedsOf(step);
      let paid = false;
      step.addEventListener('pay', () => (paid = true));
      fill(step, '#wallet', typed);
      inside<HTMLButtonElement>(step, '.actions button').click();
      expect(paid).to.equal(false);
      expect(deeds.at(-1)).to.deep.equal(deed);
    });
  }
});

describe('the identity check', () => {
  const show = (state = states.kyc) =>
    fixture<CryptopocketKycStep>(html`<cryptopocket-kyc-step .state=${state} .messages=${en}></cryptopocket-kyc-step>`);

  it('opens in the buyer’s own click', async () => {
    const step = await show();
    const opened = oneEvent(step, 'open-hosted');
    inside<HTMLButtonElement>(step, 'button').click();
    expect((await opened).detail).to.deep.equal({url: 'https://kyc.example.org/f/1'});
  });

  it('becomes a link where the window was blocked', async () => {
    const step = await show({...states.kyc, popup: 'blocked'});
    const link = inside<HTMLAnchorElement>(step, 'a');
    expect(link.href).to.equal('https://kyc.example.org/f/1');
    expect(link.rel).to.contain('noopener');
  });

  it('is never a link to anything but a web page', async () => {
    const customer = {kyc: 'required' as const, kycUrl: 'javascript:alert(1)'};
    const step = await show({...states.kyc, customer, popup: 'blocked'});
    expect(step.shadowRoot?.querySelector('a')).to.equal(null);
  });
});

describe('the review', () => {
  const show = (state = states.payment) =>
    fixture<CryptopocketPaymentStep>(
      html`<cryptopocket-payment-step .state=${state} .messages=${en}></cryptopocket-payment-step>`,
    );

  for (const [name, state] of [
    ['no price is on screen', {...states.payment, quote: undefined}],
    ['the price is outdated', {...states.payment, expired: true}],
    ['the payment is being made', {...states.payment, creating: {opened: 'opened' as const}}],
  ] as const) {
    it(`does not pay while ${name}`, async () => {
      const step = await show(state);
      let paid = false;
      step.addEventListener('pay', () => (paid = true));
      inside<HTMLButtonElement>(step, 'button').click();
      expect(paid).to.equal(false);
    });
  }

  it('does not take a press that was meant for the price before for a yes to a worse one', async () => {
    const step = await show();
    let paid = 0;
    step.addEventListener('pay', () => (paid += 1));
    step.state = {...states.payment, quote: {...states.quote, receives: '100'}};
    await step.updateComplete;
    const shown = performance.now();
    /** A press so many milliseconds after the button said something else. */
    const pressAfter = (ms: number) => {
      const press = new MouseEvent('click');
      Object.defineProperty(press, 'timeStamp', {value: shown + ms});
      inside(step, 'button').dispatchEvent(press);
    };
    pressAfter(60);
    expect(paid).to.equal(0);
    pressAfter(600);
    expect(paid).to.equal(1);
  });

  it('names the rejected request for support where the buyer can do nothing about it', async () => {
    const step = await show({...states.payment, problem: {code: 'payment_refused', requestId: 'req_7'}});
    expect(textOf(step)).to.contain('Support reference: req_7');
    step.state = {...states.payment, problem: {code: 'quote_changed', requestId: 'req_7'}};
    await step.updateComplete;
    expect(textOf(step)).not.to.contain('req_7');
  });

  it('pays by one press once the price is there', async () => {
    const step = await show();
    const paid = oneEvent(step, 'pay');
    inside<HTMLButtonElement>(step, 'button').click();
    await paid;
  });
});

describe('the question whether to leave a payment that may exist', () => {
  const asked = {...states.purchase, asked: true};
  for (const state of [states.customer, states.kyc, states.enhanced, states.payment, states.direct, states.status]) {
    it(`takes the place of every other way out at ${state.step}`, async () => {
      const leaving = {...state, purchase: {...state.purchase, ...asked}, leaving: 'identity' as const};
      const step = await showStep(leaving, en);
      const question = inside(step, 'cryptopocket-leave-question');
      expect(textOf(question)).to.contain('removes the purchase from this device');
      expect(textOf(step)).not.to.contain('Change amount').and.not.to.contain('Not you?');
      const deeds = deedsOf(step);
      for (const button of question.shadowRoot?.querySelectorAll('button') ?? []) button.click();
      expect(deeds).to.deep.equal([{type: 'leaveCancelled'}, {type: 'leaveConfirmed'}]);
    });
  }
});

describe('the status', () => {
  const show = (state = states.status) =>
    fixture<CryptopocketStatusStep>(
      html`<cryptopocket-status-step .state=${state} .messages=${en}></cryptopocket-status-step>`,
    );
  const ofOrder = {...states.purchase, externalId: 'order-1'};
  const completed = {id: 'pay1', status: 'completed' as const, amount: '100.00', asset: 'USDC'};

  it('offers to buy again what is no order of the shop, and no order twice', async () => {
    const step = await show({...states.status, payment: completed});
    expect(textOf(step)).to.contain('Buy again');
    step.state = {...step.state, purchase: ofOrder};
    await step.updateComplete;
    expect(textOf(step)).not.to.contain('Buy again').and.not.to.contain('Not you?');
  });

  for (const status of ['bank_pending', 'payment_received', 'unknown'] as const) {
    it(`lets a buyer buy something else at ${status}, where it is no order of the shop`, async () => {
      const payment = {...completed, status};
      const step = await show({...states.status, payment});
      expect(textOf(step)).to.contain('Buy something else').and.to.contain('Not you?');
      step.state = {...states.status, payment, purchase: ofOrder};
      await step.updateComplete;
      expect(textOf(step)).not.to.contain('Buy something else');
      expect(textOf(step)).to.contain('Not you?');
    });
  }

  it('sends nobody to a window that is gone', async () => {
    const show = (popup: 'opened' | 'closed') =>
      fixture<CryptopocketStatusStep>(
        html`<cryptopocket-status-step .state=${{...states.status, popup}} .messages=${en}></cryptopocket-status-step>`,
      );
    expect(textOf(await show('opened'))).to.contain('Pay in the window that opened');
    const closed = textOf(await show('closed'));
    expect(closed).not.to.contain('Pay in the window that opened');
    expect(closed).to.contain('Open payment page again');
  });

  it('links to the transaction only on chains whose explorer we know', async () => {
    const chain = 'moonchain';
    const purchase = {...states.purchase, order: {...states.order, chain}};
    const payment = {id: 'pay1', status: 'completed' as const, amount: '100.00', asset: 'USDC', txId: '0xabc'};
    const step = await fixture<CryptopocketStatusStep>(
      html`<cryptopocket-status-step
        .state=${{...states.status, purchase, payment}}
        .messages=${en}
      ></cryptopocket-status-step>`,
    );
    expect(step.shadowRoot?.querySelector('a')).to.equal(null);
    expect(textOf(step)).to.contain('0xabc').and.to.contain('Moonchain');
  });
});
