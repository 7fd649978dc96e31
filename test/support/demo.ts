import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {build} from 'vite';
import {SandboxHandle, type SandboxState} from '../../src/testing/index.js';
import {freePort} from './listen.js';

let built: Promise<unknown> | undefined;

/** Builds what the demo serves, once for each process that tests it; for all of them where they are run together. */
export async function buildPage(): Promise<void> {
  if (process.env['DEMO_IS_BUILT']) return;
  built ??= build({mode: 'cdn'}).then(() => build({mode: 'demo'}));
  await built;
}

/** Runs one of the demo's processes, and answers once it serves. */
export async function runPart(part: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = fork(new URL(`../../demo/${part}.ts`, import.meta.url), {execArgv: ['--import', 'tsx'], env});
  const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
  if (message !== 'ready') throw new Error(`the ${part} did not start`);
  return child;
}

/** Ends a process as a power cut would. */
export async function endPart(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export interface Demo {
  shop: string;
  sandbox: string;
  /** Posts JSON to the sandbox's control page. */
  control(path: string, body: unknown): Promise<void>;
  /** The latest code that was sent to `email`. */
  codeFor(email: string): Promise<string>;
  state(): Promise<SandboxState>;
  stopAdapter(): Promise<void>;
  startAdapter(): Promise<void>;
  stop(): Promise<void>;
}

/** The demo's three processes on ports of their own, as `npm start` runs them. */
export async function startDemo(): Promise<Demo> {
  await buildPage();
  const [page, adapter, sandbox] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = {...process.env, PORT: String(page), ADAPTER_PORT: String(adapter), SANDBOX_PORT: String(sandbox)};
  const sandboxProcess = await runPart('sandbox', env);
  const pageProcess = await runPart('page-server', env);
  let adapterProcess = await runPart('adapter', env);
  const sandboxOrigin = `http://localhost:${sandbox}`;

  const handle = new SandboxHandle(sandboxOrigin);

  return {
    shop: `http://localhost:${page}`,
    sandbox: sandboxOrigin,
    control: async (path, body) => {
      const headers = {'content-type': 'application/json'};
      const answer = await fetch(`${sandboxOrigin}/control/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    codeFor: email => handle.codeFor(email),
    state: () => handle.state(),
    stopAdapter: () => endPart(adapterProcess),
    startAdapter: async () => {
      adapterProcess = await runPart('adapter', env);
    },
    stop: async () => {
      await Promise.all([sandboxProcess, pageProcess, adapterProcess].map(endPart));
    },
  };
}
