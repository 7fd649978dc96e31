import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {test, type TestContext} from 'node:test';
import {SMTPServer, type SMTPServerOptions} from 'smtp-server';
import {codeWriters} from '../../../src/server/customers/email-templates.js';
import {createBuyFlow} from '../../../src/server/index.js';
import {smtpSender} from '../../../src/server/node/smtp.js';
import {createSandbox} from '../../../src/sandbox/index.js';

const from = 'Ronda <no-reply@shop.example>';
const ada = {email: 'ada@example.org', code: '314159', locale: 'en-GB'};

interface Mail {
  from: string | undefined;
  to: string[];
  headers: string;
  body: string;
}

/** A mail server on this machine, until the test is over. */
async function mailServer(context: TestContext, options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      void text(stream).then(received => {
        const [headers = '', ...body] = received.replaceAll('\r\n', '\n').split('\n\n');
        const {mailFrom, rcptTo} = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : undefined,
          to: rcptTo.map(({address}) => address),
          headers,
          body: body.join('\n\n'),
        });
        done();
      });
    },
    ...options,
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  context.after(
    () =>
      new Promise<void>(resolve => {
        server.close(resolve);
      }),
  );
  const address = listening.address();
  assert.ok(address !== null && typeof address === 'object');
  return {url: `smtp://127.0.0.1:${address.port}`, mails};
}

/** The header's value on one line, decoded from the form that other letters than ASCII take. */
function header(mail: Mail, name: string): string {
  const unfolded = mail.headers.replace(/\n\s+/g, ' ');
  const [, value = ''] = new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded) ?? [];
  return value.replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, encoded: string) =>
    decodeURIComponent(encoded.replaceAll('_', ' ').replaceAll('=', '%')),
  );
}

test('a guest gets the code in a plain message of the shop’s, and not in the subject', async context => {
  const {url, mails} = await mailServer(context);
  await smtpSender({url, from, shopName: 'Ronda'})(ada);
  const [mail] = mails;
  assert.ok(mail && mails.length === 1);
  assert.equal(mail.from, 'no-reply@shop.example');
  assert.deepEqual(mail.to, ['ada@example.org']);
  assert.equal(header(mail, 'to'), 'ada@example.org');
  assert.equal(header(mail, 'subject'), 'Your code for Ronda');
  assert.match(header(mail, 'content-type'), /^text\/plain/);
  assert.equal(header(mail, 'auto-submitted'), 'auto-generated');
  assert.match(mail.body, /^Your code is 314159\n/);
  assert.doesNotMatch(mail.headers, /314159/);
});

test('the message speaks the language of the page, and English where it speaks none of them', async context => {
  const {url, mails} = await mailServer(context);
  const send = smtpSender({url, from});
  for (const locale of ['es', 'es-MX', 'ro', '', '__proto__']) await send({...ada, locale});
  assert.deepEqual(
    mails.map(mail => header(mail, 'subject')),
    ['Tu código', 'Tu código', 'Your code', 'Your code', 'Your code'],
  );
});

test('in every language of the widget, the code is in the message and not in its subject', () => {
  const spoken = readdirSync(new URL('../../../src/i18n', import.meta.url)).filter(file => /^[a-z]{2}\.ts$/.test(file));
  assert.deepEqual(Object.keys(codeWriters).sort(), spoken.map(file => file.slice(0, 2)).sort());
  for (const [language, write] of Object.entries(codeWriters)) {
    for (const shopName of [undefined, 'Ronda']) {
      const {subject, text} = write({code: '314159', shopName});
      assert.match(text, /314159/, language);
      assert.doesNotMatch(subject, /314159/, language);
      assert.equal(subject.includes('Ronda'), shopName !== undefined, language);
    }
  }
});

test('the shop may say it in its own words', async context => {
  const {url, mails} = await mailServer(context);
  const send = smtpSender({
    url,
    from,
    shopName: 'Ronda',
    messages: {pt: ({code, shopName}) => ({subject: `Para ${shopName ?? ''}`, text: `O teu número: ${code}`})},
  });
  await send({...ada, locale: 'pt-BR'});
  assert.ok(mails[0]);
  assert.equal(header(mails[0], 'subject'), 'Para Ronda');
  assert.match(mails[0].body, /314159/);
});

