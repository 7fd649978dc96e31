import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {variableNames} from '../../src/cli/environment.js';
import {Run} from './run.js';

/** Where there is no `.env`. */
const empty = mkdtempSync(join(tmpdir(), 'cryptopocket-cli-'));
after(() => {
  rmSync(empty, {recursive: true});
});

const run = async (...args: string[]) => {
  const program = new Run(args, {}, empty);
  return {code: await program.ended(), out: program.printed, err: program.complained};
};

test('whoever asks for nothing, or for help, is told what there is', async () => {
  for (const args of [[], ['--help'], ['-h']]) {
    const {code, out} = await run(...args);
    assert.equal(code, 0);
    for (const name of ['serve', 'sandbox', 'doctor']) assert.match(out, new RegExp(`^  ${name} `, 'm'));
  }
});

for (const name of ['serve', 'sandbox', 'doctor']) {
  test(`${name} --help explains ${name}, and runs nothing`, async () => {
    const {code, out, err} = await run(name, '--port', '--help');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, new RegExp(`^Usage: cryptopocket-buy ${name} `));
  });
}

test('serve --help names every variable', async () => {
  const {out} = await run('serve', '--help');
  for (const name of variableNames) assert.match(out, new RegExp(`^  ${name}$`, 'm'));
});

test('the version is the package’s', async () => {
  const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  assert.deepEqual(await run('--version'), {code: 0, out: `${version}\n`, err: ''});
});

for (const [args, complaint] of [
  [['start'], /There is no command "start"\.\ncryptopocket-buy --help/],
  [['serve', '--prot', '1'], /--prot.*\ncryptopocket-buy serve --help/s],
  [['sandbox', 'now'], /now.*\ncryptopocket-buy sandbox --help/s],
  [['sandbox', '--port', '99999'], /--port must be a port/],
  [['sandbox', '--port', 'x'], /--port must be a port/],
  [['doctor', '--origin', 'shop.example'], /--origin must be an origin/],
  [['serve'], /CRYPTOPOCKET_API_KEY is missing\.\n {2}CRYPTOPOCKET_API_SECRET is missing\./],
] as const) {
  test(`cryptopocket-buy ${args.join(' ')} is refused in a sentence`, async () => {
    const {code, out, err} = await run(...args);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, complaint);
    assert.doesNotMatch(err, /\n\s+at /);
  });
}

test('a file of variables that is missing is named', async () => {
  const {code, err} = await run('doctor', '--env-file', 'missing.env');
  // Some versions of Node look at this option themselves, and end with 9.
  assert.ok(code === 2 || code === 9, String(code));
  assert.match(err, /missing\.env(?: cannot be read\.|: not found)\n/);
});

test('a .env beside the project is read, and does not change what is set', async () => {
  writeFileSync(join(empty, '.env'), 'CRYPTOPOCKET_API_KEY=k\nCRYPTOPOCKET_API_SECRET=s\nPORT=x\nHOST=\n');
  const program = new Run(['serve'], {PORT: 'y', REDIS_URL: 'z'}, empty);
  assert.equal(await program.ended(), 2);
  rmSync(join(empty, '.env'));
  assert.match(program.complained, /:\n {2}REDIS_URL must .+\n {2}PORT must .+\n/);
});

test('a sender that is none is refused when the server starts, without the password', async () => {
  const program = new Run(
    ['serve'],
    {
      CRYPTOPOCKET_API_KEY: 'key',
      CRYPTOPOCKET_API_SECRET: 'secret',
      SMTP_URL: 'smtp://me:hunter2@mail.example',
      MAIL_FROM: 'Ronda',
    },
    empty,
  );
  assert.equal(await program.ended(), 2);
  assert.match(program.complained, /MAIL_FROM/);
  assert.doesNotMatch(program.complained + program.printed, /hunter2/);
});

test('a port that is taken is a clear error', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  assert.ok(typeof address === 'object' && address);
  const port = String(address.port);
  const sandbox = await run('sandbox', '--port', port);
  writeFileSync(join(empty, 'taken.env'), `CRYPTOPOCKET_API_KEY=k\nCRYPTOPOCKET_API_SECRET=s\nPORT=${port}\n`);
  const serve = await run('serve', '--env-file', 'taken.env');
  other.close();
  for (const {code, err} of [sandbox, serve]) {
    assert.equal(code, 1);
    assert.equal(err, `Cannot listen on 127.0.0.1, port ${port}: the port is taken.\n`);
  }
});
