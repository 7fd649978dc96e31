import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {it} from 'node:test';
import {freePort} from '../support/listen.js';

/** Runs what `npm start` runs, on `port`, and gathers what it prints. */
function start(port: number): {child: ChildProcess; printed: () => string} {
  const env = {...process.env, PORT: String(port), ADAPTER_PORT: '', SANDBOX_PORT: ''};
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {env});
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => (text += data.toString()));
  }
  return {child, printed: () => text};
}

/** What somebody who never saw the project needs to see, and nothing else. */
function expectedOutput(page: number): RegExp[] {
  const at = (port: number, path: string) => `http://localhost:${port}${path}`;
  const addresses = [
    ['Shop', at(page, '/')],
    ['Playground', at(page, '/playground.html')],
    ['States', at(page, '/states.html')],
    ['Adapter', at(page + 1, '/cryptopocket')],
    ['Inbox', at(page + 2, '/inbox')],
    ['Control', at(page + 2, '/')],
  ];
  return [
    /^Packages are installed\.$/,
    ...['Building the widget', 'Building the demo’s pages', 'Starting the servers'].map(
      stage => new RegExp(`^${stage}… [\\d.]+ s$`),
    ),
    ...addresses.map(([name, url]) => new RegExp(`^${name} +${url}$`)),
    /^As a known customer: +email returning@example\.org, name Rita Returning\.$/,
    /^As a new customer: /,
    /^Codes: /,
    /^Wallet for USDC: +0x1{40}, /,
    /^Refusals and faults: /,
    /^Ctrl-C stops everything\.$/,
  ];
}

it('the demo starts with one command, prints where everything is and no warning, and answers there', async () => {
  const port = await freePort();
  const {child, printed} = start(port);
  while (!printed().includes('Ctrl-C')) await once(child.stdout ?? child, 'data');
  const shop = `http://localhost:${port}`;
  const lines = printed()
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const expected = expectedOutput(port);
  for (const [nth, line] of lines.entries()) assert.match(line, expected[nth] ?? /^$/, printed());
  assert.equal(lines.length, expected.length, printed());
  for (const path of ['/playground.html', '/states.html']) assert.equal((await fetch(shop + path)).status, 200);
  for (const path of ['/inbox', '/']) assert.equal((await fetch(`http://localhost:${port + 2}${path}`)).status, 200);
  const page = await fetch(shop);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.match(await page.text(), /<cryptopocket-buy/);
  const quote = await fetch(`${shop}/cryptopocket/quotes?amount=100.00&asset=USDC&chain=polygon&paymentType=card`);
  assert.equal(quote.status, 200);
  child.kill('SIGTERM');
  await once(child, 'exit');
  // Its parts go with it.
  await assert.rejects(fetch(`http://localhost:${port + 1}/`));
});

it('a taken port is a clear error that says what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const {child, printed} = start(port);
  const [code] = (await once(child, 'exit')) as [number];
  server.close();
  assert.equal(code, 1);
  assert.match(printed(), new RegExp(`Port ${port} is taken.*PORT=`));
});
