import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

/** A port of this machine's that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A Redis of the test's own, which writes to disk as a merchant's should. */
export class RedisServer {
  readonly port: number;
  readonly url: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'cryptopocket-redis-'));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  /** Starts it, with whatever it wrote to disk before. */
  async start(): Promise<void> {
    const options = ['--port', this.port, '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    const disk = ['--appendonly', 'yes', '--appendfsync', 'always'];
    this.#process = spawn('redis-server', [...options, ...disk].map(String), {stdio: ['ignore', 'pipe', 'inherit']});
    const {stdout} = this.#process;
    if (!stdout) throw new Error('redis-server has no output');
    for await (const line of createInterface(stdout)) {
      if (line.includes('Ready to accept connections')) break;
    }
    stdout.resume();
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, {recursive: true, force: true});
  }
}
