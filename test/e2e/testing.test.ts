import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {it} from 'node:test';
import {setStage} from '../support/demo-fixture.js';

const stage = setStage();

it('a merchant’s own tests run with our fixtures, on Playwright’s own runner', async () => {
  const {demo} = stage();
  const env = {...process.env, SHOP: demo.shop, SANDBOX: demo.sandbox};
  const runner = spawn('npx', ['playwright', 'test', '--config', 'test/testing/playwright.config.ts'], {env});
  const [said] = await Promise.all([text(runner.stdout), once(runner, 'exit')]);
  assert.equal(runner.exitCode, 0, said);
  assert.match(said, /3 passed/);
});

it('those tests are what the guide shows', () => {
  const guide = readFileSync('docs/testing.md', 'utf8');
  const spec = readFileSync('test/testing/merchant.spec.ts', 'utf8');
  const shown = spec.replace('../../src/testing/index.js', 'cryptopocket-buy/testing');
  assert.ok(guide.includes(`\`\`\`ts\n${shown}\`\`\``));
});
