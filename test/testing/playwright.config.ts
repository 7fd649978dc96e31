import {defineConfig} from '@playwright/test';
import type {BuyFixtures} from '../../src/testing/index.js';
import {args, executablePath} from '../../scripts/browsers/chromium.js';

/** Runs the merchant's tests as a merchant's project does, on the demo's page. */
export default defineConfig<BuyFixtures>({
  workers: 1,
  reporter: 'line',
  outputDir: '../../tmp/merchant',
  use: {
    baseURL: process.env['SHOP'] ?? '',
    sandboxOrigin: process.env['SANDBOX'] ?? '',
    launchOptions: {executablePath, args},
  },
});
