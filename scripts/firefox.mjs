// Debian's Firefox, or the one that FIREFOX_PATH names; puppeteer speaks WebDriver BiDi with it, without another driver.

export const firefox = {
  browser: 'firefox',
  executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr',
  headless: true,
};
