/** Runs the parts of a command, all of them even if one fails, and adds up what their tests counted. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';

const counts = '.ci-out';

export interface Part {
  name: string;
  command: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Names of the parts that have to end first. This one runs even if they fail. */
  after?: readonly string[];
}

export interface RunPartsOptions {
  /** How many parts run at once. The output of a part is held back until it ends if that is more than one. @default 1 */
  atOnce?: number;
}

/** A script of ours as a command. */
export const tsx = (file: string, ...args: string[]): string[] => [process.execPath, '--import', 'tsx', file, ...args];

/** Resolves with the names of the parts that failed. */
export async function runParts(parts: readonly Part[], {atOnce = 1}: RunPartsOptions = {}): Promise<string[]> {
  const waiting = [...parts];
  const ended = new Set<string>();
  const failed: string[] = [];
  const running = new Set<Promise<void>>();
  const isReady = ({after = []}: Part) => after.every(name => ended.has(name));
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < atOnce ? waiting.findIndex(isReady) : -1;
    if (next < 0) {
      if (running.size === 0)
        throw new Error(`waiting for parts that there are not: ${waiting.map(({name}) => name).join()}`);
      await Promise.race(running);
      continue;
    }
    const [part] = waiting.splice(next, 1);
    if (!part) continue;
    const run = runPart(part, atOnce > 1).then(isWell => {
      ended.add(part.name);
      if (!isWell) failed.push(part.name);
      running.delete(run);
    });
    running.add(run);
  }
  return failed;
}

async function runPart(
  {name, command: [program = '', ...args], env = {}}: Part,
  isHeldBack: boolean,
): Promise<boolean> {
  const started = Date.now();
  if (!isHeldBack) console.log(`\n== ${name}`);
  const child = spawn(program, args, {
    stdio: isHeldBack ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: {...process.env, ...env},
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()));
  const status = await once(child, 'close').then(
    ([code]) => code as number | null,
    (error: unknown) => {
      output += String(error);
      return 1;
    },
  );
  if (isHeldBack) process.stdout.write(`\n== ${name}\n${output}`);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - started) / 1000)} s`);
  return status === 0;
}

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Forgets earlier counts. */
export function clearCounts(): void {
  rmSync(counts, {recursive: true, force: true});
  mkdirSync(counts, {recursive: true});
}

/** Counts the parts of a check as a test each. */
export function writeCount(name: string, passed: number, failed: number): void {
  mkdirSync(counts, {recursive: true});
  writeFileSync(`${counts}/${name}.json`, JSON.stringify({passed, failed, skipped: 0}));
}

/** Prints `N passed, N failed` as the last line. Gives true if all is well. A runner that left no count has failed. */
export function printTotal(expected: readonly string[]): boolean {
  const found = readdirSync(counts).map(file => file.replace(/\.json$/, ''));
  const total: Count = {passed: 0, failed: expected.filter(name => !found.includes(name)).length, skipped: 0};
  console.log('');
  for (const name of found) {
    const count = JSON.parse(readFileSync(`${counts}/${name}.json`, 'utf8')) as Count;
    console.log(`${name}: ${count.passed} passed, ${count.failed} failed`);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key];
  }
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  return total.failed === 0 && total.passed > 0;
}
