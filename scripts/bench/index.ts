/**
 * `npm run bench`: how fast the adapter and the widget are, as ratios to the least that could be there in their place. Keeps the
 * results for the page of benchmarks.
 */
import {build} from 'vite';
import {benchAdapter} from './adapter.js';
import {benchBuyers} from './buyers.js';
import {benchPage} from './page.js';
import {keepResults} from './results.js';

await build({mode: 'npm'});
for (const [subject, measure] of Object.entries({adapter: benchAdapter, buyers: benchBuyers, page: benchPage})) {
  const results = await measure();
  console.table(results);
  keepResults(subject, results);
}
