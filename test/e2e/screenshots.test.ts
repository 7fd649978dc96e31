import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

/** How far things jumped about since the page was there, as browsers count it (cumulative layout shift). */
function shifts(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>(resolve => {
        let sum = 0;
        const observer = new PerformanceObserver(list => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & {value: number}).value;
        });
        observer.observe({type: 'layout-shift', buffered: true});
        // What was buffered is handed over before the next frame but one.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0, sum)));
      }),
  );
}

describe('nothing on the page jumps', () => {
  for (const [language, width] of [
    ['en', 1280],
    ['en', 360],
    ['es', 360],
    ['pt', 360],
    ['fr', 360],
    ['de', 360],
    ['it', 360],
    ['ca', 360],
    ['ar', 360],
    ['fr', 320],
  ] as const) {
    it(`from the widget’s first paint to the price, in ${language}, ${width} pixels wide`, async () => {
      const context = await stage().browser.newContext({viewport: {width, height: 800}});
      const page = await context.newPage();
      // The price comes well after the first paint, as it does on a slow network.
      let answer = (): void => undefined;
      const painted = new Promise<void>(resolve => (answer = resolve));
      await page.route('**/quotes?*', async route => {
        await painted;
        await route.continue();
      });
      await page.goto(`${stage().demo.shop}/?lang=${language}`);
      // The shop chooses its language by a script, a moment after the widget is there.
      await page.locator(`cryptopocket-buy .card[lang=${language}] cryptopocket-amount-field input`).waitFor();
      const before = await shifts(page);
      answer();
      await page.locator('cryptopocket-amount-step [part=receives]').waitFor();
      assert.equal(await shifts(page), before);
      await context.close();
    });
  }
});
