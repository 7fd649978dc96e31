/** Merchants' apps, each with its framework and the package as it would be published, in a browser. */
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {join, relative} from 'node:path';
import {after, before, test} from 'node:test';
import {serve, type HttpBindings, type ServerType} from '@hono/node-server';
import {serveStatic} from '@hono/node-server/serve-static';
import {Hono} from 'hono';
import type {Browser, Page} from 'playwright-core';
import {launchBrowser} from '../support/browser.js';
import {Buyer, newEmail} from '../support/buyer.js';
import {freePort} from '../support/listen.js';
import {RedisServer} from '../support/redis.js';
import {eventually} from '../readme/project.js';
import {bundled} from './bundle.js';
import {Workshop, type Consumer} from './consumer.js';

const keys = {apiKey: 'key-of-the-consumers', apiSecret: 'secret-of-the-consumers'};
const workshop = new Workshop();
/** Those that take longest begin first, behind the one that all others need. */
const html = workshop.make('html');
const angular = workshop.make('angular');
const next = workshop.make('next');
const react = workshop.make('react');
const vue = workshop.make('vue');
const svelte = workshop.make('svelte');
const astro = workshop.make('astro');
/** Whoever waits for one is told of its failure; until then it is nobody's. */
for (const consumer of [html, angular, next, react, vue, svelte, astro]) consumer.catch(() => undefined);

const servers: ServerType[] = [];
let browser: Browser;
let sandbox: string;

before(async () => {
  browser = await launchBrowser();
  const {createSandbox} = await (await html).load<typeof import('../../src/sandbox/index.js')>('sandbox/index');
  const port = await freePort();
  sandbox = `http://localhost:${port}`;
  const vendor = createSandbox({...keys, origin: sandbox});
  servers.push(serve({fetch: (request: Request) => vendor.fetch(request), port, hostname: 'localhost'}));
  // The vendor decides about identities and moves payments at once.
  const headers = {'content-type': 'application/json'};
  const set = await fetch(`${sandbox}/control/settle`, {method: 'POST', headers, body: JSON.stringify({ms: 0})});
  assert.equal(set.status, 200);
});

after(async () => {
  await browser.close();
  for (const server of servers) server.close();
  await workshop.clear();
});

