// Plain JavaScript, unlike the other scripts: node:test loads its reporters before tsx can translate them.

/**
 * A node:test reporter that writes the counts of its tests, not of its suites, as JSON.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} source
 */
export default async function* countReporter(source) {
  const count = {passed: 0, failed: 0, skipped: 0};
  for await (const {type, data} of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite that fails without a failed test in it has a broken hook or does not load.
    if (
      data.details?.type === 'suite' &&
      (type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed')
    ) {
      continue;
    }
    if (data.skip !== undefined || data.todo !== undefined) count.skipped += 1;
    else count[type === 'test:pass' ? 'passed' : 'failed'] += 1;
  }
  yield JSON.stringify(count);
}
