import {expect, html, waitUntil} from '@open-wc/testing';
import '../../src/components/chunks/checkout.js';
import type {CryptopocketHandover, HandedOver} from '../../src/components/handoff/handoff.js';
import {en} from '../../src/i18n/en.js';
import type {Messages} from '../../src/i18n/messages.js';
import {inside, textOf} from '../support/events.js';
import {ground, languages, schemes, showStep, smallTargets, type Scheme} from '../support/render.js';
import * as states from '../../demo/states.js';

const handed: HandedOver = {
  url: 'https://shop.example/cryptopocket/handovers/abcdefghijklmnopqrstuvwx',
  expiresAt: Date.UTC(2040, 0, 1, 12),
};
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));

describe('the code for a phone', () => {
  const show = async (handOver: () => Promise<HandedOver>, scheme: Scheme = 'light', messages: Messages = en) => {
    const shown = await ground<CryptopocketHandover>(
      html`<cryptopocket-handover .handOver=${handOver} .messages=${messages} .locale=${'en'}></cryptopocket-handover>`,
      {scheme},
    );
    const found = () =>
      shown.shadowRoot?.querySelector('.notice') ??
      shown.shadowRoot?.querySelector('cryptopocket-qr-code')?.shadowRoot?.querySelector('svg');
    await waitUntil(found, 'the code, or why there is none');
    return shown;
  };

  for (const scheme of schemes) {
    for (const [locale, messages] of languages) {
      it(`is accessible (${scheme}, ${locale})`, async () => {
        await expect(await show(() => Promise.resolve(handed), scheme, messages)).to.be.accessible();
      });

      it(`is accessible where there is none (${scheme}, ${locale})`, async () => {
        await expect(await show(unreachable, scheme, messages)).to.be.accessible();
      });
    }
  }

  it('has nothing too small to hit, and fits a phone', async () => {
    const shown = await show(() => Promise.resolve(handed));
    expect(smallTargets(shown)).to.deep.equal([]);
    expect(shown.scrollWidth).to.be.at.most(288);
  });

  it('says why there is none', async () => {
    expect(textOf(await show(unreachable))).to.contain('No connection');
  });
});

describe('the identity check', () => {
  /** Replaces what the browser says of itself until the test is over. */
  let restore: (() => void)[] = [];
  const pretend = (owner: object, name: string, value: unknown) => {
    Object.defineProperty(owner, name, {configurable: true, value});
    restore.push(() => Reflect.deleteProperty(owner, name));
  };
  afterEach(() => {
    for (const undo of restore) undo();
    restore = [];
  });

  const obstacles: readonly [name: string, pretends: () => void, words: keyof Messages['kyc']][] = [
    [
      'on a device without a camera',
      () => {
        pretend(navigator.mediaDevices, 'enumerateDevices', () => Promise.resolve([{kind: 'audioinput'}]));
      },
      'noCamera',
    ],
    [
      'in a browser inside an app',
      () => {
        pretend(navigator, 'userAgent', 'Mozilla/5.0 (iPhone) AppleWebKit/605 Instagram 300.0');
      },
      'inApp',
    ],
  ];
  for (const [name, pretends, words] of obstacles) {
    for (const scheme of schemes) {
      for (const [locale, messages] of languages) {
        it(`says before it begins what would make it fail ${name}, and is accessible (${scheme}, ${locale})`, async () => {
          pretends();
          const step = await showStep(states.kyc, messages, {scheme, locale});
          await waitUntil(() => step.shadowRoot?.querySelector('.notice'), 'the words');
          expect(inside(step, '.notice').textContent).to.equal(messages.kyc[words]);
          await expect(step).to.be.accessible();
          expect(smallTargets(step)).to.deep.equal([]);
        });
      }
    }
  }
});
