/**
 * `npm run stress:mount-leak`: the element mounted, used and removed over and over on one page, `MOUNTS=1000`. Fails where the
 * browser counts more nodes, listeners, timers or memory afterwards than before. Keeps the results for the page of benchmarks.
 */
import {fileURLToPath} from 'node:url';
import type {CDPSession, Page, Route} from 'playwright-core';
import {build} from 'vite';
import {launchBrowser} from '../../test/support/browser.js';
import {countTimers} from '../../test/support/timers.js';
import {keepResults} from '../bench/results.js';

const mounts = Number(process.env['MOUNTS'] ?? 1000);
/** Caches are filled, and code is compiled, before it is counted for the first time. */
const before = 300;
/** How much of the heap may be more than it was, in parts. */
const mostGrowth = 0.05;
/** Nodes and listeners that come and go by themselves. */
const slack = 5;

/** Mounts the element, takes it from an amount to the buyer's details, and removes it; `times` times. */
async function mount(times: number): Promise<void> {
  type Roots = Element & {shadowRoot: ShadowRoot};
  const there = async <T>(find: () => T | null | undefined): Promise<T> => {
    for (let frames = 0; frames < 600; frames++) {
      const found = find();
      if (found) return found;
      await new Promise(resolve => requestAnimationFrame(resolve));
    }
    throw new Error(`the widget does not go on: ${String(find)}`);
  };
  const inside = (root: Element | null | undefined, selector: string) =>
    (root as Roots | null | undefined)?.shadowRoot.querySelector<HTMLElement>(selector);
  const type = (input: HTMLElement, value: string) => {
    (input as HTMLInputElement).value = value;
    input.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
  };
  for (let time = 0; time < times; time++) {
    sessionStorage.clear();
    localStorage.clear();
    const buy = document.createElement('cryptopocket-buy');
    Object.assign(buy, {amount: '100', asset: 'USDC', chain: 'polygon', lang: time % 2 ? 'es' : 'en'});
    document.body.append(buy);
    const step = await there(() => inside(buy, 'cryptopocket-amount-step'));
    const amount = String(50 + (time % 50));
    type(await there(() => inside(inside(step, 'cryptopocket-amount-field'), 'input')), amount);
    await there(() => (buy as Element & {quote?: {amount: string}}).quote?.amount.startsWith(amount));
    (await there(() => inside(step, 'button[part=button]'))).click();
    const details = await there(() => inside(buy, 'cryptopocket-customer-step'));
    type(await there(() => inside(details, 'input[type=email]')), 'ada@example.org');
    buy.remove();
  }
}

interface Census {
  nodes: number;
  listeners: number;
  timers: number;
  heap: number;
}

async function census(page: Page, devtools: CDPSession): Promise<Census> {
  // The browser keeps the signal that ends a call in time until then.
  await page.waitForTimeout(16_000);
  // What was let go of late is let go of by the third time.
  for (let time = 0; time < 3; time++) await devtools.send('HeapProfiler.collectGarbage');
  const {nodes, jsEventListeners: listeners} = await devtools.send('Memory.getDOMCounters');
  const {usedSize: heap} = await devtools.send('Runtime.getHeapUsage');
  const timers = await page.evaluate(() => (window as unknown as {timers: Set<number>}).timers.size);
  return {nodes, listeners, timers, heap};
}

const origin = 'http://localhost';
const session = {token: 'token', expiresIn: 900, resume: 'resume', guest: 'code', identified: 'no'};

/** What a shop's page, the script's files and an adapter without limits answer. */
async function answer(route: Route): Promise<void> {
  const {pathname, searchParams} = new URL(route.request().url());
  switch (pathname) {
    case '/':
      return route.fulfill({contentType: 'text/html', body: '<script type=module src=/cryptopocket-buy.js></script>'});
    case '/cryptopocket/assets':
      return route.fulfill({json: {assets: [{symbol: 'USDC', chain: 'polygon'}]}});
    case '/cryptopocket/quotes':
      return route.fulfill({json: {...Object.fromEntries(searchParams), receives: '106.521739', expiresIn: 60}});
    case '/cryptopocket/sessions':
      return route.fulfill({status: 201, json: session});
    default:
      return route.fulfill({path: fileURLToPath(new URL(`../../dist/cdn${pathname}`, import.meta.url))});
  }
}

await build({mode: 'cdn'});
// Machine code that is made of functions over time is memory, but nothing that an element left behind.
const browser = await launchBrowser('--js-flags=--jitless');
const page = await browser.newPage();
// What runs this script names functions by a helper, which those that are sent to the page bring along.
await page.addInitScript('globalThis.__name = named => named');
await page.addInitScript(countTimers);
await page.route('**', answer);
await page.goto(origin);
const devtools = await page.context().newCDPSession(page);

await page.evaluate(mount, before);
const first = await census(page, devtools);
for (let done = 0; done < mounts; done += 100) await page.evaluate(mount, Math.min(100, mounts - done));
const last = await census(page, devtools);
await browser.close();

console.table({first, last});
const grown = (of: keyof Census) => last[of] - first[of];
const results = {
  'mounted, used and removed': String(mounts),
  'nodes, listeners, timers left behind': [grown('nodes'), grown('listeners'), last.timers].join(', '),
  'growth of the heap': `${((grown('heap') / first.heap) * 100).toFixed(1)} %`,
};
console.table(results);
// A short run is for trying the script itself.
if (mounts >= 1000) keepResults('mount-leak', results);
const clean = grown('nodes') <= slack && grown('listeners') <= slack && last.timers === 0;
process.exitCode = clean && grown('heap') < mostGrowth * first.heap ? 0 : 1;
