/** Debian's WebKitGTK, driven by WebDriver's own calls. */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {setTimeout} from 'node:timers/promises';

const driver = '/usr/bin/WebKitWebDriver';
const binary = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

/** Makes a WebDriver call below the session. */
type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

export interface WebKit {
  call: Call;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

/** A display that nobody sees: WebKitGTK has no headless mode. */
async function startDisplay(): Promise<{child: ChildProcess; name: string}> {
  const child = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = (await once(child.stdout, 'data')) as [Buffer];
  return {child, name: `:${String(number).trim()}`};
}

/** A browser of its own, with one window. */
export async function startWebKit(): Promise<WebKit> {
  const display = await startDisplay();
  const port = await freePort();
  const env = {...process.env, DISPLAY: display.name};
  const child = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], {stdio: 'ignore', env});
  const ask: Call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {'content-type': 'application/json'},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const {value} = (await response.json()) as {value?: unknown};
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  const stop = async () => {
    await end(child);
    await end(display.child);
  };
  try {
    const until = Date.now() + 30_000;
    // It says nothing when it listens.
    while (!(await ask('GET', '/status').catch(() => undefined))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error('WebKitWebDriver does not answer');
      await setTimeout(50);
    }
    const {sessionId} = (await ask('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': {binary, args: ['--automation']},
        },
      },
    })) as {sessionId: string};
    return {
      call: (method, path, body) => ask(method, `/session/${sessionId}${path}`, body),
      stop: async () => {
        await ask('DELETE', `/session/${sessionId}`).catch(() => undefined);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const codes: Readonly<Record<string, string>> = {Enter: '\uE007', Tab: '\uE004'};

/** Presses keys one after another: characters, `Enter` or `Tab`. */
export async function pressKeys(call: Call, keys: readonly string[]): Promise<void> {
  const strokes = keys.map(key => codes[key] ?? key);
  const actions = strokes.flatMap(value => [
    {type: 'keyDown', value},
    {type: 'keyUp', value},
  ]);
  await call('POST', '/actions', {actions: [{type: 'key', id: 'keyboard', actions}]});
}
