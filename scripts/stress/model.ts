/**
 * `npm run stress:model`: models and fuzz at the large size, from a seed of its own. A failure is replayed with the same
 * `SEED` and `RUNS`. Keeps the results for the page of benchmarks.
 */
import {randomInt} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {keepResults} from '../bench/results.js';
import {runParts} from '../check/run-parts.js';

const {SEED = String(randomInt(2 ** 31)), RUNS = '20'} = process.env;
Object.assign(process.env, {SEED, RUNS});

const files = readdirSync('test', {recursive: true, encoding: 'utf8'})
  .filter(file => /\.(?:model|fuzz)\.test\.ts$/.test(file))
  .map(file => `test/${file}`)
  .sort();
const failed = await runParts(
  files.map(file => ({name: file, command: [process.execPath, '--import', 'tsx', '--test', file]})),
);

console.log(
  `\nSEED=${SEED} RUNS=${RUNS} npm run stress:model found ${failed.length > 0 ? `something in ${failed.join(', ')}` : 'nothing'}`,
);
// A short run is for looking at one case again.
if (Number(RUNS) >= 20) {
  keepResults('model', {
    'times as many cases as in npm test': `${RUNS} (seed ${SEED})`,
    counterexamples: String(failed.length),
  });
}
process.exitCode = failed.length > 0 ? 1 : 0;
