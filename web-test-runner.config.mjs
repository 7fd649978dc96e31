import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import {args, executablePath} from './scripts/browsers/chromium.js';
import {firefox} from './scripts/browsers/firefox.js';
import {countReporter} from './scripts/browsers/wtr-count-reporter.js';
import {webkitLauncher} from './scripts/browsers/wtr-webkit-launcher.js';

const ownContext = async ({context}) => (await context.browser().createBrowserContext()).newPage();

const launchers = {
  chromium: () => chromeLauncher({launchOptions: {executablePath, headless: true, args}, createPage: ownContext}),
  firefox: () => chromeLauncher({puppeteer, launchOptions: firefox, createPage: ownContext}),
  webkit: webkitLauncher,
};

/** Whose elements are tested: `chromium`, `firefox` or `webkit`. */
const {WTR_BROWSER: engine = 'chromium'} = process.env;

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: ['test/components/**/*.test.ts'],
  nodeResolve: true,
  // Pages that share a window hide each other, and a hidden page gets no animation frames.
  concurrency: 1,
  browserStartTimeout: 120_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  // The first accessibility check of a page is slow.
  testFramework: {config: {timeout: '10000'}},
  reporters: [defaultReporter({reportTestProgress: true}), countReporter(`.ci-out/components-${engine}.json`)],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      // Without it decorated fields lose their reactivity.
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [launchers[engine]()],
};
