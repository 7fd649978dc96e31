// Models and fuzz at the large size, from a seed of its own. A failure is replayed with the same `SEED` and `RUNS`.
import {randomInt} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {runParts} from './run.mjs';

const {SEED = String(randomInt(2 ** 31)), RUNS = '20'} = process.env;
Object.assign(process.env, {SEED, RUNS});

const files = readdirSync('test', {recursive: true})
  .filter(file => /\.(?:model|fuzz)\.test\.ts$/.test(file))
  .map(file => `test/${file}`)
  .sort();
const failed = runParts(files.map(file => [file, process.execPath, '--import', 'tsx', '--test', file]));
console.log(
  `\nSEED=${SEED} RUNS=${RUNS} npm run endure:models${failed.length > 0 ? ` found something in ${failed.join(', ')}` : ' found nothing'}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
