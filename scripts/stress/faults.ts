/**
 * `npm run stress:faults`: journeys through the real element while everything between page, adapter and vendor goes wrong.
 * `JOURNEYS=1000 SEED=1 AT_ONCE=8`; `ONLY=17` goes one of them again. Keeps the results of a thousand for the page of benchmarks.
 */
import {launchBrowser} from '../../test/support/browser.js';
import {sendBuyers} from '../../test/support/faults-run.js';
import {Weather} from '../../test/support/faults.js';
import {keepResults} from '../bench/results.js';

const {JOURNEYS = '1000', SEED = '1', AT_ONCE = '8', ONLY} = process.env;
const journeys = ONLY === undefined ? Array.from({length: Number(JOURNEYS)}, (_, nth) => nth + 1) : [Number(ONLY)];

const begun = Date.now();
const [weather, browser] = await Promise.all([Weather.begin(Number(SEED)), launchBrowser()]);
await weather.sandbox.settle(100);
let failed = 0;
const run = await sendBuyers(weather, browser, journeys, Number(AT_ONCE), ({ended, failed: wrong}) => {
  const done = ended.length + wrong.length;
  if (wrong.length > failed) {
    const latest = wrong.at(-1);
    console.error(latest?.error.message, '\n', latest?.error.cause);
    console.error(`Again: SEED=${SEED} ONLY=${latest?.nth ?? ''} npm run stress:faults\n`);
  }
  failed = wrong.length;
  if (done % 50 === 0) console.log(`${done} of ${journeys.length}`);
});
await browser.close();
await weather.stop();

const count = (how: string) => run.ended.filter(({ended}) => ended === how).length;
const orphans = run.ended.reduce((sum, one) => sum + one.orphans, 0);
const results = {
  journeys: `${journeys.length} (seed ${SEED})`,
  'completed, refused with the right words, resumable': ['completed', 'refused', 'resumable'].map(count).join(', '),
  'ended wrongly: lost, paid twice, stuck, or with an error on the console': String(failed),
  'payments that a lost answer of the vendor’s left behind, unpaid': String(orphans),
  'faults on the way': String(weather.spoiled.length),
};
console.table({...results, minutes: ((Date.now() - begun) / 60_000).toFixed(1)});
if (journeys.length >= 1000) keepResults('faults', results);
console.table(weather.counts());
// Whatever a spoilt exchange left open keeps nobody waiting.
process.exit(failed > 0 || run.ended.length === 0 ? 1 : 0);
