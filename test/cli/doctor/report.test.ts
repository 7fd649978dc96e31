import assert from 'node:assert/strict';
import {test} from 'node:test';
import {findingsOf} from '../../../src/cli/doctor/finding.js';
import {report} from '../../../src/cli/doctor/report.js';

const {ok, note, warning, wrong} = findingsOf('clock');

test('every finding has a line, and what to do about it another', () => {
  assert.equal(
    report([
      ok('Right.'),
      note('By the way.'),
      warning('A little late.', 'Wind it.'),
      wrong('Stopped.', 'Buy another.'),
    ]),
    `ok       clock: Right.
note     clock: By the way.
WARNING  clock: A little late.
         → Wind it.
WRONG    clock: Stopped.
         → Buy another.

1 wrong, 1 warning.
`,
  );
});

test('where nothing is to be done, that is said', () => {
  assert.match(report([ok('Right.'), note('By the way.')]), /\n\nAll is well\.\n$/);
});
