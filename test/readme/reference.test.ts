import {routes} from '../../src/server/http/routes/index.js';
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {readDefaults, readElement, renew} from '../../scripts/docs/reference.js';
import {createMetrics} from '../../src/cli/metrics.js';
import {kycStatuses} from '../../src/contract/kyc.js';
import {isFinal, paymentStatuses} from '../../src/contract/payment.js';
import {refusals, silences} from '../../src/contract/problem.js';
import type {Step} from '../../src/index.js';
import {backOffice} from '../../src/server/cryptopocket/back-office.js';
import {toKycStatus, toPaymentStatus} from '../../src/server/cryptopocket/assumptions.js';
import {plain, readme, root, rowsAfter} from './readme.js';

const firstCells = (mark: string) => rowsAfter(mark).map(([cell]) => plain(cell));

/** The vendor's words in a cell such as `` `processing` or any other word ``. */
const vendorWords = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, word = '']) => word);

test('every generated table is what the source says', async () => {
  assert.deepEqual((await renew(readme)).outdated, []);
  assert.deepEqual((await renew(readFileSync('docs/messages.md', 'utf8'), 'docs/messages.md')).outdated, []);
});

test('a table that is not what the source says is found and renewed', async () => {
  const altered = readme.replace('| `backend` ', '| `server`  ');
  const {text, outdated} = await renew(altered);
  assert.deepEqual(outdated, ['attributes']);
  assert.equal(text, readme);
});

test('every code of a problem is explained', () => {
  assert.deepEqual(firstCells('<!-- table: problems -->'), [...refusals, ...silences]);
});

test('every payment status is explained, beside the vendor’s word for it', () => {
  const rows = rowsAfter('<!-- statuses: payment -->');
  assert.deepEqual(
    rows.map(([status]) => plain(status)),
    [...paymentStatuses],
  );
  for (const [cell, vendors, , final] of rows) {
    const status = paymentStatuses.find(word => word === plain(cell));
    const words = vendorWords(vendors);
    for (const word of words.length > 0 ? words : ['some_other_word']) assert.equal(toPaymentStatus(word), status);
    assert.equal(final === 'yes', status !== undefined && isFinal(status));
  }
});

test('every KYC status is explained, beside the vendor’s word for it', () => {
  const rows = rowsAfter('<!-- statuses: kyc -->');
  assert.deepEqual(
    rows.map(([status]) => plain(status)),
    [...kycStatuses],
  );
  for (const [status, vendors = ''] of rows) {
    for (const word of vendorWords(vendors)) assert.equal(toKycStatus(word), plain(status));
    if (vendors.includes('any other')) assert.equal(toKycStatus('some_other_word'), plain(status));
  }
});

test('every step is explained', () => {
  const steps: Record<Step, true> = {
    amount: true,
    customer: true,
    code: true,
    kyc: true,
    enhanced: true,
    payment: true,
    status: true,
    resuming: true,
  };
  assert.deepEqual(firstCells('## The steps of a purchase').sort(), Object.keys(steps).sort());
});

test('every route of the adapter is explained, and no other', () => {
  const served = routes.map(({method, path}) => `${method} ${path}`);
  assert.deepEqual(firstCells('<!-- table: routes -->').sort(), served.sort());
});

test('every call for a back office is explained, and no other', () => {
  const ask = () => Promise.resolve();
  const calls = Object.keys(backOffice({get: ask, post: ask, postForm: ask}));
  assert.deepEqual(firstCells('<!-- back office -->').sort(), calls.sort());
});

test('what the contract calls undocumented is listed as not offered, and nothing else', () => {
  const contract = readFileSync(`${root}test/contract/openapi.yaml`, 'utf8');
  const named = [...contract.matchAll(/^ +x-nav: (.+)$/gm)].map(([, name]) => name);
  assert.ok(named.length > 0);
  const listed = rowsAfter('<!-- undocumented -->').map(([group, call, method]) => `${group} > ${call} (${method})`);
  assert.deepEqual(listed.sort(), named.sort());
});

test('every figure is explained, and no other', async () => {
  const figures = await createMetrics().text();
  const told = [...figures.matchAll(/^# HELP (cryptopocket_\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(firstCells('<!-- figures -->').sort(), told.sort());
});

test('every check of the doctor is explained, and no other', () => {
  const folder = `${root}src/cli/`;
  const sources = ['doctor.ts', ...readdirSync(`${folder}doctor`).map(name => `doctor/${name}`)];
  const text = sources.map(name => readFileSync(folder + name, 'utf8')).join('\n');
  const checks = new Set([...text.matchAll(/findingsOf\('([^']+)'\)/g)].map(([, name]) => name));
  assert.deepEqual(firstCells('<!-- checks -->').sort(), [...checks].sort());
});

test('every custom property has a default, and every default a custom property', () => {
  const documented = readElement().customProperties.map(({name}) => name);
  assert.deepEqual(documented.sort(), [...readDefaults().keys()].sort());
});

test('every command that is named can be run', () => {
  const {scripts} = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {scripts: Record<string, string>};
  const named = [...readme.matchAll(/\bnpm (?:(start|test)\b|run ([\w:-]+))/g)].map(([, short, long]) => short ?? long);
  assert.ok(named.length > 0);
  for (const name of named) assert.ok(name !== undefined && name in scripts, name);
});

test('the demo’s settings are named as they are', () => {
  const settings = readFileSync(`${root}demo/settings.ts`, 'utf8');
  assert.match(settings, /port\('PORT', 4173\)/);
  for (const name of ['CRYPTOPOCKET_API_KEY', 'CRYPTOPOCKET_API_SECRET', 'CRYPTOPOCKET_BASE_URL']) {
    assert.ok(settings.includes(name) && readme.includes(`export ${name}=`), name);
  }
});
