import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {test} from 'node:test';
import {apiSecret, app, evil, field, hours, notify, order, Shop} from '../setup.js';

import {guarded, setUpAttack, send} from './attacker.js';

test('a captured notification is of no use with any other time, wherever its text and its time are cut apart', async () => {
  const shop = new Shop();
  const now = String(Math.floor(shop.time.clock() / 1000));
  const body = '{"data":{"id":"1"}}';
  const signature = createHmac('sha256', apiSecret)
    .update(body + now)
    .digest('hex');
  const forge = (body: string, time: string, signed = signature) =>
    notify(shop, '', {body, headers: {'x-timestamp': time, 'x-signature': signed}});
  assert.equal((await forge(body, now)).status, 200);
  for (const [text, time] of [
    [body, `0${now}`],
    [body, `+${now}`],
    [body, `${now}.0`],
    [body, `${now}e0`],
    [body, `${now}000`],
    [body, `-${now}`],
    [body, `${now}, ${now}`],
    [body, `${now} ${now}`],
    [body, String(Number(now) + 1)],
    [body, '9'.repeat(400)],
    [body + now.slice(0, 1), now.slice(1)],
    [body.slice(0, -1), `}${now}`],
    [`${body}${now}`, ''],
    [` ${body}`, now],
    ['', now],
  ] as const) {
    assert.equal((await forge(text, time)).status, 404, `${text} at ${time}`);
  }
  for (const signed of [
    '',
    signature.slice(0, -1),
    `${signature}0`,
    `${signature}, ${signature}`,
    `sha256=${signature}`,
    `0x${signature}`,
    '0'.repeat(64),
    'A'.repeat(43),
    `${'A'.repeat(43)}=`,
    createHmac('sha256', apiSecret).update(body).digest('hex'),
    createHmac('sha256', apiSecret)
      .update(now + body)
      .digest('hex'),
    createHmac('sha1', apiSecret)
      .update(body + now)
      .digest('hex'),
    createHmac('sha512', apiSecret)
      .update(body + now)
      .digest('hex'),
  ]) {
    assert.equal((await forge(body, now, signed)).status, 404, signed);
  }
  shop.time.pass(301_000);
  assert.equal((await forge(body, now)).status, 404);
});

for (const url of [
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://shop.test/x',
  'file:///etc/passwd',
  'http://pay.test/x',
  '//pay.test/x',
  'https:pay.test',
  'https://shop.test@evil.test/x',
  'https://:x@evil.test/x',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '',
]) {
  test(`a vendor that has been taken over sends no buyer to ${JSON.stringify(url)}`, async () => {
    const shop: Shop = new Shop({
      async fetch(input, init) {
        const request = new Request(input, init);
        const response = await shop.sandbox.fetch(request);
        if (!/\/create(?:Guided)?Payment$/.test(request.url)) return response;
        return Response.json({status: 'ok', data: {payment_id: 'p1', gateway_url: url, url_payment: url}});
      },
    });
    for (const [key, wallet] of [
      ['guided', undefined],
      ['direct', '0x1111111111111111111111111111111111111111'],
    ] as const) {
      const token = await shop.buyer();
      const {status, text} = await shop.pay(token, key, await shop.purchase('100', {wallet}));
      assert.equal(status, 502);
      assert.ok(url === '' || !text.includes(JSON.stringify(url).slice(1, -1)));
    }
  });
}

test('what is stored for going on goes on with that alone: with the one payment, for a day, on the one page', async () => {
  const at = await setUpAttack();
  const {shop, attacker, victim} = at;
  const {email} = attacker;
  const paid = await shop.paid(await shop.buyer(email), 'another');
  const json = {...order, receives: '1'};
  // Nothing beside it in the body makes it another's, or lifts what it is bound to.
  const more = {payment: victim.payment, customer: victim.customer, email: victim.email, purchase: 'x', origin: evil};
  const {token, payment, resume} = await shop.session({json: {resume: paid['resume'], ...more}});
  assert.equal(payment, paid['id']);
  for (const id of [attacker.payment, victim.payment, 'nobodys']) {
    await shop.refused('not_found', `GET /payments/${id}`, {token: String(token)});
  }
  const again = await shop.pay(String(token), 'third', json);
  assert.equal(field(again.json, 'payment')['id'], paid['id']);
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}, origin: app});
  for (const route of guarded) {
    const {json} = await send(at, route, attacker, {token: String(resume)});
    assert.equal(json['code'], 'session_expired', route);
  }
  shop.time.pass(24 * hours);
  await shop.refused('resume_expired', 'POST /sessions', {json: {resume}});
});

test('every document of the shop’s secrets is another: no session secret signs the vendor’s notifications', async () => {
  const sessionSecret = 's'.repeat(32);
  const shop = new Shop({sessionSecret});
  assert.equal((await notify(shop, '1', {secret: sessionSecret})).status, 404);
  const {token, resume} = await shop.session();
  assert.equal((await notify(shop, '1', {secret: String(token)})).status, 404);
  assert.equal((await notify(shop, '1', {secret: String(resume)})).status, 404);
});