test('an e-mail that is more than one mailbox, or would begin another header, is not sent to', async context => {
  const {url, mails} = await mailServer(context);
  const send = smtpSender({url, from});
  for (const email of [
    'ada@example.org, eve@evil.example',
    'ada@example.org\r\nBcc: eve@evil.example',
    'ada@example.org\nBcc: eve@evil.example',
    'Eve <eve@evil.example>',
    'group: eve@evil.example;',
    'ada@example.org> NOTIFY=SUCCESS',
    'ada',
    '',
  ]) {
    await assert.rejects(send({...ada, email}), /no single mailbox/);
  }
  assert.deepEqual(mails, []);
});

/** The error that sending ends with, which tells nobody who or what. */
async function refusal(send: ReturnType<typeof smtpSender>): Promise<string> {
  const error: unknown = await send(ada).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Error, 'it was sent');
  assert.doesNotMatch(String(error.stack) + JSON.stringify(error), /ada@|314159|hunter2/);
  assert.equal(error.cause, undefined);
  return error.message;
}

test('a mail server that refuses the recipient is named as the reason, without the mailbox', async context => {
  const {url} = await mailServer(context, {
    onRcptTo({address}, _session, done) {
      done(Object.assign(new Error(`no mailbox ${address} here`), {responseCode: 550}));
    },
  });
  assert.match(await refusal(smtpSender({url, from})), /refuses the sender or the recipient \(550\)$/);
});

test('a mail server that refuses the password is named as the reason, without the password', async context => {
  const {url} = await mailServer(context, {
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({password = ''}, _session, done) {
      done(new Error(`wrong password ${password}`));
    },
  });
  const send = smtpSender({url: url.replace('//', '//ronda:hunter2@'), from});
  assert.match(await refusal(send), /refuses the user name or the password \(535\)$/);
});

test('a mail server that is down is named as the reason', async () => {
  assert.match(await refusal(smtpSender({url: 'smtp://127.0.0.1:1', from})), /cannot be reached$/);
});

test('where encryption is demanded, nothing is sent to a mail server that offers none', async context => {
  const {url, mails} = await mailServer(context);
  const message = await refusal(smtpSender({url: `${url}?requireTLS=true`, from}));
  assert.match(message, /did not take the message/);
  assert.deepEqual(mails, []);
});

test('a guest whose code cannot be sent is told to try again, and the log does not say who it was', async () => {
  const keys = {apiKey: 'key', apiSecret: 'secret-of-the-mail-test'};
  const sandbox = createSandbox({...keys, origin: 'http://localhost:4175'});
  const logged: unknown[] = [];
  const buyFlow = createBuyFlow({
    ...keys,
    baseUrl: 'http://localhost:4175/api',
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
    sendCode: smtpSender({url: 'smtp://127.0.0.1:1', from}),
    log: entry => logged.push(entry),
  });
  const post = async (path: string, json: object, token = '') => {
    const headers = {origin: 'https://shop.test', 'content-type': 'application/json', authorization: `Bearer ${token}`};
    const init = {method: 'POST', headers, body: JSON.stringify(json)};
    const response = await buyFlow(new Request(`https://shop.test/cryptopocket${path}`, init));
    return {status: response.status, json: (await response.json()) as Record<string, unknown>};
  };
  const {json} = await post('/sessions', {});
  const answer = await post('/customers', {email: ada.email, name: 'Ada Byron', locale: 'en'}, String(json['token']));
  assert.deepEqual([answer.status, answer.json['code'], answer.json['recoverable']], [503, 'busy', true]);
  assert.match(JSON.stringify(logged), /the mail server did not take the message: it cannot be reached/);
  assert.doesNotMatch(JSON.stringify(logged), /ada@|Byron/);
});

for (const [what, options] of [
  ['an address that is no mail server’s', {url: 'https://mail.example', from}],
  ['no address', {url: 'mail.example', from}],
  ['an address without a host', {url: 'smtp:', from}],
  ['a sender that is no address', {url: 'smtp://mail.example', from: 'Ronda'}],
  ['a sender with a second header', {url: 'smtp://mail.example', from: 'Ronda\r\nBcc: x <a@b.example>'}],
  ['a shop of two lines', {url: 'smtp://mail.example', from, shopName: 'Ronda\nBcc: a@b.example'}],
] as const) {
  test(`${what} is refused when the shop starts`, () => {
    assert.throws(() => smtpSender(options), {name: 'TypeError', message: /^smtpSender: /});
  });
}

test('a mistake in the address does not tell the password', () => {
  assert.throws(
    () => smtpSender({url: 'smpt://ronda:hunter2@mail.example', from}),
    error => error instanceof TypeError && !error.message.includes('hunter2'),
  );
});
