import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {build} from 'vite';
import {freePort} from './listen.js';

let built: Promise<unknown> | undefined;

/** Builds what the demo serves, once for each process that tests it. */
function buildPage(): Promise<unknown> {
  built ??= build({mode: 'cdn'}).then(() => build({mode: 'demo'}));
  return built;
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

/** What the tests look at of `GET /control/state`. */
export interface SandboxState {
  customers: {id: string | number; email: string; kyc: string}[];
  payments: {id: string; external_id: string | null; status: string; user_id: string | number; wallet: string | null}[];
}

/** The demo's three processes on ports of their own, as `npm start` runs them. */
export async function startDemo(): Promise<Demo> {
  await buildPage();
  const [page, adapter, sandbox] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = {...process.env, PORT: String(page), ADAPTER_PORT: String(adapter), SANDBOX_PORT: String(sandbox)};
  const run = async (part: string): Promise<ChildProcess> => {
    const child = fork(new URL(`../../demo/${part}.ts`, import.meta.url), {execArgv: ['--import', 'tsx'], env});
    const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
    if (message !== 'ready') throw new Error(`the ${part} did not start`);
    return child;
  };
  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  const sandboxProcess = await run('sandbox');
  const pageProcess = await run('page-server');
  let adapterProcess = await run('adapter');
  const sandboxOrigin = `http://localhost:${sandbox}`;

  const json = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(sandboxOrigin + path, {
      ...(body === undefined
        ? {}
        : {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

  return {
    shop: `http://localhost:${page}`,
    sandbox: sandboxOrigin,
    control: async (path, body) => {
      await json(`/control/${path}`, body);
    },
    codeFor: async email => {
      const {messages} = (await json(`/inbox/messages?to=${encodeURIComponent(email)}`)) as {
        messages: {code: string}[];
      };
      const [latest] = messages;
      if (!latest) throw new Error(`no code for ${email}`);
      return latest.code;
    },
    state: async () => (await json('/control/state')) as SandboxState,
    stopAdapter: () => end(adapterProcess),
    startAdapter: async () => {
      adapterProcess = await run('adapter');
    },
    stop: async () => {
      await Promise.all([sandboxProcess, pageProcess, adapterProcess].map(end));
    },
  };
}
