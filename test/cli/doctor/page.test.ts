import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkPage} from '../../../src/cli/doctor/page.js';
import {version} from '../../../src/version.js';
import {listen} from '../../support/listen.js';
import {example} from '../../readme/readme.js';
import {allWell, found, wrong, nowhere} from './setup.js';

const tag = '<script type="module" src="/assets/cryptopocket-buy.js"></script>';
const element = '<cryptopocket-buy amount="100"></cryptopocket-buy>';

/** What the script loads later, as far as it can be read in it. */
const later = 'cryptopocket-buy-later-abc123.js';
const script = `import("./${later}");class B{}B.version="${version}"`;

/** What is found about a page with that HTML and those headers; its script files are there unless told otherwise. */
async function check(
  html: string,
  headers: Record<string, string> = {},
  adapter?: string,
  files: Record<string, string> = {'/assets/cryptopocket-buy.js': script, [`/assets/${later}`]: ''},
) {
  const origin = await listen((request, response) => {
    const file = files[request.url ?? ''];
    if (file !== undefined) response.writeHead(200, {'content-type': 'text/javascript'}).end(file);
    else if (request.url?.endsWith('.js')) response.writeHead(404).end();
    else response.writeHead(200, {'content-type': 'text/html', ...headers}).end(html);
  });
  return checkPage(`${origin}/buy`, adapter);
}

test('a page whose script is served without the files that it loads later is told which are missing', async () => {
  const findings = await check(tag + element, {}, undefined, {'/assets/cryptopocket-buy.js': script});
  wrong(findings, 'script files', /not there: cryptopocket-buy-later-abc123\.js/, /all files of dist\/cdn/);
});

test('a page whose script is a page of the shop, or is not there, is told', async () => {
  wrong(await check(tag + element, {}, undefined, {}), 'script files', /HTTP 404/, /dist\/cdn/);
});

test('a page whose script is of another version than the server is warned', async () => {
  const old = {'/assets/cryptopocket-buy.js': 'class B{}B.version="0.0.1"'};
  const {message} = found(await check(tag + element, {}, undefined, old), 'warning', 'script files');
  assert.match(message, /version 0\.0\.1/);
});

test('a page without the element is warned', async () => {
  assert.match(found(await check(tag), 'warning', 'element').message, /no <cryptopocket-buy>/);
});

test('a page without any policy is well', async () => {
  allWell(await check(tag + element));
});

test('a page under the policy of the README is well', async () => {
  const policy = example('policy').trim().replaceAll('\n', ' ');
  allWell(await check(tag + element, {'content-security-policy': policy}));
});

test('a policy that blocks the script is told what to add', async () => {
  const policy = {'content-security-policy': 'script-src https://other.example; connect-src *'};
  wrong(
    await check(tag + element, policy),
    'CSP: script',
    /cryptopocket-buy\.js is blocked/,
    /Add 'self' to script-src/,
  );
  const elsewhere = tag.replace('/assets', 'https://cdn.example/assets');
  wrong(await check(elsewhere, policy), 'CSP: script', /is blocked/, /Add https:\/\/cdn\.example to script-src/);
});

test('a script that is let in by its hash alone lacks its later parts', async () => {
  const hashed = tag.replace('src=', 'integrity="sha384-abc" src=');
  const findings = await check(hashed, {'content-security-policy': "script-src 'sha384-abc'"});
  wrong(findings, 'CSP: script', /not the files that it loads/, /'strict-dynamic'/);
});

test('a policy in the page itself counts too', async () => {
  const meta = `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`;
  wrong(await check(meta + tag + element), 'CSP: connections', /are blocked/, /Add 'self' to connect-src/);
});

test('calls have to be allowed to the adapter that the tag names, or that the doctor was told', async () => {
  const policy = {'content-security-policy': "script-src 'self'; connect-src 'self'"};
  allWell(await check(tag + element, policy));
  const named = element.replace('amount', 'backend="https://pay.example/cryptopocket" amount');
  wrong(await check(tag + named, policy), 'CSP: connections', /https:\/\/pay\.example/, /Add https:\/\/pay\.example/);
  const told = await check(tag + element, policy, 'https://pay.example/cryptopocket');
  wrong(told, 'CSP: connections', /https:\/\/pay\.example/, /Add https:\/\/pay\.example/);
});

test('Trusted Types without our policy are told', async () => {
  const policy = {'content-security-policy': "require-trusted-types-for 'script'; trusted-types dompurify"};
  wrong(await check(tag + element, policy), 'CSP: Trusted Types', /nothing renders/, /Add cryptopocket-buy/);
});

test('in a bundle of the merchant’s, Lit’s policy goes by Lit’s own name', async () => {
  allWell(await check(element, {'content-security-policy': 'trusted-types lit-html'}));
  const tagged = await check(tag + element, {'content-security-policy': 'trusted-types lit-html'});
  wrong(tagged, 'CSP: Trusted Types', /nothing renders/, /^Add cryptopocket-buy to/);
});

test('an address of the adapter that is none does not stop the other checks', async () => {
  allWell(await check(tag + element.replace('amount', 'backend="http://[" amount'), {}, 'http://['));
});

test('a sandboxed page is told what is missing', async () => {
  const policy = {'content-security-policy': 'sandbox allow-scripts allow-same-origin allow-forms'};
  wrong(await check(tag + element, policy), 'CSP: sandbox', /sandboxed/, /allow-popups allow-popups-to-escape-sandbox/);
});

test('a page that has the element in a bundle of its own is told what cannot be seen', async () => {
  const findings = await check('<script type="module" src="/app.js"></script>', {
    'content-security-policy': "script-src 'self'",
  });
  found(findings, 'note', 'CSP: script');
  assert.match(found(findings, 'warning', 'element').fix ?? '', /framework renders it/);
});

test('a page that cuts itself off from the windows that it opens is warned', async () => {
  const findings = await check(tag + element, {'cross-origin-opener-policy': 'same-origin; report-to="x"'});
  assert.match(found(findings, 'warning', 'opener policy').fix ?? '', /same-origin-allow-popups/);
  for (const value of ['same-origin-allow-popups', 'unsafe-none', 'noopener-allow-popups']) {
    allWell(await check(tag + element, {'cross-origin-opener-policy': value}));
  }
});

test('a page without a camera is no fault, as the vendor’s pages are windows of their own', async () => {
  const findings = await check(tag + element, {'permissions-policy': 'geolocation=(), camera=(), microphone=(self)'});
  allWell(findings);
  assert.match(
    found(findings, 'note', 'permissions policy').message,
    /windows of their own.*Only if you show them in a frame/,
  );
  for (const value of ['geolocation=()', 'camera=*', '']) {
    found(await check(tag + element, {'permissions-policy': value}), 'ok', 'permissions policy');
  }
});

test('a page that is away, or only for who is logged in, is told', async () => {
  wrong(await checkPage('shop.example', undefined), 'page', /no http\(s\) address/, /https:/);
  wrong(await checkPage(await nowhere(), undefined), 'page', /nothing listens there/, /shop runs/);
  const origin = await listen((_request, response) => response.writeHead(302, {location: '/login'}).end());
  wrong(await checkPage(origin, undefined), 'page', /HTTP 302, to \/login/, /without a log-in/);
});

test('where scripts and adapter are is told by the page’s base', async () => {
  const html = `<base href="https://cdn.example/shop/">${tag.replace('/assets', 'assets')}`;
  const findings = await check(html, {'content-security-policy': "script-src 'self'"});
  wrong(findings, 'CSP: script', /https:\/\/cdn\.example\/shop\/assets/, /https:\/\/cdn\.example/);
});
