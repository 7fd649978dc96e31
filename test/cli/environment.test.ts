import assert from 'node:assert/strict';
import {test} from 'node:test';
import {UsageError} from '../../src/cli/command.js';
import {environmentProblems, readEnvironment, variableNames} from '../../src/cli/environment.js';

const least = {CRYPTOPOCKET_API_KEY: 'ck_1', CRYPTOPOCKET_API_SECRET: 'cs_1'};
const strong = '0123456789abcdef0123456789abcdef';

test('key and secret are enough to start', () => {
  const environment = readEnvironment(least);
  assert.equal(environment.CRYPTOPOCKET_BASE_URL, 'https://sandbox.cryptopocket.io/api');
  assert.deepEqual(environment.ALLOWED_ORIGINS, []);
  assert.deepEqual(environment.TRUSTED_PROXIES, []);
  assert.equal(environment.SESSION_SECRET, undefined);
  assert.equal(environment.HOST, '127.0.0.1');
  assert.equal(environment.PORT, 8080);
  assert.equal(environment.METRICS_PORT, undefined);
  assert.equal(environment.SHUTDOWN_SECONDS, 10);
});

test('what is separated by commas is read one by one', () => {
  const environment = readEnvironment({
    ...least,
    ALLOWED_ORIGINS: 'https://shop.example, http://localhost:5173,',
    SESSION_SECRET: `${strong},${strong.toUpperCase()}`,
    TRUSTED_PROXIES: '10.0.0.0/8, ::1, 192.0.2.7',
  });
  assert.deepEqual(environment.ALLOWED_ORIGINS, ['https://shop.example', 'http://localhost:5173']);
  assert.deepEqual(environment.SESSION_SECRET, [strong, strong.toUpperCase()]);
  assert.deepEqual(environment.TRUSTED_PROXIES, ['10.0.0.0/8', '::1', '192.0.2.7']);
});

test('a variable that is empty, as container tools leave it, counts as missing', () => {
  const environment = readEnvironment({...least, PORT: '', SMTP_URL: '', ALLOWED_ORIGINS: ''});
  assert.equal(environment.PORT, 8080);
  assert.equal(environment.SMTP_URL, undefined);
  assert.deepEqual(environmentProblems({CRYPTOPOCKET_API_KEY: '', CRYPTOPOCKET_API_SECRET: 'cs_1'}), [
    'CRYPTOPOCKET_API_KEY is missing.',
  ]);
});

/** Each value has `hunter2` in it, which no message may repeat. */
const bad: [string, string][] = [
  ['CRYPTOPOCKET_BASE_URL', 'hunter2'],
  ['CRYPTOPOCKET_BASE_URL', 'ftp://hunter2/api'],
  ['ALLOWED_ORIGINS', 'https://*.hunter2'],
  ['ALLOWED_ORIGINS', 'https://shop.example,hunter2'],
  ['ALLOWED_ORIGINS', 'https://hunter2/'],
  ['SESSION_SECRET', 'hunter2'],
  ['SESSION_SECRET', `${strong},hunter2`],
  ['SESSION_SECRET', ','],
  ['RETURN_URL', '/hunter2'],
  ['REDIS_URL', 'http://:hunter2@redis.example'],
  ['SMTP_URL', 'https://me:hunter2@mail.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/8,hunter2'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['WEBHOOK_URL', 'hunter2'],
  ['PORT', 'hunter2'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['METRICS_PORT', '1.5'],
  ['SHUTDOWN_SECONDS', 'soon'],
];
for (const [name, value] of bad) {
  test(`${name}=${value} is refused by name, and not repeated`, () => {
    const problems = environmentProblems({...least, [name]: value, MAIL_FROM: 'shop@shop.example'});
    assert.equal(problems.length, 1, problems.join(' '));
    assert.match(problems[0] ?? '', new RegExp(`^${name} must .+\\.$`));
    assert.doesNotMatch(problems.join(), /hunter2/);
  });
}

test('a mail server without a sender is refused', () => {
  assert.deepEqual(environmentProblems({...least, SMTP_URL: 'smtp://mail.example'}), [
    'MAIL_FROM is missing, as SMTP_URL is set.',
  ]);
});

test('all that is wrong is told at once', () => {
  assert.throws(
    () => readEnvironment({PORT: 'x', REDIS_URL: 'y'}),
    error => {
      assert.ok(error instanceof UsageError);
      for (const name of ['CRYPTOPOCKET_API_KEY', 'CRYPTOPOCKET_API_SECRET', 'PORT', 'REDIS_URL']) {
        assert.match(error.message, new RegExp(`^  ${name} `, 'm'));
      }
      return true;
    },
  );
});

test('the variables that the demo reads are the same', () => {
  for (const name of ['CRYPTOPOCKET_API_KEY', 'CRYPTOPOCKET_API_SECRET', 'CRYPTOPOCKET_BASE_URL', 'PORT']) {
    assert.ok(variableNames.includes(name), name);
  }
});
