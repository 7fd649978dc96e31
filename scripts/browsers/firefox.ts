import type {LaunchOptions} from 'puppeteer-core';

/** Debian's Firefox, or the one that FIREFOX_PATH names. Puppeteer speaks WebDriver BiDi with it, so no other driver is needed. */
export const firefox: LaunchOptions = {
  browser: 'firefox',
  executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
  headless: true,
};
