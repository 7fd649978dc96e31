/** `npm start`: builds the page and starts its server, the adapter and the sandbox, until Ctrl-C. */
import {fork, type ChildProcess} from 'node:child_process';
import {createServer} from 'node:net';
import {build} from 'vite';
import {settings} from './settings.js';

const {pagePort, adapterPort, sandboxPort, host, pageOrigin, sandboxOrigin} = settings;

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

async function run(): Promise<void> {
  const ports = sandboxOrigin === undefined ? [pagePort, adapterPort] : [pagePort, adapterPort, sandboxPort];
  for (const port of ports) {
    if (await isFree(port)) continue;
    const others = ports.slice(1).join(' and ');
    throw new Error(
      `Port ${port} is taken. The demo needs ${pagePort}, ${others}; PORT=5000 npm start moves all of them.`,
    );
  }
  await build({mode: 'cdn'});
  await build({mode: 'demo'});

  // The adapter subscribes to the sandbox's webhooks when it starts, so the sandbox goes first.
  const children = sandboxOrigin === undefined ? [] : [await start('sandbox')];
  children.push(...(await Promise.all([start('adapter'), start('page-server')])));
  for (const child of children) {
    child.once('exit', () => process.exit(1));
  }

  console.log(`\n  The shop:      ${pageOrigin}`);
  if (sandboxOrigin === undefined) console.log(`  The vendor:    ${settings.baseUrl}`);
  else console.log(`  Its inbox:     ${sandboxOrigin}/inbox\n  The sandbox:   ${sandboxOrigin}`);
  console.log('\n  Ctrl-C ends it.\n');
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
