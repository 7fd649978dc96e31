/** A merchant's project that lacks a package which only some entries need. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {build} from 'vite';
import {loadOptional} from '../src/optional-package.js';

const optional = ['@hono/node-server', 'hono', 'ioredis', 'nodemailer', 'undici'];
const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'cryptopocket-optional-'));

before(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: {noExternal: true, external: optional},
    build: {
      ssr: true,
      outDir: project,
      rolldownOptions: {
        input: {
          node: source('server/node/index.ts'),
          redis: source('server/store/redis.ts'),
          smtp: source('server/node/smtp.ts'),
          sandbox: source('sandbox/index.ts'),
        },
        output: {entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs'},
      },
    },
  });
});

after(() => {
  rmSync(project, {recursive: true});
});

/** Runs `code` in the project. */
function run(code: string, type: 'module' | 'commonjs' = 'module') {
  const args = ['--no-warnings', `--input-type=${type}`, '-e', code];
  return spawnSync(process.execPath, args, {cwd: project, encoding: 'utf8', env: {PATH: process.env['PATH']}});
}

for (const [entry, call, name] of [
  ['node', `toNodeListener(() => new Response())`, '@hono/node-server'],
  ['node', `pooledFetch()`, 'undici'],
  ['redis', `redisStore('redis://127.0.0.1:1')`, 'ioredis'],
  ['smtp', `smtpSender({url: 'smtp://127.0.0.1:1', from: 'shop@shop.example'})`, 'nodemailer'],
  ['sandbox', `createSandbox({apiKey: 'key', apiSecret: 'secret', origin: 'http://localhost:1'})`, 'hono'],
] as const) {
  test(`a merchant who uses cryptopocket-buy/${entry} without ${name} is told to install it, and the process ends`, () => {
    const [used = ''] = call.split('(');
    const {status, stderr} = run(`import {${used}} from './${entry}.mjs';\n${call};\nsetTimeout(() => {}, 10_000);`);
    const message = `Error: cryptopocket-buy/${entry} needs the package "${name}": npm install ${name}`;
    assert.ok(stderr.includes(message), stderr);
    assert.equal(status, 1);
  });
}

test('a merchant can import every entry without the packages that only some of its functions need', () => {
  for (const entry of ['node', 'redis', 'smtp', 'sandbox']) {
    const {status, stderr} = run(`import './${entry}.mjs';`);
    assert.equal(status, 0, stderr);
  }
});

test('a merchant whose server is CommonJS can require an entry', () => {
  const {stdout, stderr} = run(`console.log(typeof require('./redis.mjs').redisStore);`, 'commonjs');
  assert.equal(stdout, 'function\n', stderr);
});

test('a package that lacks one of its own packages, or fails, is not called missing', async () => {
  const missing = Object.assign(new Error("Cannot find package 'denque' imported from /shop/node_modules/ioredis"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  for (const error of [missing, new TypeError('broken')]) {
    const loading = loadOptional('cryptopocket-buy/redis', 'ioredis', () => Promise.reject(error));
    await assert.rejects(loading, failure => failure === error);
  }
});
