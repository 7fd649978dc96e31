import {expect} from '@open-wc/testing';
import '../../src/define.js';
import '../../src/define-extras.js';
import '../../src/define-later.js';
import type {BuyState} from '../../src/flow/state.js';
import {es} from '../../src/i18n/es.js';
import {textOf} from '../support/events.js';
import {languages, schemes, showStep, smallTargets} from '../support/ground.js';
import * as states from '../support/states.js';

const paid = {...states.status.payment, id: 'pay1', amount: '100.00', asset: 'USDC', receives: '106.521739'};
const status = (change: object) => ({...states.status, payment: {...paid, ...change}}) as BuyState;

const directBy = (paymentType: string): BuyState => ({
  ...states.direct,
  purchase: {...states.direct.purchase, order: {...states.order, paymentType}},
});

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
  ['a purchase in another tab', states.elsewhere, /Go on here/],
  ['a direct payment', states.direct, /Pay by.*Your wallet address.*on Polygon.*Pay now/],
  ['a direct payment by transfer', directBy('transfer'), /Show bank details/],
  ['a direct payment by a method without a name', directBy('pix'), /pix.*Pay now/],
  ['a direct payment being made', {...states.direct, creating: {opened: 'yes'}}, /Preparing/],
  ['a wrong wallet', {...states.direct, problem: {code: 'wallet_invalid'}}, /no address on this network/],
  [
    'a wallet of another network',
    {...states.direct, problem: {code: 'wallet_wrong_network', details: {network: 'Bitcoin'}}},
    /address on Bitcoin/,
  ],
  ['where to send a transfer', states.transfer, /ES91.2100.0418.4502.0005.1332.*430001.*banking app/],
];

describe('every step', () => {
  for (const [name, state, words] of shown) {
    it(`shows ${name} in words, without a word of the vendor's`, async () => {
      const text = textOf(await showStep(state));
      expect(text).to.match(words);
      expect(text).not.to.match(/undefined|\[object|NaN|odd/);
    });

    for (const scheme of schemes) {
      for (const [locale, messages] of languages) {
        it(`is accessible when it shows ${name} (${scheme}, ${locale})`, async () => {
          await expect(await showStep(state, scheme, messages)).to.be.accessible();
        });
      }
    }

    it(`shows ${name} in Spanish on a phone 320 pixels wide`, async () => {
      const step = await showStep(state, 'light', es);
      expect(step.scrollWidth).to.be.at.most(288);
      expect(textOf(step)).not.to.match(/undefined|\[object|NaN/);
    });

    it(`has nothing too small to hit when it shows ${name}`, async () => {
      expect(smallTargets(await showStep(state))).to.deep.equal([]);
    });
  }
});

describe('a heading', () => {
  it('takes the focus that a new step gives it', async () => {
    const step = await showStep(states.customer);
    step.focusHeading();
    expect(step.shadowRoot?.activeElement?.textContent).to.equal('Your details');
  });
});
