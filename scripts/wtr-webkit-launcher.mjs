import {pressKeys, startWebKit} from './webkit.mjs';

/** Runs Web Test Runner's tests in WebKitGTK, a file at a time: its driver holds one session. */
export function webkitLauncher() {
  let starting;
  let active;
  return {
    name: 'WebKitGTK',
    // The name by which the `sendKeys` of tests knows that it can ask the launcher.
    type: 'webdriver',
    concurrency: 1,
    async initialize() {},
    isActive: id => active === id,
    async startSession(id, url) {
      starting ??= startWebKit();
      const {call} = await starting;
      active = id;
      await call('POST', '/url', {url});
    },
    async stopSession() {
      active = undefined;
      const {call} = await starting;
      await call('POST', '/url', {url: 'about:blank'}).catch(() => undefined);
      return {testCoverage: undefined, errors: []};
    },
    async sendKeys(_id, keys) {
      await pressKeys((await starting).call, keys);
    },
    async stop() {
      const webkit = await starting?.catch(() => undefined);
      await webkit?.stop();
    },
  };
}
