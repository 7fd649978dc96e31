import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

test('every test that the table of accessibility names is there', () => {
  const table = readFileSync('docs/accessibility.md', 'utf8');
  const named = [...table.matchAll(/`(test\/[^`]+)`:\s“([^”]+)”/g)];
  assert.ok(named.length > 30);
  for (const [, file = '', name = ''] of named)
    assert.ok(readFileSync(file, 'utf8').includes(name), `${file}: ${name}`);
});
