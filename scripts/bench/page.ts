/**
 * How soon the widget can be used and what it costs the page, with 4x CPU and slow 4G: beside a static page, a bare Lit
 * element with one field, and a minimal widget of Lit and ky, in one run.
 */
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFile, readdir} from 'node:fs/promises';
import {createServer} from 'node:http';
import {brotliCompressSync} from 'node:zlib';
import type {CDPSession, Page} from 'playwright-core';
import {build} from 'vite';
import {launchBrowser} from '../../test/support/browser.js';

const runs = 5;
/** Milliseconds after the first price in which the page may still be busy with it. */
const aftermath = 1000;
const query = 'amount=100&asset=USDC&chain=polygon&paymentType=card';
const quote = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '106.5', expiresIn: 60};
const answers: Record<string, unknown> = {
  '/cryptopocket/quotes': quote,
  '/cryptopocket/assets': {assets: [{symbol: 'USDC', chain: 'polygon'}]},
};

const shadow = (selector: string) => `document.querySelector('${selector}')?.shadowRoot`;
const step = `${shadow('cryptopocket-buy')}?.querySelector('cryptopocket-amount-step')?.shadowRoot`;
const widget = {
  field: `${step}?.querySelector('cryptopocket-amount-field')?.shadowRoot?.querySelector('input')`,
  price: `${step}?.querySelector('.receives')`,
};
const first = '/cryptopocket-buy.js';
const script = `<script type=module src=${first}></script>`;
const tag = '<cryptopocket-buy amount=100 asset=USDC chain=polygon></cryptopocket-buy>';
/** What a merchant may put into the page's head, as the README says. */
const head = (file: string) =>
  `<link rel=modulepreload href=${file}>` +
  `<link rel=preload as=fetch crossorigin href="/cryptopocket/quotes?${query}">`;
const priced = '<script type=module src=/priced.js></script><priced-field></priced-field>';

/** The least that shows a price, made as heavy as the widget. */
const least = {
  field: `${shadow('priced-field')}?.querySelector('input')`,
  price: `${shadow('priced-field')}?.querySelector('.receives')?.textContent`,
};

interface Subject {
  html: string;
  /** Tells when the amount can be typed; JavaScript. */
  field: string;
  /** Tells when a price is on screen, where one comes; likewise. */
  price?: string;
}

const subjects = {
  still: {html: '<label>Amount <input></label>', field: "document.querySelector('input')"},
  floor: {
    html: '<script type=module src=/floor.js></script><bare-field></bare-field>',
    field: `${shadow('bare-field')}?.querySelector('input')`,
  },
  minimal: {
    html: '<script type=module src=/minimal.js></script><minimal-widget></minimal-widget>',
    field: `${shadow('minimal-widget')}?.querySelector('input')`,
    price: `${shadow('minimal-widget')}?.querySelector('.receives')?.textContent`,
  },
  priced: {html: priced, ...least},
  pricedPreloaded: {html: head('/priced.js') + priced, ...least},
  widget: {html: script + tag, ...widget},
  preloaded: {html: head(first) + script + tag, ...widget},
} satisfies Record<string, Subject>;
type Name = keyof typeof subjects;

interface Figures {
  /** Milliseconds from the start of the navigation. */
  field: number;
  price: number;
  /** Milliseconds of tasks beyond 50 ms each. */
  blocking: number;
  /** Milliseconds from a key to the next paint. */
  key: number;
  /** Bytes of JavaScript values after a collection. */
  heap: number;
  requests: number;
  /** Bytes over the network, with headers. */
  transferred: number;
}

async function compressedScripts(): Promise<Record<string, Buffer>> {
  await build({mode: 'cdn'});
  const names = ['floor', 'minimal', 'priced'];
  for (const name of names) {
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: 'dist/bench',
        emptyOutDir: name === 'floor',
        target: 'es2022',
        lib: {entry: `scripts/bench/${name}.ts`, formats: ['es'], fileName: () => `${name}.js`},
        rolldownOptions: {output: {minify: true}},
      },
    });
  }
  const ours = (await readdir('dist/cdn')).map(name => `dist/cdn/${name}`);
  const files = [...ours, ...names.map(name => `dist/bench/${name}.js`)];
  const read = files.map(async file => [`/${file.split('/').at(-1) ?? ''}`, await readFile(file)] as const);
  const scripts = Object.fromEntries(await Promise.all(read));
  const compressed = Object.entries(scripts).map(([path, code]) => [path, brotliCompressSync(code)] as const);
  return {
    ...Object.fromEntries(compressed),
    '/priced.js': padded(scripts['/priced.js'] ?? Buffer.of(), brotliCompressSync(scripts[first] ?? '').length),
  };
}

/** `code` with a remark that nothing can shorten, until it weighs `weight` bytes. */
function padded(code: Buffer, weight: number): Buffer {
  let bytes = weight - brotliCompressSync(code).length;
  for (;;) {
    const heavy = brotliCompressSync(`${String(code)}//${randomBytes(bytes).toString('base64')}`);
    if (heavy.length <= weight) return heavy;
    bytes -= heavy.length - weight;
  }
}

/** A phone's CPU and network. */
async function slow(devtools: CDPSession): Promise<void> {
  await devtools.send('Emulation.setCPUThrottlingRate', {rate: 4});
  await devtools.send('Network.enable');
  const speed = 1_600_000 / 8;
  const conditions = {offline: false, latency: 150, downloadThroughput: speed, uploadThroughput: speed};
  await devtools.send('Network.emulateNetworkConditions', conditions);
}

