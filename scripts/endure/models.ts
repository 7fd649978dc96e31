/**
 * `npm run endure:models`: models and fuzz at the large size, from a seed of its own. A failure is replayed with the same
 * `SEED` and `RUNS`. Keeps the figures for the page of promises.
 */
import {randomInt} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {keepFigures} from '../figures.js';
import {runParts} from '../run.mjs';

const {SEED = String(randomInt(2 ** 31)), RUNS = '20'} = process.env;
Object.assign(process.env, {SEED, RUNS});

const files = readdirSync('test', {recursive: true, encoding: 'utf8'})
  .filter(file => /\.(?:model|fuzz)\.test\.ts$/.test(file))
  .map(file => `test/${file}`)
  .sort();
const failed = runParts(files.map(file => [file, process.execPath, '--import', 'tsx', '--test', file]));

console.log(
  `\nSEED=${SEED} RUNS=${RUNS} npm run endure:models found ${failed.length > 0 ? `something in ${failed.join(', ')}` : 'nothing'}`,
);
// A short run is for looking at one case again.
if (Number(RUNS) >= 20) {
  keepFigures('models', {
    'times as many cases as in npm test': `${RUNS} (seed ${SEED})`,
    counterexamples: String(failed.length),
  });
}
process.exitCode = failed.length > 0 ? 1 : 0;
