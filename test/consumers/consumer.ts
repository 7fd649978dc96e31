/** The apps of merchants in the folders beside this file, each built in a place of its own from the package as published. */
import {execFile} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {promisify} from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const apps = fileURLToPath(new URL('./', import.meta.url));

/** An app with its packages, and what it was built to. */
export interface Consumer {
  folder: string;
  /** An entry of the package as this app got it, such as `server/index`. */
  load<T>(entry: string): Promise<T>;
}

/** What surrounds a merchant's npm: none of the settings that this project, whose npm runs the tests, has for its own. */
const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_config_(engine_strict|loglevel)$/i.test(name)),
);

const latest = (paths: string[]) => Math.max(...paths.map(path => statSync(path).mtimeMs));

/** Where each app is put; two are made ready at a time. */
export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cryptopocket-consumers-'));
  readonly #tarball = this.#pack();
  readonly #stop = new AbortController();
  readonly #turns: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

  async #pack(): Promise<string> {
    const sources = readdirSync(join(root, 'src'), {recursive: true, withFileTypes: true})
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name));
    // The last file that a build writes.
    const built = statSync(join(root, 'dist/web-types.json'), {throwIfNoEntry: false})?.mtimeMs ?? 0;
    if (built < latest(sources)) throw new Error('what would be packed is older than its source: npm run build');
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', this.#folder];
    const {stdout} = await run('npm', args, {cwd: root});
    const [packed] = Object.values(JSON.parse(stdout) as Record<string, {filename: string}>);
    return join(this.#folder, packed?.filename ?? '');
  }

  /** Installs the app's packages, ours from the archive, and builds it. */
  make(name: string): Promise<Consumer> {
    const turn = this.#turns.shift() ?? Promise.resolve();
    const made = turn.then(() => this.#make(name));
    // One that fails is told of where it is waited for, and holds up no other.
    this.#turns.push(made.catch(() => undefined));
    return made;
  }

  async #make(name: string): Promise<Consumer> {
    const folder = join(this.#folder, name);
    cpSync(join(apps, name), folder, {recursive: true});
    cpSync(await this.#tarball, join(folder, 'cryptopocket-buy.tgz'));
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
    await this.#npm(folder, 'install', ...flags);
    await this.#npm(folder, 'run', 'build');
    return {
      folder,
      load: entry => import(pathToFileURL(join(folder, `node_modules/cryptopocket-buy/dist/${entry}.js`)).href),
    };
  }

  async #npm(cwd: string, ...args: string[]): Promise<void> {
    const env = {
      ...surroundings,
      NEXT_TELEMETRY_DISABLED: '1',
      ASTRO_TELEMETRY_DISABLED: '1',
      NG_CLI_ANALYTICS: 'false',
    };
    const options = {cwd, env, signal: this.#stop.signal, maxBuffer: 2 ** 26};
    await run('npm', args, options).catch((error: unknown) => {
      const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
      throw new Error(`npm ${args.join(' ')} in ${cwd}\n${stdout}\n${stderr}`, {cause: error});
    });
  }

  async clear(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#turns);
    rmSync(this.#folder, {recursive: true, maxRetries: 3});
  }
}
