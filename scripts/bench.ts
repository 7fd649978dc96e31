/** `npm run bench`: how fast the adapter and the widget are, as ratios to the least that could be there in their place. */
import {benchAdapter} from './bench/adapter.js';
import {benchPage} from './bench/page.js';

console.table(await benchAdapter());
console.table(await benchPage());
