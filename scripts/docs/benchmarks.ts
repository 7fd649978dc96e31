/** What the project promises, with the result that was measured last and the command that measures it again. */
import {readResults} from '../bench/results.js';

interface Benchmark {
  promise: string;
  /** Where the result is kept: what was measured, and the name that it has there. */
  result: readonly [subject: string, name: string];
  target: string;
  command: string;
}

const bench = 'npm run bench';
const faults = 'npm run stress:faults';
const soak = 'npm run stress:soak';
const mountLeak = 'npm run stress:mount-leak';
const model = 'npm run stress:model';

const performance: readonly Benchmark[] = [
  {
    promise: 'The first file fits into one flight of packets',
    result: ['page', 'script, brotli, kB (bare Lit element, minimal widget)'],
    target: '14 kB',
    command: bench,
  },
  {
    promise: 'The amount can be typed about as soon as into a bare Lit field, on a slow phone',
    result: ['page', 'first amount field / bare Lit field'],
    target: '≤ 1.3',
    command: bench,
  },
  {
    promise: 'The first price is there one round trip later (where nothing else is done)',
    result: ['page', 'first quote / bare Lit field (the least that is as heavy, a minimal widget)'],
    target: '≤ 1.35',
    command: bench,
  },
  {
    promise: 'The same where the page asks for it ahead',
    result: ['page', 'the same with the head snippet (the least that is as heavy)'],
    target: '≤ 1.15',
    command: bench,
  },
  {
    promise: 'The page is hardly held up, ms',
    result: ['page', 'blocked above the bare Lit element, ms (a minimal widget)'],
    target: '≤ 150',
    command: bench,
  },
  {
    promise: 'A key is on screen at once, ms',
    result: ['page', 'a key to the next paint, ms (bare Lit element)'],
    target: '≤ 24',
    command: bench,
  },
  {
    promise: 'The page’s memory stays what it was',
    result: ['page', 'heap after the first quote / bare Lit element'],
    target: '≤ 1.3',
    command: bench,
  },
  {
    promise: 'A cached price costs the adapter little more than an echo',
    result: ['adapter', 'cached quote / bare echo'],
    target: '≥ 0.5',
    command: bench,
  },
  {
    promise: 'So does a payment that many ask for',
    result: ['adapter', 'payment status, many asking for one / bare echo'],
    target: '≥ 0.5',
    command: bench,
  },
  {
    promise: 'A call that goes on to the vendor is passed on fast',
    result: ['adapter', 'payment status, each forwarded to the vendor / bare echo'],
    target: '≥ 0.2',
    command: bench,
  },
  {
    promise: 'A session is minted fast',
    result: ['adapter', 'session minted / bare echo'],
    target: '≥ 0.3',
    command: bench,
  },
  {
    promise: 'Whoever waits takes little memory, kB (a request that is merely held)',
    result: ['adapter', 'memory of one open long-poll, kB (of a request that is merely held)'],
    target: '≤ 16',
    command: bench,
  },
  {
    promise: 'What the vendor tells is on the page at once, ms (the longest of 20)',
    result: ['adapter', 'from a notification to the page, ms (the longest of 20)'],
    target: '≤ 1000',
    command: bench,
  },
  {
    promise: 'A buyer who completes costs the vendor few calls',
    result: ['buyers', 'vendor calls per buyer who completes'],
    target: '≤ 9',
    command: bench,
  },
];

/** What holds when things go wrong, or go on for long. */
const reliability: readonly Benchmark[] = [
  {
    promise: 'Whatever goes wrong on the way, a purchase is completed, refused with the right words, or found again',
    result: ['faults', 'completed, refused with the right words, resumable'],
    target: '1,000 in all',
    command: faults,
  },
  {
    promise: 'None is lost, paid twice or stuck, and none leaves an error on the console',
    result: ['faults', 'ended wrongly: lost, paid twice, stuck, or with an error on the console'],
    target: '0',
    command: faults,
  },
  {
    promise: 'Faults that they met',
    result: ['faults', 'faults on the way'],
    target: '',
    command: faults,
  },
  {
    promise: 'Nothing that buyers, attackers, networks and clocks do in any order breaks a rule; times what CI tries',
    result: ['model', 'times as many cases as in npm test'],
    target: '',
    command: model,
  },
  {promise: 'Counterexamples that this found', result: ['model', 'counterexamples'], target: '0', command: model},
  {
    promise: 'The adapter serves a crowd for long (minutes, buyers)',
    result: ['soak', 'minutes, buyers'],
    target: '30, 500',
    command: soak,
  },
  {
    promise: 'Its heap stays flat (MB)',
    result: ['soak', 'growth of the heap over half of the time (MB)'],
    target: '< 15 %',
    command: soak,
  },
  {
    promise: 'So do its handles (how many)',
    result: ['soak', 'the same of handles (how many)'],
    target: '< 15 %',
    command: soak,
  },
  {
    promise: 'The slowest answers get no slower (p99, ms, second quarter and last)',
    result: ['soak', 'p99, ms, second quarter and last'],
    target: 'no more than twice',
    command: soak,
  },
  {promise: 'No call of theirs fails', result: ['soak', 'failed calls'], target: '0', command: soak},
  {
    promise: 'The element leaves no node, listener or timer behind, used and removed a thousand times',
    result: ['mount-leak', 'nodes, listeners, timers left behind'],
    target: '0, 0, 0',
    command: mountLeak,
  },
  {
    promise: 'Nor memory',
    result: ['mount-leak', 'growth of the heap'],
    target: '< 5 %',
    command: mountLeak,
  },
];

function rowsOf(benchmarks: readonly Benchmark[]): string[][] {
  const results = readResults();
  return benchmarks.map(({promise, result: [subject, name], target, command}) => {
    const measured = results[subject];
    const result = measured?.results[name];
    if (!measured || result === undefined)
      throw new Error(`docs/results.json has no “${name}”: ${command} measures it`);
    return [promise, result, target, measured.on, `\`${command}\``];
  });
}

/** A row each: the promise, the result, its target, the day, and the command. */
export const benchmarkRows = (): string[][] => rowsOf([...reliability, ...performance]);

/** The same of those about reliability. */
export const stressRows = (): string[][] => rowsOf(reliability);
