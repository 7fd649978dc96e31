import {expect} from '@open-wc/testing';
import '../../src/define.js';
import '../../src/components/chunks/checkout.js';
import type {BuyState} from '../../src/machine/state.js';
import {textOf} from '../support/events.js';
import {gallery} from '../../demo/gallery.js';
import {messagesOf} from '../../demo/messages.js';
import * as states from '../../demo/states.js';
import {languages, schemes, showStep, smallTargets} from '../support/render.js';

/** Words that each state has to show, whatever else it does. */
const words: Record<keyof typeof gallery, RegExp> = {
  'the price': /106\.521739.USDC/,
  'no amount': /Enter an amount/,
  'a price on its way': /latest price/,
  'an outdated price': /latest price/,
  'the session on its way': /One moment/,
  'an amount below the minimum': /smallest amount is €10/,
  'no connection': /We keep trying/,
  'a guest’s details': /E-mail.*Full name/,
  'a missing name': /Full name/,
  'a wrong e-mail': /valid e-mail/,
  'an e-mail that is taken': /registered already/,
  'a name that is missing': /enter your full name/,
  'details being sent': /One moment/,
  'the code': /ada@example\.org/,
  'a wrong code': /One try is left/,
  'an expired code': /ask for a new one/,
  'a code being checked': /Checking/,
  'another code': /new code is on its way/,
  'the identity being asked for': /Checking your details/,
  'the identity check': /Start verification/,
  'the identity check, opened': /goes on by itself/,
  'the identity check, blocked': /Start verification/,
  'the identity check without a link': /no link/,
  'the identity in review': /come back/,
  'the identity rejected': /Nothing was charged/,
  'more questions': /Answer the questions/,
  'more questions, opened': /I have answered them/,
  'more questions without a link': /support/,
  'the review': /€100\.00.*Polygon.*Go to payment/,
  'a worse price': /it was 106\.521739.*Accept/,
  'the payment being made': /Preparing/,
  'a payment refused': /try again/,
  'the payment to be paid': /Finish your payment/,
  'the payment to be paid, blocked': /Open it here/,
  'the payment to be paid, without a link': /If you have not paid, start over/,
  'the payment about to be left': /already paid/,
  'the payment of somebody else': /removes the purchase/,
  'a transfer on its way': /Bank transfer on its way/,
  'the payment received': /under way/,
  'an unknown status': /Nothing is lost/,
  'the coins sent': /Your coins were sent.*0xabc.*blockchain/,
  'the payment rejected': /No coins were bought/,
  'the payment being looked up': /Looking up/,
  'a purchase in another tab': /Go on here/,
  'a direct payment': /Pay by.*Your wallet address.*on Polygon.*Pay now/,
  'a direct payment by transfer': /Show bank details/,
  'a direct payment by a method without a name': /pix.*Pay now/,
  'a direct payment being made': /Preparing/,
  'a wrong wallet': /no address on this network/,
  'a wallet of another network': /address on Bitcoin/,
  'where to send a transfer': /ES91.2100.0418.4502.0005.1332.*430001.*banking app/,
};

describe('every step', () => {
  for (const [name, state] of Object.entries<BuyState>(gallery)) {
    it(`shows ${name} in words, without a word of the vendor's`, async () => {
      const text = textOf(await showStep(state));
      expect(text).to.match(words[name as keyof typeof gallery]);
      expect(text).not.to.match(/undefined|\[object|NaN|odd/);
    });

    for (const scheme of schemes) {
      for (const [locale, messages] of languages) {
        it(`is accessible when it shows ${name} (${scheme}, ${locale})`, async () => {
          await expect(await showStep(state, messages, {scheme, locale})).to.be.accessible();
        });
      }
    }

    it(`shows ${name} in Spanish on a phone 320 pixels wide`, async () => {
      const step = await showStep(state, await messagesOf('es'), {locale: 'es'});
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
