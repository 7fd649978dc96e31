/**
 * For the tests of a merchant's own page: the sandbox and a buyer as fixtures of Playwright. Needs `@playwright/test` in the
 * merchant's project, and a sandbox that runs, such as `npx cryptopocket-buy sandbox`.
 */
import type {Fixtures, PlaywrightTestArgs} from '@playwright/test';
import {WidgetBuyer} from './buyer.js';
import {SandboxHandle} from './sandbox-handle.js';

export {WidgetBuyer, type Purchase} from './buyer.js';
export {passIdentityCheck, payByCard, testWallet} from './hosted-pages.js';
export {SandboxHandle, type SandboxFault, type SandboxState} from './sandbox-handle.js';

/** What a test is handed. */
export interface BuyFixtures {
  /** Where the sandbox is reached. Default: `http://localhost:4175`. */
  sandboxOrigin: string;
  /** The sandbox, started over and fast. One for all workers, so tests that use it are not to run beside each other. */
  sandbox: SandboxHandle;
  /** Somebody who buys on `page`. */
  buyer: WidgetBuyer;
}

/** Milliseconds that one step of an identity check or a payment takes in tests. */
const TEST_STEP_MS = 300;

/** For `test.extend()`. */
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