/** Serves what an app was built to, and the adapter. Gives the origin. */
async function open({folder}: Consumer): Promise<string> {
  const {createBuyFlow} = await (await html).load<typeof import('../../src/server/index.js')>('server/index');
  const buyFlow = createBuyFlow({...keys, baseUrl: `${sandbox}/api`});
  const app = new Hono<{Bindings: HttpBindings}>();
  app.all('/cryptopocket/*', ({req, env}) => buyFlow(req.raw, {address: env.incoming.socket.remoteAddress}));
  app.use(serveStatic({root: relative(process.cwd(), join(folder, 'dist'))}));
  const server = serve({fetch: app.fetch, port: 0, hostname: 'localhost'});
  servers.push(server);
  await once(server, 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** Somebody opens `address`; whatever the page complains of fails the test. */
async function visit(address: string, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({locale: 'en-GB'});
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  try {
    await page.goto(address);
    await look(page);
    assert.deepEqual(complaints, []);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : ''}\nThe page said: ${complaints.join('\n')}`, {
      cause: error,
    });
  } finally {
    await context.close();
  }
}

/** What every merchant's app does: it shows the element, hears its event, and sets its properties. */
async function isAShop(page: Page): Promise<void> {
  const buy = page.locator('cryptopocket-buy');
  const heard = page.locator('output');
  await buy.getByRole('button', {name: 'Continue'}).waitFor();
  await heard.filter({hasText: /^100(?:\.00)? euros buy \d+\.\d+ USDC$/}).waitFor();
  // A list, which no attribute can carry.
  await buy.getByRole('button', {name: '€300'}).waitFor();
  assert.equal(await buy.getByRole('group').getByRole('button').count(), 2);
  await page.getByRole('button', {name: 'Take 250 instead'}).click();
  await heard.filter({hasText: /^250(?:\.00)? euros buy \d+\.\d+ USDC$/}).waitFor();
  assert.equal(await buy.getByLabel('You pay', {exact: true}).inputValue(), '250');
}

test('a merchant with a plain page has the element from a script tag', async () => {
  await visit(await open(await html), isAShop);
});

test('a merchant on React has a component, rendered on the server and taken over in StrictMode', async () => {
  const consumer = await react;
  const served = readFileSync(join(consumer.folder, 'dist/index.html'), 'utf8');
  assert.match(
    served,
    /<cryptopocket-buy><p slot="disclosure">Service provided by CryptoPocket.<\/p><\/cryptopocket-buy>/,
  );
  const shop = await open(consumer);
  await visit(shop, isAShop);
  await visit(`${shop}/#bare`, isAShop);
});

test('a merchant’s component on React, in a page from a server, comes alive only with what it was told', async () => {
  const shop = await open(await react);
  await visit('about:blank', async page => {
    const amounts: unknown[] = [];
    await page.exposeFunction('onAlive', (amount: unknown) => amounts.push(amount));
    await page.addInitScript(`addEventListener('cryptopocket-ready', ({target}) => onAlive(target.amount))`);
    await page.goto(shop);
    await isAShop(page);
    assert.deepEqual(amounts, ['100']);
  });
});

test('a merchant on Vue writes the tag in a template', async () => {
  await visit(await open(await vue), isAShop);
});

test('a merchant on Svelte writes the tag in a component', async () => {
  await visit(await open(await svelte), isAShop);
});

test('a merchant with a site of static pages, on Astro, has the tag in the page that is served', async () => {
  const consumer = await astro;
  const served = readFileSync(join(consumer.folder, 'dist/index.html'), 'utf8');
  assert.match(served, /<cryptopocket-buy amount="100" asset="USDC" chain="polygon">/);
  await visit(await open(consumer), isAShop);
});

test('a merchant on Angular binds properties and events in a template', async () => {
  await visit(await open(await angular), isAShop);
});

/** What Lit leaves in every process: to find a second copy of itself, and for elements to be claimed from. */
const ofLit = /^(?:customElements|reactiveElementVersions|lit[A-Z]\w+)$/;

test('a merchant’s server can import every entry where there is no page', async () => {
  const {folder} = await react;
  const {exports} = JSON.parse(readFileSync(join(folder, 'node_modules/cryptopocket-buy/package.json'), 'utf8')) as {
    exports: Record<string, string | {default: string}>;
  };
  const entries = Object.keys(exports).filter(name => typeof exports[name] !== 'string');
  assert.ok(entries.includes('./react') && entries.includes('./define'));
  for (const entry of entries) {
    const code = `const before = Object.getOwnPropertyNames(globalThis);
      await import('cryptopocket-buy${entry.slice(1)}');
      console.log(Object.getOwnPropertyNames(globalThis).filter(name => !before.includes(name)).join());`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: folder,
      encoding: 'utf8',
    });
    const left = printed
      .trim()
      .split(',')
      .filter(name => name !== '' && !ofLit.test(name));
    assert.deepEqual(left, [], entry);
  }
});

/** Runs the command line of the package in `folder` until it prints `pattern`. */
async function runCommand(folder: string, args: string[], pattern: RegExp, env: Record<string, string> = {}) {
  const bin = join(folder, 'node_modules/.bin/cryptopocket-buy');
  const child = spawn(bin, args, {cwd: folder, env: {PATH: process.env['PATH'], ...env}});
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  }
  const found = await eventually(() => {
    if (child.exitCode !== null && !pattern.test(printed)) throw new Error(`it ended: ${printed}`);
    return pattern.exec(printed) ?? undefined;
  }, String(pattern));
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, 'close');
  };
  return {found, stop};
}

