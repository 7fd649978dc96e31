import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkCredentials, checkVendor} from '../../../src/cli/doctor/vendor.js';
import {createSandbox} from '../../../src/sandbox/index.js';
import {toNodeListener} from '../../../src/server/node/index.js';
import {listen} from '../../support/listen.js';
import {allWell, found, keys, wrong, nowhere} from './setup.js';

const serveVendor = () => {
  const sandbox = createSandbox({...keys, origin: 'http://localhost:4175'});
  return listen(toNodeListener(request => sandbox.fetch(request)));
};

/** A vendor whose clock is `seconds` ahead of ours. */
const serveTime = async (seconds: number) => {
  const listener = toNodeListener(() => {
    const date = new Date(Date.now() + seconds * 1000).toUTCString();
    return Promise.resolve(Response.json({}, {headers: {date}}));
  });
  return checkVendor(`${await listen(listener)}/api`);
};

test('a vendor that answers at the right address and time is well', async () => {
  allWell(await checkVendor(`${await serveVendor()}/api`));
  allWell(await checkVendor(`${await serveVendor()}/api/`));
});

test('addresses that cannot be the vendor’s are told, and what they should be', async () => {
  wrong(await checkVendor('sandbox.cryptopocket.io/api'), 'base URL', /no http\(s\) address/, /CRYPTOPOCKET_BASE_URL/);
  wrong(await checkVendor('ftp://vendor.test/api'), 'base URL', /no http\(s\) address/, /CRYPTOPOCKET_BASE_URL/);
  wrong(await checkVendor('https://vendor.test/api/api'), 'base URL', /twice/, /https:\/\/vendor\.test\/api\./);
  wrong(await checkVendor('https://vendor.test/api?x=1'), 'base URL', /a query/, /CRYPTOPOCKET_BASE_URL/);
});

test('a password in the address is not told again', async () => {
  // secretlint-disable-next-line -- made up, to see that it is not repeated
  const findings = await checkVendor('https://me:hunter2@vendor.test/api');
  wrong(findings, 'base URL', /password/, /CRYPTOPOCKET_BASE_URL/);
  assert.doesNotMatch(JSON.stringify(findings), /hunter2/);
});

test('an address without /api is only doubted, as the vendor may have given it so', async () => {
  const elsewhere = await listen((_request, response) => response.writeHead(404).end());
  const {fix = ''} = found(await checkVendor(elsewhere), 'warning', 'base URL');
  assert.match(fix, /\/api, unless CryptoPocket told you otherwise/);
});

test('an address without /api is wrong where the API answers below it', async () => {
  wrong(await checkVendor(await serveVendor()), 'base URL', /lacks \/api/, /CRYPTOPOCKET_BASE_URL to .*\/api\./);
});

test('an address that is not encrypted is wrong, unless it is on this machine', async () => {
  const [first] = await checkVendor('http://vendor.invalid/api');
  assert.match(first?.message ?? '', /not encrypted/);
});

test('a vendor that nobody is at cannot be reached, and why is told', async () => {
  wrong(await checkVendor(`${await nowhere()}/api`), 'base URL', /nothing listens there/, /may open connections/);
});

test('a clock that is off is told, and that notifications are refused when it is far off', async () => {
  allWell(await serveTime(0));
  allWell(await serveTime(20));
  assert.match(found(await serveTime(90), 'warning', 'clock').message, /(?:89|90|91) s behind/);
  assert.match(found(await serveTime(-90), 'warning', 'clock').message, /(?:89|90|91) s ahead of/);
  wrong(await serveTime(400), 'clock', /refused beyond 300 s/, /set-ntp/);
  wrong(await serveTime(-400), 'clock', /refused beyond 300 s/, /set-ntp/);
});

test('a vendor that tells no time is no fault of anybody’s', async () => {
  const origin = await listen((_request, response) => {
    response.sendDate = false;
    response.end('{}');
  });
  found(await checkVendor(`${origin}/api`), 'note', 'clock');
});

test('good credentials are let in', async () => {
  const finding = await checkCredentials({...keys, baseUrl: `${await serveVendor()}/api`});
  assert.equal(finding.level, 'ok');
});

test('bad credentials are told, without the secret', async () => {
  const finding = await checkCredentials({...keys, apiSecret: 'cs_mistyped', baseUrl: `${await serveVendor()}/api`});
  wrong([finding], 'credentials', /check apiKey, apiSecret/, /CRYPTOPOCKET_API_SECRET.*allow-list/);
  assert.doesNotMatch(JSON.stringify(finding), /cs_mistyped|ck_of_the_patient/);
});

test('what answers but is no vendor is told', async () => {
  const origin = await listen((_request, response) =>
    response.writeHead(200, {'content-type': 'text/html'}).end('<html>'),
  );
  wrong(
    [await checkCredentials({...keys, baseUrl: `${origin}/api`})],
    'credentials',
    /could not be understood/,
    /base URL/,
  );
});
