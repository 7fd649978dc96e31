/** What the project promises, with the figure that was measured last and the command that measures it again. */
import {readFigures} from './figures.js';

interface Promised {
  promise: string;
  /** Where the figure is kept: what was measured, and the name that it has there. */
  figure: readonly [subject: string, name: string];
  target: string;
  command: string;
}

const bench = 'npm run bench';

const promises: readonly Promised[] = [
  {
    promise: 'The first file fits into one flight of packets',
    figure: ['page', 'script, brotli, kB (bare Lit element, minimal widget)'],
    target: '14 kB',
    command: bench,
  },
  {
    promise: 'The amount can be typed about as soon as into a bare Lit field, on a slow phone',
    figure: ['page', 'first amount field / bare Lit field'],
    target: '≤ 1.3',
    command: bench,
  },
  {
    promise: 'The first price is there one round trip later',
    figure: ['page', 'first quote / bare Lit field'],
    target: '≤ 1.35',
    command: bench,
  },
  {
    promise: 'The same where the page asks for it ahead',
    figure: ['page', 'the same with the head snippet'],
    target: '≤ 1.15',
    command: bench,
  },
  {
    promise: 'The page is hardly held up, ms',
    figure: ['page', 'blocked above the bare Lit element, ms (a minimal widget)'],
    target: '≤ 150',
    command: bench,
  },
  {
    promise: 'A key is on screen at once, ms',
    figure: ['page', 'a key to the next paint, ms (bare Lit element)'],
    target: '≤ 24',
    command: bench,
  },
  {
    promise: 'The page’s memory stays what it was',
    figure: ['page', 'heap after the first quote / bare Lit element'],
    target: '≤ 1.3',
    command: bench,
  },
  {
    promise: 'A cached price costs the adapter little more than an echo',
    figure: ['adapter', 'cached quote / bare echo'],
    target: '≥ 0.5',
    command: bench,
  },
  {
    promise: 'So does a payment that many ask for',
    figure: ['adapter', 'payment status, many asking for one / bare echo'],
    target: '≥ 0.5',
    command: bench,
  },
  {
    promise: 'A call that goes on to the vendor is passed on fast',
    figure: ['adapter', 'payment status, each forwarded to the vendor / bare echo'],
    target: '≥ 0.2',
    command: bench,
  },
  {
    promise: 'A session is minted fast',
    figure: ['adapter', 'session minted / bare echo'],
    target: '≥ 0.3',
    command: bench,
  },
  {
    promise: 'Whoever waits takes little memory, kB (a request that is merely held)',
    figure: ['adapter', 'memory of one open long-poll, kB (of a request that is merely held)'],
    target: '≤ 16',
    command: bench,
  },
  {
    promise: 'What the vendor tells is on the page at once, ms (the longest of 20)',
    figure: ['adapter', 'from a notification to the page, ms (the longest of 20)'],
    target: '≤ 1000',
    command: bench,
  },
  {
    promise: 'A buyer who completes costs the vendor few calls',
    figure: ['buyers', 'vendor calls per buyer who completes'],
    target: '≤ 9',
    command: bench,
  },
];

/** A row each: the promise, the figure, its target, the day, and the command. */
export function promiseRows(): string[][] {
  const kept = readFigures();
  return promises.map(({promise, figure: [subject, name], target, command}) => {
    const measured = kept[subject];
    const figure = measured?.figures[name];
    if (!measured || figure === undefined)
      throw new Error(`docs/figures.json has no “${name}”: ${command} measures it`);
    return [promise, figure, target, measured.on, `\`${command}\``];
  });
}
