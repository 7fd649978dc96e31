import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Reporter, TestSuiteResult} from '@web/test-runner';

/** A Web Test Runner reporter that writes the counts of all tests as JSON to `file`. */
export function countReporter(file: string): Reporter {
  return {
    stop({sessions}) {
      const count = {passed: 0, failed: 0, skipped: 0};
      const walk = (suite: TestSuiteResult): void => {
        for (const test of suite.tests) count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
        suite.suites.forEach(walk);
      };
      for (const session of sessions) {
        const before = count.failed;
        if (session.testResults) walk(session.testResults);
        // A file that failed outside its tests (syntax error, time-out, broken hook) counts as one failure.
        if ((session.passed === false || session.errors.length > 0) && count.failed === before) count.failed += 1;
      }
      mkdirSync(dirname(file), {recursive: true});
      writeFileSync(file, JSON.stringify(count));
    },
  };
}
