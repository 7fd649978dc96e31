import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Readable} from 'node:stream';
import {root} from './readme.js';

interface Export {
  default: string;
}

/**
 * A merchant's project in a folder of its own, in which the examples run word for word. The package there has the
 * entries of our `package.json`, but each leads to its source instead of the build.
 */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'cryptopocket-readme-'));

  constructor() {
    const {exports} = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      exports: Record<string, string | Export>;
    };
    const entries = Object.entries(exports).flatMap(([name, target]): [string, string][] =>
      typeof target === 'string'
        ? []
        : [[name, target.default.replace(/^\.\/dist\/(.+)\.js$/, (_, path: string) => `./src/${path}.ts`)]],
    );
    const installed = join(this.folder, 'node_modules', 'cryptopocket-buy');
    mkdirSync(join(installed, 'dist', 'cdn'), {recursive: true});
    symlinkSync(`${root}src`, join(installed, 'src'));
    for (const name of ['hono', '@hono', 'express', 'fastify', '@types']) {
      symlinkSync(`${root}node_modules/${name}`, join(installed, '..', name));
    }
    const manifest = {name: 'cryptopocket-buy', type: 'module', exports: Object.fromEntries(entries)};
    writeFileSync(join(installed, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(installed, 'dist', 'cdn', 'cryptopocket-buy.js'), 'export {};\n');
    this.write('package.json', JSON.stringify({type: 'module'}));
  }

  /** Gives the path of the file, whose folder need not be there. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, text);
    return path;
  }

  /** Runs a file of the project in a process of its own. */
  run(name: string, env: Record<string, string> = {}): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(process.execPath, ['--import', import.meta.resolve('tsx'), name], {
      cwd: this.folder,
      env: {...process.env, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  remove(): void {
    rmSync(this.folder, {recursive: true});
  }
}

/** Asks until `ask` answers something. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come`);
}
