/** How soon the widget can be used, beside a bare Lit element with one field, with 4x CPU and slow 4G, in one run. */
import {once} from 'node:events';
import {readFile, readdir} from 'node:fs/promises';
import {createServer} from 'node:http';
import {brotliCompressSync} from 'node:zlib';
import {build} from 'vite';
import {launchBrowser} from '../../test/support/browser.js';

const runs = 5;
const quote = {amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives: '106.5', expiresIn: 60};
const answers: Record<string, unknown> = {
  '/cryptopocket/quotes': quote,
  '/cryptopocket/assets': {assets: [{symbol: 'USDC', chain: 'polygon'}]},
};

const pages: Record<string, string> = {
  '/floor': '<script type=module src=/floor.js></script><bare-field></bare-field>',
  '/widget':
    '<script type=module src=/cryptopocket-buy.js></script>' +
    '<cryptopocket-buy amount=100 asset=USDC chain=polygon></cryptopocket-buy>',
};

async function scripts(): Promise<Record<string, Buffer>> {
  await build({mode: 'cdn'});
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: 'dist/bench',
      target: 'es2022',
      lib: {entry: 'scripts/bench/floor.ts', formats: ['es'], fileName: () => 'floor.js'},
      rolldownOptions: {output: {minify: true}},
    },
  });
  const names = (await readdir('dist/cdn')).map(name => `dist/cdn/${name}`);
  const files = [...names, 'dist/bench/floor.js'];
  return Object.fromEntries(
    await Promise.all(
      files.map(async file => [`/${file.split('/').at(-1) ?? ''}`, brotliCompressSync(await readFile(file))]),
    ),
  ) as Record<string, Buffer>;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

export async function benchPage(): Promise<Record<string, string>> {
  const files = await scripts();
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const script = files[pathname];
    if (script) {
      response.writeHead(200, {'content-type': 'text/javascript', 'content-encoding': 'br'}).end(script);
    } else if (pathname in answers) {
      response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(answers[pathname]));
    } else {
      response
        .writeHead(200, {'content-type': 'text/html'})
        .end(`<!doctype html><title>bench</title>${pages[pathname] ?? ''}`);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const browser = await launchBrowser();
  /** Milliseconds from the start of the navigation until `shown` holds on `path`. */
  const time = async (path: string, shown: string): Promise<number> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', {rate: 4});
    await devtools.send('Network.enable');
    const speed = (1.6 * 1024 * 1024) / 8;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: speed,
      uploadThroughput: speed,
    });
    await page.goto(`http://127.0.0.1:${address.port}${path}`, {waitUntil: 'commit'});
    const elapsed = await page.waitForFunction(`(${shown}) && performance.now()`, undefined, {polling: 'raf'});
    const value = Number(await elapsed.jsonValue());
    await context.close();
    return value;
  };
  const shadow = (selector: string) => `document.querySelector('${selector}')?.shadowRoot`;
  const field = `${shadow('cryptopocket-buy')}?.querySelector('cryptopocket-amount-step')?.shadowRoot?.querySelector('cryptopocket-amount-field')?.shadowRoot?.querySelector('input')`;
  const price = `${shadow('cryptopocket-buy')}?.querySelector('cryptopocket-amount-step')?.shadowRoot?.querySelector('.receives')`;
  const times: Record<'floor' | 'field' | 'price', number[]> = {floor: [], field: [], price: []};
  for (let run = 0; run < runs; run += 1) {
    times.floor.push(await time('/floor', `${shadow('bare-field')}?.querySelector('input')`));
    times.field.push(await time('/widget', field));
    times.price.push(await time('/widget', price));
  }
  await browser.close();
  server.closeAllConnections();
  server.close();
  const floor = median(times.floor);
  return {
    'first amount field / bare Lit field': (median(times.field) / floor).toFixed(2),
    'first quote / bare Lit field': (median(times.price) / floor).toFixed(2),
    'bare Lit field, ms here': floor.toFixed(0),
  };
}
