/** Chromium as every test and script here starts it: Debian's, or the one that CHROME_PATH names. */

export const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';

export const args = [
  '--no-sandbox', // Chromium does not start as root without it
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
