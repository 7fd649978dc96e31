/**
 * Installs what the tests need and the machine lacks, with apt-get: three browsers, fonts with a sans-serif, a display for WebKit, and a
 * Redis server.
 */
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {executablePath} from './chromium.js';
import {firefox} from './firefox.js';

const isOnPath = (command: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, command)));

const missing = [
  ...(existsSync(executablePath) ? [] : ['chromium', 'fonts-liberation', 'fonts-dejavu-core']),
  ...(existsSync(firefox.executablePath ?? '') ? [] : ['firefox-esr']),
  ...(existsSync('/usr/bin/WebKitWebDriver') ? [] : ['webkit2gtk-driver']),
  ...(isOnPath('Xvfb') ? [] : ['xvfb']),
  ...(isOnPath('redis-server') ? [] : ['redis-server']),
];

function aptGet(...args: string[]): void {
  const command = process.getuid?.() === 0 ? ['apt-get', ...args] : ['sudo', 'apt-get', ...args];
  const [program = '', ...rest] = command;
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  const {status} = spawnSync(program, rest, {stdio: ['inherit', 'ignore', 'inherit'], env});
  if (status !== 0) throw new Error(`${command.join(' ')} failed`);
}

if (missing.length > 0) {
  const names = missing.join(' ');
  if (!isOnPath('apt-get')) {
    throw new Error(`Install what Debian calls ${names}. CHROME_PATH and FIREFOX_PATH may name installed browsers.`);
  }
  console.log(`Installing ${names}…`);
  aptGet('update', '-qq');
  aptGet('install', '-y', '-qq', '--no-install-recommends', ...missing);
}
