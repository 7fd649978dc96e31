/**
 * `npm run bench`: how fast the adapter and the widget are, as ratios to the least that could be there in their place. Keeps the
 * figures for the page of promises.
 */
import {build} from 'vite';
import {benchAdapter} from './bench/adapter.js';
import {benchBuyers} from './bench/buyers.js';
import {benchPage} from './bench/page.js';
import {keepFigures} from './figures.js';

await build({mode: 'npm'});
for (const [subject, measure] of Object.entries({adapter: benchAdapter, buyers: benchBuyers, page: benchPage})) {
  const figures = await measure();
  console.table(figures);
  keepFigures(subject, figures);
}
