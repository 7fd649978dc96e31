import {expect, fixture, html} from '@open-wc/testing';
import {render} from 'lit';
import {html as staticHtml, unsafeStatic} from 'lit/static-html.js';
import '../../src/define.js';
import '../../src/define-later.js';
import type {CryptopocketAmountField} from '../../src/components/amount-field/amount-field.js';
import type {BuyStep} from '../../src/components/step/step.js';
import type {BuyState} from '../../src/flow/state.js';
import {en} from '../../src/i18n/en.js';
import {es} from '../../src/i18n/es.js';
import {theme} from '../../src/themes/default.js';
import {textOf} from '../support/events.js';
import * as states from '../../demo/states.js';

const paid = {...states.status.payment, id: 'pay1', amount: '100.00', asset: 'USDC', receives: '106.521739'};
const status = (change: object) => ({...states.status, payment: {...paid, ...change}}) as BuyState;

/** Every state that a buyer can see, and words that must be in it. */
const shown: readonly [name: string, state: BuyState, words: RegExp][] = [
  ['the price', states.amount, /106\.521739.USDC/],
  ['no amount', {...states.amount, order: {...states.order, amount: ''}, quote: undefined}, /Enter an amount/],
  ['a price on its way', {...states.amount, quote: undefined}, /latest price/],
  ['an outdated price', {...states.amount, expired: true}, /latest price/],
  ['the session on its way', {...states.amount, confirmed: {key: 'k', draft: states.code.draft}}, /One moment/],
  [
    'an amount below the minimum',
    {...states.amount, quote: undefined, refused: true, problem: {code: 'amount_too_low', details: {minimum: '10'}}},
    /smallest amount is €10/,
  ],
  ['no connection', {...states.amount, quote: undefined, missed: 1, problem: {code: 'offline'}}, /We keep trying/],
  ['a guest’s details', states.customer, /E-mail.*Full name/],
  ['a missing name', {...states.customer, emailProven: true}, /Full name/],
  ['a wrong e-mail', {...states.customer, problem: {code: 'email_invalid'}}, /valid e-mail/],
  ['an e-mail that is taken', {...states.customer, problem: {code: 'customer_exists'}}, /registered already/],
  ['a name that is missing', {...states.customer, problem: {code: 'name_invalid'}}, /enter your full name/],
  ['details being sent', {...states.customer, sending: true}, /One moment/],
  ['the code', states.code, /ada@example\.org/],
  ['a wrong code', {...states.code, problem: {code: 'code_wrong', details: {triesLeft: 1}}}, /One try is left/],
  ['an expired code', {...states.code, problem: {code: 'code_expired'}}, /ask for a new one/],
  ['a code being checked', {...states.code, code: '123456'}, /Checking/],
  ['another code', {...states.code, resend: 'done'}, /new code is on its way/],
  ['the identity being asked for', {...states.kyc, customer: undefined}, /Checking your details/],
  ['the identity check', states.kyc, /Start verification/],
  ['the identity check, opened', {...states.kyc, opened: 'yes'}, /goes on by itself/],
  ['the identity check, blocked', {...states.kyc, opened: 'blocked'}, /Start verification/],
  ['the identity check without a link', {...states.kyc, customer: {kyc: 'required'}}, /no link/],
  ['the identity in review', {...states.kyc, customer: {kyc: 'in_review'}}, /come back/],
  ['the identity rejected', {...states.kyc, customer: {kyc: 'rejected'}}, /Nothing was charged/],
  ['more questions', states.enhanced, /Answer the questions/],
  ['more questions, opened', {...states.enhanced, opened: 'yes'}, /I have answered them/],
  ['more questions without a link', {...states.enhanced, url: undefined}, /support/],
  ['the review', states.payment, /€100\.00.*Polygon.*Go to payment/],
  ['a worse price', {...states.payment, quote: {...states.quote, receives: '100'}}, /it was 106\.521739.*Accept/],
  ['the payment being made', {...states.payment, creating: {opened: 'yes'}}, /Preparing/],
  ['a payment refused', {...states.payment, problem: {code: 'payment_provider_failed'}}, /try again/],
  ['the payment to be paid', states.status, /Finish your payment/],
  ['the payment to be paid, blocked', {...states.status, opened: 'blocked'}, /Open it here/],
  [
    'the payment to be paid, without a link',
    status({status: 'created', gatewayUrl: undefined}),
    /If you have not paid, start over/,
  ],
  ['a transfer on its way', status({status: 'bank_pending'}), /Bank transfer on its way/],
  ['the payment received', status({status: 'payment_received'}), /under way/],
  ['an unknown status', status({status: 'unknown', vendorStatus: 'odd'}), /Nothing is lost/],
  ['the coins sent', status({status: 'completed', txId: '0xabc'}), /Your coins were sent.*0xabc.*blockchain/],
  ['the payment rejected', status({status: 'failed'}), /No coins were bought/],
  ['the payment being looked up', {...states.status, payment: undefined}, /Looking up/],
];

/** A step on the widget's own ground, as wide as on a small phone. */
async function show(state: BuyState, scheme: 'light' | 'dark', messages = en): Promise<BuyStep<BuyState>> {
  const stage = await fixture<HTMLElement>(html`<div></div>`);
  const root = stage.attachShadow({mode: 'open'});
  if (theme.styleSheet) root.adoptedStyleSheets = [theme.styleSheet];
  const ground = document.createElement('div');
  root.append(ground);
  stage.setAttribute('theme', scheme);
  ground.style.cssText = 'background: var(--_background); color: var(--_text); font-family: sans-serif; width: 288px';
  const tag = unsafeStatic(`cryptopocket-${state.step}-step`);
  const locale = messages === es ? 'es' : 'en';
  render(staticHtml`<${tag} .state=${state} .messages=${messages} .locale=${locale}></${tag}>`, ground);
  const step = ground.firstElementChild as BuyStep<BuyState>;
  await step.updateComplete;
  await step.shadowRoot?.querySelector<CryptopocketAmountField>('cryptopocket-amount-field')?.updateComplete;
  return step;
}

describe('every step', () => {
  for (const [name, state, words] of shown) {
    it(`shows ${name} in words, without a word of the vendor's`, async () => {
      const text = textOf(await show(state, 'light'));
      expect(text).to.match(words);
      expect(text).not.to.match(/undefined|\[object|NaN|odd/);
    });

    for (const scheme of ['light', 'dark'] as const) {
      it(`is accessible when it shows ${name} (${scheme})`, async () => {
        const step = await show(state, scheme);
        await expect(step).to.be.accessible();
      });
    }

    it(`shows ${name} in Spanish on a phone 320 pixels wide`, async () => {
      const step = await show(state, 'light', es);
      expect(step.scrollWidth).to.be.at.most(288);
      expect(textOf(step)).not.to.match(/undefined|\[object|NaN/);
    });
  }
});

describe('a heading', () => {
  it('takes the focus that a new step gives it', async () => {
    const step = await show(states.customer, 'light');
    step.focusHeading();
    expect(step.shadowRoot?.activeElement?.textContent).to.equal('Your details');
  });
});