test('a merchant runs serve, sandbox and doctor with no other package installed, Redis included', async () => {
  const {folder} = await react;
  for (const name of ['hono', '@hono/node-server', 'ioredis', 'nodemailer', 'undici', 'prom-client', 'valibot']) {
    assert.ok(!existsSync(join(folder, 'node_modules', name)), name);
  }
  const redis = await RedisServer.start();
  const emulated = await runCommand(folder, ['sandbox', '--port', '0'], /^CRYPTOPOCKET_BASE_URL=(\S+)$/m);
  const port = await freePort();
  const env = {
    CRYPTOPOCKET_API_KEY: 'sandbox-key',
    CRYPTOPOCKET_API_SECRET: 'sandbox-secret',
    CRYPTOPOCKET_BASE_URL: emulated.found[1] ?? '',
    REDIS_URL: redis.url,
    METRICS_PORT: String(await freePort()),
    PORT: String(port),
  };
  const adapter = await runCommand(folder, ['serve'], /"event":"metrics"/, env);
  try {
    const quotes = `http://127.0.0.1:${port}/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card`;
    const answer = await fetch(quotes);
    assert.equal(answer.status, 200, await answer.text());
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
    assert.match(await (await fetch(`http://127.0.0.1:${env.METRICS_PORT}/metrics`)).text(), /^process_cpu/m);
    const checked = await runCommand(folder, ['doctor', '--adapter', `http://127.0.0.1:${port}`], /All is well/, env);
    await checked.stop();
  } finally {
    await adapter.stop();
    await emulated.stop();
    await redis.end();
  }
});

test('a merchant’s bundle has only what was imported', async () => {
  const {folder} = await react;
  const packages = async (code: string) =>
    new Set((await bundled(folder, code)).map(path => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]));

  const server = await packages(`export {createBuyFlow} from 'cryptopocket-buy/server';`);
  assert.ok(server.has('cryptopocket-buy') && server.has('jose'));
  for (const name of ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'ky', 'react'])
    assert.ok(!server.has(name), name);

  const element = await packages(`import 'cryptopocket-buy/define';`);
  assert.ok(element.has('lit-html') && element.has('ky'));
  for (const name of ['jose', 'hono', 'undici', 'react', '@lit/react']) assert.ok(!element.has(name), name);

  for (const nothing of [
    `import type {Quote} from 'cryptopocket-buy';\nexport const quote = (given: Quote) => given.receives;`,
    `import {CryptopocketBuy} from 'cryptopocket-buy';\nexport type Buy = CryptopocketBuy;\nexport const one = 1;`,
    `import 'cryptopocket-buy';`,
    `import {CryptopocketBuy} from 'cryptopocket-buy/react';\nexport const one = 1;`,
    `import {createSandbox} from 'cryptopocket-buy/sandbox';\nexport const one = 1;`,
    `import 'cryptopocket-buy/jsx';\nimport 'cryptopocket-buy/vue';\nimport 'cryptopocket-buy/svelte';`,
  ]) {
    assert.deepEqual(await bundled(folder, nothing), [], nothing);
  }
});

test('a merchant on Next.js has page and adapter in one, and a buyer gets through to the coins', async () => {
  const {folder} = await next;
  const port = await freePort();
  const shop = `http://localhost:${port}`;
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-p', String(port)], {
    cwd: folder,
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      CRYPTOPOCKET_API_KEY: keys.apiKey,
      CRYPTOPOCKET_API_SECRET: keys.apiSecret,
      CRYPTOPOCKET_BASE_URL: `${sandbox}/api`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  try {
    const page = await eventually(() => {
      if (child.exitCode !== null) throw new Error(`the shop stopped: ${printed}`);
      return fetch(shop).catch(() => undefined);
    }, 'the shop');
    assert.match(await page.text(), /<cryptopocket-buy><\/cryptopocket-buy>/);
    await visit(shop, isAShop);

    const buyer = await Buyer.arrive(browser, {shop, sandbox});
    await buyer.confirmsAmount();
    await buyer.introduces(newEmail());
    await buyer.sees('Verify your identity');
    await buyer.passesIdentityCheck(await buyer.opens('Start verification'));
    // Without a screen every window has the focus at all times, so the buyer is never seen to come back; and what was heard
    // a second ago counts as fresh, so they come back until there are news.
    await eventually(async () => {
      await buyer.page.evaluate(() => window.dispatchEvent(new Event('focus')));
      return (await buyer.heading('Review and pay').isVisible()) || undefined;
    }, 'the review');
    await buyer.paysByCard(await buyer.opens('Go to payment'));
    await buyer.sees('Your coins were sent');
    await buyer.page.getByText(/^The coins of payment \S+ are on their way to you\.$/).waitFor();
    await buyer.leave();
  } finally {
    if (child.exitCode === null) {
      child.kill();
      await once(child, 'close');
    }
  }
});
