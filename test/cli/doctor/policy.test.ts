import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  isScriptBlocked,
  mayConnect,
  mayMakePolicy,
  missingInSandbox,
  readPolicies,
} from '../../../src/cli/doctor/policy.js';

const page = new URL('https://shop.example/buy');
const allows = (sources: string, url: string, from = page) =>
  mayConnect(readPolicies(`connect-src ${sources}`, []), new URL(url), from);

for (const [sources, url, allowed] of [
  ["'self'", 'https://shop.example/cryptopocket', true],
  ["'self'", 'https://shop.example:8443/cryptopocket', false],
  ["'self'", 'http://shop.example/cryptopocket', false],
  ["'self'", 'https://pay.shop.example/', false],
  ["'none'", 'https://shop.example/', false],
  ['*', 'https://anything.example/', true],
  ['https:', 'https://anything.example/', true],
  ['http:', 'https://anything.example/', true],
  ['https:', 'http://anything.example/', false],
  ['https://pay.example', 'https://pay.example/cryptopocket/assets', true],
  ['https://pay.example', 'https://pay.example:8443/', false],
  ['https://pay.example:*', 'https://pay.example:8443/', true],
  ['https://pay.example:8443', 'https://pay.example:8443/', true],
  ['http://pay.example', 'https://pay.example/', true],
  ['pay.example', 'https://pay.example/', true],
  ['pay.example', 'http://pay.example/', false],
  ['PAY.example', 'https://pay.example/', true],
  ['*.example', 'https://pay.example/', true],
  ['*.pay.example', 'https://pay.example/', false],
  ['https://pay.example/cryptopocket/', 'https://pay.example/cryptopocket/assets', true],
  ['https://pay.example/cryptopocket', 'https://pay.example/cryptopocket/assets', false],
  ['https://pay.example/cryptopocket', 'https://pay.example/cryptopocket', true],
  ['https://pay.example/a%20b/', 'https://pay.example/a b/assets', true],
  ['https://pay.example/%/', 'https://pay.example/%/assets', true],
  ['pay.example.', 'https://pay.example/', false],
] as const) {
  test(`connect-src ${sources} ${allowed ? 'allows' : 'blocks'} ${url}`, () => {
    assert.equal(allows(sources, url), allowed);
  });
}

test('a page without encryption may move on to it', () => {
  const from = new URL('http://shop.example/');
  assert.equal(allows("'self'", 'https://shop.example/', from), true);
  assert.equal(allows('pay.example', 'https://pay.example/', from), true);
});

test('what connect-src does not say, default-src says; and no policy allows all', () => {
  const adapter = new URL('https://pay.example/');
  assert.equal(mayConnect(readPolicies("default-src 'self'", []), adapter, page), false);
  assert.equal(
    mayConnect(readPolicies("default-src 'none'; connect-src https://pay.example", []), adapter, page),
    true,
  );
  assert.equal(mayConnect(readPolicies("script-src 'self'", []), adapter, page), true);
  assert.equal(mayConnect(readPolicies(null, []), adapter, page), true);
});

test('several policies have to allow it each, from the header and from the page', () => {
  const adapter = new URL('https://pay.example/');
  assert.equal(mayConnect(readPolicies("connect-src *, default-src 'self'", []), adapter, page), false);
  assert.equal(mayConnect(readPolicies('connect-src *', ["default-src 'self'"]), adapter, page), false);
  assert.equal(mayConnect(readPolicies('connect-src *, connect-src https:', ['']), adapter, page), true);
});

const url = new URL('https://cdn.example/cryptopocket-buy.js');
const hash = 'sha384-abc';
for (const [policy, script, blocked] of [
  ['script-src https://cdn.example', {}, 'no'],
  ["script-src 'self'", {}, 'first'],
  ["default-src 'self'", {}, 'first'],
  ["default-src 'none'; script-src https:", {}, 'no'],
  ["script-src 'none'; script-src-elem https:", {}, 'no'],
  ["script-src 'nonce-n'", {nonce: 'n'}, 'no'],
  ["script-src 'nonce-n'", {nonce: 'another'}, 'first'],
  ["script-src 'nonce-'", {nonce: ''}, 'first'],
  ["script-src 'strict-dynamic' https://cdn.example", {}, 'first'],
  ["script-src 'strict-dynamic' 'nonce-n' https:", {nonce: 'n'}, 'no'],
  [`script-src '${hash}'`, {integrity: hash}, 'later'],
  [`script-src '${hash}' 'strict-dynamic'`, {integrity: hash}, 'no'],
  [`script-src '${hash}' https://cdn.example`, {integrity: hash}, 'no'],
  [`script-src '${hash}'`, {integrity: `${hash} sha384-other`}, 'first'],
  [`script-src '${hash}', script-src 'self'`, {integrity: hash}, 'first'],
  ["img-src 'none'", {}, 'no'],
] as const) {
  test(`a script with ${JSON.stringify(script)} under ${policy}: ${blocked} is blocked`, () => {
    assert.equal(isScriptBlocked(readPolicies(policy, []), {url, ...script}, page), blocked);
  });
}

test('a list of Trusted Types policies has to name ours', () => {
  const may = (policy: string) => mayMakePolicy(readPolicies(policy, []), 'cryptopocket-buy');
  assert.equal(may("require-trusted-types-for 'script'"), true);
  assert.equal(may("require-trusted-types-for 'script'; trusted-types cryptopocket-buy"), true);
  assert.equal(may("trusted-types * 'allow-duplicates'"), true);
  assert.equal(may('trusted-types lit-html'), false);
  assert.equal(may("trusted-types 'none'"), false);
  assert.equal(may('trusted-types'), false);
});

test('a sandboxed page is told what it lacks', () => {
  assert.deepEqual(missingInSandbox(readPolicies("default-src 'self'", [])), []);
  const missing = missingInSandbox(readPolicies('sandbox allow-scripts allow-forms allow-same-origin', []));
  assert.deepEqual(missing, ['allow-popups', 'allow-popups-to-escape-sandbox']);
});
