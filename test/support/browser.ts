import {chromium, type Browser} from 'playwright-core';
import {args, executablePath} from '../../scripts/browsers/chromium.js';

/** A browser of its own for journeys and pictures, with `more` of its switches. */
export function launchBrowser(...more: string[]): Promise<Browser> {
  return chromium.launch({executablePath, args: [...args, ...more]});
}
