import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {AxeBuilder} from '@axe-core/playwright';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

/**
 * Each language and each look once. English and Spanish are looked at in every look by the tests of the elements, and
 * what a look can spoil, the contrast, is the same in every language.
 */
const pairs = [
  ['en', 'press', 'dark'],
  ['es', 'press', 'light'],
  ['pt', 'market', 'dark'],
  ['fr', 'market', 'light'],
  ['de', 'harbour', 'dark'],
  ['it', 'harbour', 'light'],
  ['ca', 'default', 'dark'],
  ['ar', 'default', 'light'],
] as const;

describe('every state of every step is accessible', () => {
  for (const [language, theme, scheme] of pairs) {
    it(`in the language ${language}, in the theme ${theme}, ${scheme}`, async () => {
      const context = await stage().browser.newContext({viewport: {width: 1100, height: 900}});
      const page = await context.newPage();
      await page.goto(`${stage().demo.shop}/states.html?ready=${theme}&scheme=${scheme}&language=${language}`);
      await page.locator(`demo-state .card[lang=${language}]`).last().waitFor();
      await page.locator('cryptopocket-qr-code svg').waitFor();
      // States of one step stand side by side here, as they never do on a merchant's page.
      const axe = new AxeBuilder({page}).include('#states').disableRules('landmark-unique');
      const {violations} = await axe.analyze();
      assert.deepEqual(
        violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`),
        [],
      );
      await context.close();
    });
  }
});
