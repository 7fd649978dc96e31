import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {once} from 'node:events';
import type {Readable} from 'node:stream';
import {after} from 'node:test';
import {fileURLToPath} from 'node:url';

const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));

/** `cryptopocket-buy`, as somebody runs it. */
export class Run {
  #printed = '';
  #complained = '';
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<number | null>;

  /** Nothing of this process's environment is passed on but what runs programs. */
  constructor(args: readonly string[], env: Record<string, string> = {}, cwd?: string) {
    const {PATH = ''} = process.env;
    this.#child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), entry, ...args], {
      env: {PATH, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complained += text));
    this.#ended = once(this.#child, 'close').then(() => this.#child.exitCode);
    after(async () => {
      if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
      await this.#ended;
    });
  }

  get printed(): string {
    return this.#printed;
  }

  get complained(): string {
    return this.#complained;
  }

  /** Resolves to what `pattern` finds first in what was printed. Fails when the program ends without it. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#printed);
      if (found) return found;
      const more = once(this.#child.stdout, 'data').then(() => true);
      const goesOn = await Promise.race([more, this.#ended.then(() => false)]);
      if (!goesOn && !pattern.test(this.#printed)) {
        throw new Error(`it ended without ${String(pattern)}: ${this.#printed}${this.#complained}`);
      }
    }
  }

  /** Reads no more of what it prints. */
  hangUp(): void {
    this.#child.stdout.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves to the exit code. */
  ended(): Promise<number | null> {
    return this.#ended;
  }
}
