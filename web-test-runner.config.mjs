import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import {args, executablePath} from './scripts/chromium.mjs';
import {countReporter} from './scripts/wtr-count-reporter.mjs';

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
  reporters: [defaultReporter({reportTestProgress: true}), countReporter('.ci-out/components.json')],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      // Without it decorated fields lose their reactivity.
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath,
        headless: true,
        args,
      },
      createPage: async ({context}) => (await context.browser().createBrowserContext()).newPage(),
    }),
  ],
};