/** When `shown` first held; milliseconds from the start of the navigation. */
async function when(page: Page, shown: string): Promise<number> {
  const elapsed = await page.waitForFunction(`(${shown}) && performance.now()`, undefined, {polling: 'raf'});
  return Number(await elapsed.jsonValue());
}

/** Milliseconds from a pressed key to the next paint, as the browser itself times events. */
async function keyToPaint(page: Page, field: string): Promise<number> {
  await page.evaluate(`(${field}).focus()`);
  await page.evaluate(() => {
    const durations: number[] = [];
    Object.assign(globalThis, {durations});
    // Times below 16 ms are not told.
    new PerformanceObserver(list => {
      for (const {name, duration} of list.getEntries()) if (name === 'keydown') durations.push(duration);
    }).observe({type: 'event', durationThreshold: 16} as PerformanceObserverInit);
  });
  for (const digit of '12345') await page.keyboard.press(digit, {delay: 60});
  const told = await page.evaluate(
    () =>
      new Promise<number[]>(resolve => {
        setTimeout(() => {
          resolve((globalThis as unknown as {durations: number[]}).durations);
        }, 500);
      }),
  );
  return Math.max(16, median(told.length > 0 ? told : [16]));
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

export async function benchPage(): Promise<Record<string, string>> {
  const scripts = await compressedScripts();
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const file = scripts[pathname];
    const subject: Subject | undefined = Object.entries(subjects).find(([name]) => pathname === `/${name}`)?.[1];
    if (file) {
      response.writeHead(200, {'content-type': 'text/javascript', 'content-encoding': 'br'}).end(file);
    } else if (pathname in answers) {
      response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(answers[pathname]));
    } else if (subject) {
      response.writeHead(200, {'content-type': 'text/html'}).end(`<!doctype html><title>bench</title>${subject.html}`);
    } else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const browser = await launchBrowser();
  const measure = async (name: Name): Promise<Figures> => {
    const {field, price}: Subject = subjects[name];
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let requests = 0;
    let transferred = 0;
    devtools.on('Network.loadingFinished', ({encodedDataLength}) => {
      requests += 1;
      transferred += encodedDataLength;
    });
    await slow(devtools);
    await page.goto(`http://127.0.0.1:${address.port}/${name}`, {waitUntil: 'commit'});
    const shown = await when(page, field);
    const priced = price === undefined ? shown : await when(page, price);
    await devtools.send('HeapProfiler.collectGarbage');
    const {usedSize: heap} = await devtools.send('Runtime.getHeapUsage');
    const blocking = await page.evaluate(
      ms =>
        new Promise<number>(resolve => {
          let sum = 0;
          new PerformanceObserver(list => {
            for (const {duration} of list.getEntries()) sum += Math.max(0, duration - 50);
          }).observe({type: 'longtask', buffered: true});
          setTimeout(() => {
            resolve(sum);
          }, ms);
        }),
      aftermath,
    );
    const untilPrice = {requests, transferred};
    const key = await keyToPaint(page, field);
    await context.close();
    return {field: shown, price: priced, blocking, heap, key, ...untilPrice};
  };

  const names = Object.keys(subjects) as Name[];
  const seen = Object.fromEntries(names.map((name): [Name, Figures[]] => [name, []])) as Record<Name, Figures[]>;
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) seen[name].push(await measure(name));
  }
  await browser.close();
  server.closeAllConnections();
  server.close();

  const middle = (name: Name, figure: keyof Figures) => median(seen[name].map(each => each[figure]));
  const floor = (figure: keyof Figures) => middle('floor', figure);
  const ratio = (name: Name, figure: keyof Figures, to: keyof Figures = figure) =>
    (middle(name, figure) / floor(to)).toFixed(2);
  const kB = (bytes: number) => (bytes / 1000).toFixed(1);
  const weigh = (path: string) => kB(scripts[path]?.length ?? NaN);
  return {
    'script, brotli, kB (bare Lit element, minimal widget)': `${weigh(first)} (${weigh('/floor.js')}, ${weigh('/minimal.js')})`,
    'first amount field / bare Lit field': ratio('widget', 'field'),
    'the same of a minimal widget, of a static page': `${ratio('minimal', 'field')}, ${ratio('still', 'field')}`,
    'first quote / bare Lit field (the least that is as heavy, a minimal widget)': `${ratio('widget', 'price', 'field')} (${ratio('priced', 'price', 'field')}, ${ratio('minimal', 'price', 'field')})`,
    'the same with the head snippet (the least that is as heavy)': `${ratio('preloaded', 'price', 'field')} (${ratio('pricedPreloaded', 'price', 'field')})`,
    'blocked above the bare Lit element, ms (a minimal widget)': `${(middle('widget', 'blocking') - floor('blocking')).toFixed(0)} (${(middle('minimal', 'blocking') - floor('blocking')).toFixed(0)})`,
    'a key to the next paint, ms (bare Lit element)': `${middle('widget', 'key').toFixed(0)} (${floor('key').toFixed(0)})`,
    'heap after the first quote / bare Lit element': ratio('widget', 'heap'),
    'the same of a minimal widget (its heap)': ratio('minimal', 'heap'),
    'requests until a second after the first quote (minimal widget)': `${middle('widget', 'requests')} (${middle('minimal', 'requests')})`,
    'bytes of them, kB (minimal widget)': `${kB(middle('widget', 'transferred'))} (${kB(middle('minimal', 'transferred'))})`,
    'bare Lit field, ms here': floor('field').toFixed(0),
  };
}
