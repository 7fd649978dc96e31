import {after, before, beforeEach} from 'node:test';
import type {Browser, Page} from 'playwright-core';
import {launchBrowser} from './browser.js';
import {Buyer} from './buyer.js';
import {startDemo, type Demo} from './demo.js';

export interface Stage {
  demo: Demo;
  browser: Browser;
  /** Somebody opens the shop, in a browser session of their own. */
  arrive(query?: string): Promise<Buyer>;
  /** Somebody opens `address` on a device of their own. */
  visits(address: string): Promise<Page>;
}

/** The demo and a browser for a file of journeys; every test finds the sandbox as it was at first, and fast. */
export function setStage(): () => Stage {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });
  beforeEach(async () => {
    await demo.control('reset', {});
    await demo.control('settle', {ms: 300});
  });
  return () => ({
    demo,
    browser,
    arrive: query => Buyer.arrive(browser, demo, query),
    visits: async address => {
      const page = await browser.newPage();
      await page.goto(address);
      return page;
    },
  });
}
