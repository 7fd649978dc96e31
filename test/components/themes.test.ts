import {expect} from '@open-wc/testing';
import '../../src/define.js';
import '../../src/components/chunks/checkout.js';
import {gallery} from '../../demo/gallery.js';
import type {BuyState} from '../../src/machine/state.js';
import {en} from '../../src/i18n/en.js';
import {schemes, showStep} from '../support/render.js';

for (const theme of ['harbour', 'market', 'press']) {
  describe(`the theme “${theme}”`, () => {
    const sheet = new CSSStyleSheet();
    before(async () => {
      const answer = await fetch(new URL(`../../src/themes/${theme}.css`, import.meta.url));
      sheet.replaceSync(await answer.text());
      document.adoptedStyleSheets = [sheet];
      document.body.classList.add(`cryptopocket-${theme}`);
    });
    after(() => {
      document.adoptedStyleSheets = [];
      document.body.classList.remove(`cryptopocket-${theme}`);
    });

    it('is what the widget wears', async () => {
      const step = await showStep(gallery['the price']);
      expect(getComputedStyle(step).getPropertyValue('--_primary')).to.not.contain('#1f4fd8');
    });

    for (const scheme of schemes) {
      for (const [name, state] of Object.entries<BuyState>(gallery)) {
        it(`keeps ${name} readable (${scheme})`, async () => {
          await expect(await showStep(state, en, {scheme})).to.be.accessible();
        });
      }
    }
  });
}
