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
const weather = 'npm run endure:weather';
const soak = 'npm run endure:soak';
const mounts = 'npm run endure:mounts';
const models = 'npm run endure:models';

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
    promise: 'The first price is there one round trip later (where nothing else is done)',
    figure: ['page', 'first quote / bare Lit field (the least that is as heavy, a minimal widget)'],
    target: '≤ 1.35',
    command: bench,
  },
  {
    promise: 'The same where the page asks for it ahead',
    figure: ['page', 'the same with the head snippet (the least that is as heavy)'],
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

/** What holds when things go wrong, or go on for long. */
const endurance: readonly Promised[] = [
  {
    promise: 'Whatever goes wrong on the way, a purchase is completed, refused with the right words, or found again',
    figure: ['weather', 'completed, refused with the right words, resumable'],
    target: '1,000 in all',
    command: weather,
  },
  {
    promise: 'None is lost, paid twice or stuck, and none leaves an error on the console',
    figure: ['weather', 'ended wrongly: lost, paid twice, stuck, or with an error on the console'],
    target: '0',
    command: weather,
  },
  {
    promise: 'Faults that they met',
    figure: ['weather', 'faults on the way'],
    target: '',
    command: weather,
  },
  {
    promise: 'Nothing that buyers, attackers, networks and clocks do in any order breaks a rule; times what CI tries',
    figure: ['models', 'times as many cases as in npm test'],
    target: '',
    command: models,
  },
  {promise: 'Counterexamples that this found', figure: ['models', 'counterexamples'], target: '0', command: models},
  {
    promise: 'The adapter serves a crowd for long (minutes, buyers)',
    figure: ['soak', 'minutes, buyers'],
    target: '30, 500',
    command: soak,
  },
  {
    promise: 'Its heap stays flat (MB)',
    figure: ['soak', 'growth of the heap over half of the time (MB)'],
    target: '< 15 %',
    command: soak,
  },
  {
    promise: 'So do its handles (how many)',
    figure: ['soak', 'the same of handles (how many)'],
    target: '< 15 %',
    command: soak,
  },
  {
    promise: 'The slowest answers get no slower (p99, ms, second quarter and last)',
    figure: ['soak', 'p99, ms, second quarter and last'],
    target: 'no more than twice',
    command: soak,
  },
  {promise: 'No call of theirs fails', figure: ['soak', 'failed calls'], target: '0', command: soak},
  {
    promise: 'The element leaves no node, listener or timer behind, used and removed a thousand times',
    figure: ['mounts', 'nodes, listeners, timers left behind'],
    target: '0, 0, 0',
    command: mounts,
  },
  {
    promise: 'Nor memory',
    figure: ['mounts', 'growth of the heap'],
    target: '< 5 %',
    command: mounts,
  },
];

function rowsOf(promised: readonly Promised[]): string[][] {
  const kept = readFigures();
  return promised.map(({promise, figure: [subject, name], target, command}) => {
    const measured = kept[subject];
    const figure = measured?.figures[name];
    if (!measured || figure === undefined)
      throw new Error(`docs/figures.json has no “${name}”: ${command} measures it`);
    return [promise, figure, target, measured.on, `\`${command}\``];
  });
}

/** A row each: the promise, the figure, its target, the day, and the command. */
export const promiseRows = (): string[][] => rowsOf([...endurance, ...promises]);

/** The same of those that are about reliability. */
export const enduranceRows = (): string[][] => rowsOf(endurance);
