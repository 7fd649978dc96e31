import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

for (const [document, least] of [
  ['docs/accessibility.md', 30],
  ['docs/threat-model.md', 30],
  ['docs/money-rules.md', 40],
] as const) {
  test(`every test that ${document} names is there`, () => {
    const named = [...readFileSync(document, 'utf8').matchAll(/`((?:test|scripts)\/[^`]+)`:\s“([^”]+)”/g)];
    assert.ok(named.length > least);
    for (const [, file = '', name = ''] of named)
      assert.ok(readFileSync(file, 'utf8').includes(name), `${file}: ${name}`);
  });
}
