import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as readings from '../../../src/server/cryptopocket/assumptions.js';

test('every reading of something undocumented is in the list of assumptions, and nothing else is', () => {
  const listed = readings.assumptions.map(({name}) => name);
  const written = Object.keys(readings).filter(name => name !== 'assumptions');
  assert.deepEqual(listed.toSorted(), written.toSorted());
  for (const {about, reading} of readings.assumptions) assert.ok(about && reading);
});
