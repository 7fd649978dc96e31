import type {TestEvent} from 'node:test/reporters';
import type {Count} from './run-parts.js';

interface Ended {
  skip?: unknown;
  todo?: unknown;
  details?: {type?: string | undefined; error?: {failureType?: string}};
}

/** A node:test reporter that writes the counts of its tests, not of its suites, as JSON. */
export default async function* countReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const count: Count = {passed: 0, failed: 0, skipped: 0};
  for await (const {type, data} of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const {skip, todo, details} = data as Ended;
    // A suite that fails without a failed test in it has a broken hook or does not load.
    if (details?.type === 'suite' && (type === 'test:pass' || details.error?.failureType === 'subtestsFailed'))
      continue;
    if (skip !== undefined || todo !== undefined) count.skipped += 1;
    else count[type === 'test:pass' ? 'passed' : 'failed'] += 1;
  }
  yield JSON.stringify(count);
}
