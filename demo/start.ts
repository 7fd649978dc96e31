/**
 * `npm start`: builds the widget and the demo's pages and starts page server, adapter and sandbox, until Ctrl-C. `npm run dev` (`--watch`)
 * also builds again and restarts what a change concerns.
 */
import {fork, type ChildProcess} from 'node:child_process';
import {watch} from 'node:fs';
import {createServer} from 'node:net';
import {build} from 'vite';
import {settings} from './settings.js';

const {pagePort, adapterPort, sandboxPort, host, pageOrigin, adapterOrigin, sandboxOrigin} = settings;
const isWatching = process.argv.includes('--watch');

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** Starts one part and waits until it answers. */
function start(part: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL(`${part}.ts`, import.meta.url), {execArgv: ['--import', 'tsx']});
    child.once('message', () => {
      resolve(child);
    });
    child.once('exit', code => {
      reject(new Error(`The ${part} stopped (${code ?? 'killed'}).`));
    });
  });
}

const running = new Map<string, ChildProcess>();

/** Starts one part. The demo ends if the part does. */
async function keep(part: string): Promise<void> {
  const child = await start(part);
  running.set(part, child);
  child.once('exit', () => {
    if (running.get(part) === child) process.exit(1);
  });
}

async function restart(part: string): Promise<void> {
  const child = running.get(part);
  running.delete(part);
  child?.kill();
  await new Promise(resolve => child?.once('exit', resolve));
  await keep(part);
  console.log(`Restarted the ${part}.`);
}

/** Runs `work`, and prints one line about it. */
async function stage(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  process.stdout.write(`${what}… `);
  await work();
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Builds once, or again with every change of a source. */
async function buildPart(mode: string): Promise<void> {
  const watcher = await build({mode, ...(isWatching && {build: {watch: {}}})});
  if (!('on' in watcher)) return;
  await new Promise<void>(resolve => {
    watcher.on('event', event => {
      if (event.code === 'ERROR') console.error(event.error.message);
      if (event.code === 'END') resolve();
    });
  });
}

/** Restarts the servers whose sources change. */
function watchServers(): void {
  const sources: Readonly<Record<string, readonly string[]>> = {
    adapter: ['src/server', 'src/contract'],
    sandbox: ['src/sandbox', 'src/contract'],
  };
  for (const [part, folders] of Object.entries(sources)) {
    let timer: NodeJS.Timeout | undefined;
    for (const folder of folders) {
      watch(folder, {recursive: true}, () => {
        clearTimeout(timer);
        // An editor writes several files at once.
        timer = setTimeout(() => {
          if (running.has(part)) restart(part).catch(fail);
        }, 200);
      });
    }
  }
}

const guide = `
  As a known customer:  email returning@example.org, name Rita Returning.
  As a new customer:    any other email and name. In the identity check, tick the consent and choose Approve.
  Codes:                arrive in the inbox.
  Wallet for USDC:      0x1111111111111111111111111111111111111111, on the payment page.
  Refusals and faults:  the control page lists amounts and emails that cause them.
`;

function printAddresses(): void {
  const vendor: [string, string][] =
    sandboxOrigin === undefined
      ? [['CryptoPocket', settings.baseUrl]]
      : [
          ['Inbox', `${sandboxOrigin}/inbox`],
          ['Control', `${sandboxOrigin}/`],
        ];
  const addresses: [string, string][] = [
    ['Shop', `${pageOrigin}/`],
    ['Playground', `${pageOrigin}/playground.html`],
    ['States', `${pageOrigin}/states.html`],
    ['Adapter', `${adapterOrigin}/cryptopocket`],
    ...vendor,
  ];
  console.log(`\n${addresses.map(([name, url]) => `  ${name.padEnd(12)} ${url}`).join('\n')}`);
  if (sandboxOrigin === undefined) console.log('\n  Codes for guests are printed here.');
  else process.stdout.write(guide);
  console.log('\n  Ctrl-C stops everything.\n');
}

async function run(): Promise<void> {
  const ports = sandboxOrigin === undefined ? [pagePort, adapterPort] : [pagePort, adapterPort, sandboxPort];
  for (const port of ports) {
    if (await isFree(port)) continue;
    const others = ports.slice(1).join(' and ');
    throw new Error(
      `Port ${port} is taken. The demo needs ${pagePort}, ${others}; PORT=5000 npm start moves all of them.`,
    );
  }
  console.log('Packages are installed.');
  await stage('Building the widget', () => buildPart('cdn'));
  await stage('Building the demo’s pages', () => buildPart('demo'));
  await stage('Starting the servers', async () => {
    // The adapter subscribes to the sandbox's webhooks when it starts, so the sandbox goes first.
    if (sandboxOrigin !== undefined) await keep('sandbox');
    await Promise.all([keep('adapter'), keep('page-server')]);
  });
  if (isWatching) watchServers();
  printAddresses();
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

run().catch(fail);
