import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Finding} from '../../src/cli/doctor/finding.js';
import {createSandbox} from '../../src/sandbox/index.js';
import {toNodeListener} from '../../src/server/node/index.js';
import {listen} from '../support/listen.js';
import {keys, serveAdapter} from './doctor/setup.js';
import {Run} from './run.js';

const sandbox = createSandbox({...keys, origin: 'http://localhost:4175'});
const vendor = await listen(toNodeListener(request => sandbox.fetch(request)));
const env = {
  CRYPTOPOCKET_API_KEY: keys.apiKey,
  CRYPTOPOCKET_API_SECRET: keys.apiSecret,
  CRYPTOPOCKET_BASE_URL: `${vendor}/api`,
};
const adapter = await serveAdapter();
const html = '<script type="module" src="/cryptopocket-buy.js"></script><cryptopocket-buy></cryptopocket-buy>';
const page = `${await listen((request, response) => {
  const isScript = request.url?.endsWith('.js') ?? false;
  response.writeHead(200, {'content-type': isScript ? 'text/javascript' : 'text/html'}).end(isScript ? '' : html);
})}/buy`;

const diagnose = async (args: readonly string[], more: Record<string, string> = {}) => {
  const doctor = new Run(['doctor', ...args], {...env, ...more});
  const code = await doctor.ended();
  assert.equal(doctor.complained, '');
  return {code, printed: doctor.printed};
};

test('a set-up that is well is told so, and the exit code says it too', async () => {
  const {code, printed} = await diagnose(['--adapter', adapter, '--page', page, '--origin', 'https://shop.example']);
  assert.match(printed, /\nAll is well\.\n$/);
  assert.equal(code, 0);
  for (const check of ['environment', 'base URL', 'clock', 'credentials', 'adapter', 'CORS', 'webhooks', 'page']) {
    assert.match(printed, new RegExp(`^ok       ${check}: `, 'm'));
  }
});

test('what is wrong comes with what to do about it, and with an exit code', async () => {
  const {code, printed} = await diagnose(['--adapter', adapter, '--page', page]);
  assert.equal(code, 1);
  assert.match(printed, /^WRONG {4}adapter: It refuses pages of http:\/\/127.+\n {9}→ Add http:\/\/127/m);
  assert.match(printed, /\n1 wrong, 0 warnings\.\n$/);
});

test('a program gets the same as JSON', async () => {
  const {code, printed} = await diagnose(['--json'], {PORT: 'x', CRYPTOPOCKET_API_SECRET: 'cs_mistyped'});
  assert.equal(code, 1);
  const findings = JSON.parse(printed) as Finding[];
  const wrong = findings.filter(({level}) => level === 'wrong').map(({check}) => check);
  assert.deepEqual(wrong, ['environment', 'credentials']);
  assert.doesNotMatch(printed, /cs_mistyped/);
  const notes = findings.filter(({level}) => level === 'note').map(({check}) => check);
  assert.deepEqual(notes, ['adapter', 'page'], 'what was not looked at is said');
});

test('without credentials the rest is checked all the same', async () => {
  const {code, printed} = await diagnose(['--adapter', adapter, '--origin', 'https://shop.example'], {
    CRYPTOPOCKET_API_KEY: '',
    CRYPTOPOCKET_API_SECRET: '',
  });
  assert.equal(code, 1);
  assert.match(printed, /^WRONG {4}environment: CRYPTOPOCKET_API_SECRET is missing\./m);
  assert.match(printed, /^ok {7}CORS preflight: /m);
  assert.doesNotMatch(printed, /credentials:|webhooks:/);
});
