/**
 * Playwright fixtures for tests of a merchant's page: the sandbox and a buyer. Needs `@playwright/test` in the merchant's
 * project, and a running sandbox, such as `npx cryptopocket-buy sandbox`.
 *
 * @module
 */
import type {Fixtures, PlaywrightTestArgs} from '@playwright/test';
import {WidgetBuyer} from './buyer.js';
import {SandboxHandle} from './sandbox-handle.js';

export {WidgetBuyer, type Purchase} from './buyer.js';
export {passIdentityCheck, payByCard, testWallet} from './hosted-pages.js';
export {SandboxHandle, type SandboxFault, type SandboxState} from './sandbox-handle.js';

/** The fixtures of `buyFixtures`. */
export interface BuyFixtures {
  /**
   * Origin of the sandbox.
   * @default `http://localhost:4175`
   */
  sandboxOrigin: string;
  /** The sandbox, reset and with short delays. All workers share it, so tests that use it must not run in parallel. */
  sandbox: SandboxHandle;
  /** A buyer on `page`. */
  buyer: WidgetBuyer;
}

/** Duration of one step of an identity check or a payment in tests. */
const TEST_STEP_MS = 300;

/**
 * Fixtures for `test.extend()`.
 *
 * @example
 * const test = base.extend<BuyFixtures>(buyFixtures);
 *
 * test('a buyer gets coins', async ({page, buyer}) => {
 *   await page.goto('/buy');
 *   await buyer.buys({amount: '50'});
 * });
 */
export const buyFixtures: Fixtures<BuyFixtures, object, PlaywrightTestArgs> = {
  sandboxOrigin: ['http://localhost:4175', {option: true}],
  sandbox: async ({sandboxOrigin}, use) => {
    const sandbox = new SandboxHandle(sandboxOrigin);
    await sandbox.reset();
    await sandbox.settle(TEST_STEP_MS);
    await use(sandbox);
  },
  buyer: async ({page, sandbox}, use) => {
    await use(new WidgetBuyer(page, sandbox));
  },
};
