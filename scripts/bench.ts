/** `npm run bench`: how fast the adapter and the widget are, as ratios to the least that could be there in their place. */
import {build} from 'vite';
import {benchAdapter} from './bench/adapter.js';
import {benchBuyers} from './bench/buyers.js';
import {benchPage} from './bench/page.js';

await build({mode: 'npm'});
console.table(await benchAdapter());
console.table(await benchBuyers());
console.table(await benchPage());
