import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {test} from 'node:test';
import fc from 'fast-check';
import {HttpError} from '../../../src/server/http/http-error.js';
import {createSessionTokens} from '../../../src/server/auth/session-claims.js';
import {createJwt} from '../../../src/server/auth/jwt.js';
import {readNotification} from '../../../src/server/payments/webhooks.js';
import {endurance} from '../../support/endurance.js';

const now = Date.UTC(2026, 6, 1, 9);
const clock = () => now;
const secret = 'cs_never_to_be_told';

interface Sent {
  body: Uint8Array<ArrayBuffer>;
  timestamp: string;
  signature: string;
}

/** What the adapter reads out of a notification; nothing where it does not take it for the vendor's. */
async function read({body, timestamp, signature}: Sent): Promise<{payment?: string | undefined} | undefined> {
  const headers = {'x-timestamp': timestamp, 'x-signature': signature};
  const request = new Request('https://shop.test/webhooks', {method: 'POST', headers, body});
  try {
    return await readNotification({request, peer: {}}, [secret], clock);
  } catch (error) {
    assert.ok(error instanceof HttpError && error.code === 'not_found', String(error));
    return undefined;
  }
}

const signed = (body: Uint8Array<ArrayBuffer>, timestamp: string, encoding: 'hex' | 'base64'): Sent => ({
  body,
  timestamp,
  signature: createHmac('sha256', secret).update(body).update(timestamp).digest(encoding),
});

const contents = fc.oneof(
  fc.uint8Array({maxLength: 200}).map(bytes => Uint8Array.from(bytes)),
  fc.json().map(text => Uint8Array.from(Buffer.from(text))),
  fc
    .tuple(fc.constantFrom('id', 'payment_id', '__proto__', 'data'), fc.jsonValue())
    .map(([name, value]) =>
      Uint8Array.from(Buffer.from(`{"data":{${JSON.stringify(name)}:${JSON.stringify(value)}}}`)),
    ),
);
const times = fc.integer({min: -300, max: 300}).map(ahead => String(now / 1000 + ahead));

test('whatever the vendor signed is heard, and what is in it is an id or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(contents, times, fc.constantFrom('hex', 'base64'), async (body, time, encoding) => {
      const heard = await read(signed(body, time, encoding));
      assert.ok(heard, 'the vendor was not heard');
      assert.ok(heard.payment === undefined || typeof heard.payment === 'string');
    }),
    endurance(300),
  );
});

test('what is not what the vendor signed, in a single bit, is not heard', async () => {
  await fc.assert(
    fc.asyncProperty(
      contents,
      times,
      fc.nat(),
      fc.constantFrom('body', 'time', 'signature'),
      async (body, time, at, what) => {
        fc.pre(what !== 'body' || body.length > 0);
        const sent = signed(body, time, 'hex');
        const bent = {...sent, body: Uint8Array.from(sent.body)};
        const place = at % Math.max(1, body.length);
        if (what === 'body') bent.body[place] = (bent.body[place] ?? 0) ^ (1 << (at % 8));
        if (what === 'time') bent.timestamp = String(Number(time) + (at % 2 ? 1 : -1));
        if (what === 'signature') {
          const nth = at % 64;
          const digit = (parseInt(sent.signature.charAt(nth), 16) ^ 1).toString(16);
          bent.signature = sent.signature.slice(0, nth) + digit + sent.signature.slice(nth + 1);
        }
        assert.equal(await read(bent), undefined);
      },
    ),
    endurance(300),
  );
});

test('headers of any kind from anybody open nothing and break nothing', async () => {
  const value = fc.string({
    unit: fc.integer({min: 0x21, max: 0x7e}).map(code => String.fromCharCode(code)),
    maxLength: 70,
  });
  await fc.assert(
    fc.asyncProperty(contents, fc.oneof(value, times), value, async (body, timestamp, signature) => {
      assert.equal(await read({body, timestamp, signature}), undefined);
    }),
    endurance(300),
  );
});

const secrets = ['s'.repeat(32), 't'.repeat(32)];
const grants = createSessionTokens(createJwt(secrets, clock), clock);
const all = () => true;
const words = fc.string({unit: 'grapheme', maxLength: 30});
const grant = fc
  .record(
    {origin: words, purchase: words, customer: words, email: words, payment: words},
    {requiredKeys: ['origin', 'purchase']},
  )
  .map(claims => ({...claims, since: now}));

const expired = (code: string) => (error: unknown) => error instanceof HttpError && error.code === code;

test('a token gives back what it was made of, for its own purpose alone', async () => {
  await fc.assert(
    fc.asyncProperty(grant, async given => {
      const [session, resume] = [await grants.mintSession(given), await grants.mintResume(given)];
      assert.deepEqual(await grants.readSession(session, all), given);
      assert.deepEqual(await grants.readResume(resume, all), given);
      await assert.rejects(grants.readSession(resume, all), expired('session_expired'));
      await assert.rejects(grants.readResume(session, all), expired('resume_expired'));
      await assert.rejects(
        grants.readSession(session, () => false),
        expired('session_expired'),
      );
      const elsewhere = createSessionTokens(createJwt(['u'.repeat(32)], clock), clock);
      await assert.rejects(elsewhere.readSession(session, all), expired('session_expired'));
    }),
    endurance(60),
  );
});

test('a token that is not to the letter what was made is none, and neither is anything else', async () => {
  const tokens = createJwt(secrets, clock);
  const form = fc.constantFrom('signed', 'encrypted');
  const letters = fc.constantFrom(...Array.from('ABCXYZabcxyz019-_.='));
  await fc.assert(
    fc.asyncProperty(grant, form, fc.nat(), letters, async (given, form, at, letter) => {
      const token = await tokens.mint('session', form, given, now + 1000);
      const place = at % token.length;
      // The last letter of a part has bits that mean nothing.
      fc.pre(token[place] !== letter && ![undefined, '.'].includes(token[place + 1]));
      assert.equal(await tokens.verify('session', token.slice(0, place) + letter + token.slice(place + 1)), undefined);
    }),
    endurance(150),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({unit: 'binary'}), fc.string({unit: letters, maxLength: 300})), async text => {
      assert.equal(await tokens.verify('resume', text), undefined);
    }),
    endurance(150),
  );
});
