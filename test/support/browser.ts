import {chromium, type Browser} from 'playwright-core';
import {args, executablePath} from '../../scripts/chromium.mjs';

/** A browser of its own for journeys and pictures. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({executablePath, args});
}
