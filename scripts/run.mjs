// Runs the parts of a command one after another, all of them even when one fails, and sums up what they counted.
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';

const counts = '.ci-out';

/** Runs `parts`, `[name, command, ...arguments]` each, and tells which failed. */
export function runParts(parts) {
  return parts.flatMap(([name, command, ...args]) => {
    console.log(`\n== ${name}`);
    const started = Date.now();
    const {status} = spawnSync(command, args, {stdio: ['ignore', 'inherit', 'inherit'], env: process.env});
    console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - started) / 1000)} s`);
    return status === 0 ? [] : [name];
  });
}

/** Forgets earlier counts. */
export function clearCounts() {
  rmSync(counts, {recursive: true, force: true});
  mkdirSync(counts, {recursive: true});
}

/** Counts the parts of a check as a test each. */
export function writeCount(name, passed, failed) {
  writeFileSync(`${counts}/${name}.json`, JSON.stringify({passed, failed, skipped: 0}));
}

/** Prints `N passed, N failed` as the last line; true if all is well. A runner that left no count has failed. */
export function printTotal(expected) {
  const total = {passed: 0, failed: 0, skipped: 0};
  const found = readdirSync(counts).map(file => file.replace(/\.json$/, ''));
  for (const name of expected) {
    if (!found.includes(name)) total.failed += 1;
  }
  console.log('');
  for (const name of found) {
    const count = JSON.parse(readFileSync(`${counts}/${name}.json`, 'utf8'));
    console.log(`${name}: ${count.passed} passed, ${count.failed} failed`);
    for (const key of Object.keys(total)) total[key] += count[key];
  }
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  return total.failed === 0 && total.passed > 0;
}
