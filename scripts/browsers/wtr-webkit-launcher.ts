import type {BrowserLauncher} from '@web/test-runner';
import {pressKeys, startWebKit, type WebKit} from './webkit.js';

/** Runs Web Test Runner's tests in WebKitGTK, a file at a time: its driver holds one session. */
export function webkitLauncher(): BrowserLauncher & {sendKeys(id: string, keys: readonly string[]): Promise<void>} {
  let starting: Promise<WebKit> | undefined;
  let active: string | undefined;
  const start = () => (starting ??= startWebKit());
  return {
    name: 'WebKitGTK',
    // The name by which the `sendKeys` of tests knows that it can ask the launcher.
    type: 'webdriver',
    concurrency: 1,
    initialize: () => Promise.resolve(),
    isActive: id => active === id,
    async startSession(id, url) {
      const {call} = await start();
      active = id;
      await call('POST', '/url', {url});
    },
    async stopSession() {
      active = undefined;
      const {call} = await start();
      await call('POST', '/url', {url: 'about:blank'}).catch(() => undefined);
      return {errors: []};
    },
    startDebugSession: () => Promise.reject(new Error('Debug in Chromium or Firefox: this driver holds one session.')),
    getBrowserUrl: () => undefined,
    async sendKeys(_id, keys) {
      await pressKeys((await start()).call, keys);
    },
    async stop() {
      const webkit = await starting?.catch(() => undefined);
      await webkit?.stop();
    },
  };
}
