import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {test} from 'node:test';
import {apiSecret, idle, notify, Shop, until, type Json, type Notification} from '../setup.js';

/** A buyer who waits for a payment that has just moved, which they have not heard yet. */
async function waiting(shop: Shop, status = 'coins_sent'): Promise<{id: string; latest: () => Json | undefined}> {
  const token = await shop.buyer();
  const id = String((await shop.paid(token))['id']);
  const {latest} = await shop.waiting(`GET /payments/${id}?known=created&wait=30`, {token});
  await shop.control(`payments/${id}`, {status});
  return {id, latest};
}

test('a signed notification tells the buyer who waits, without any pause', async context => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const signed: Notification[] = [
    {},
    {encoding: 'base64'},
    {ahead: 300},
    {ahead: -300},
    {headers: {origin: 'https://app.cryptopocket.test'}},
  ];
  for (const how of signed) {
    const shop = new Shop();
    const {id, latest} = await waiting(shop);
    const {status, json} = await notify(shop, id, how);
    assert.deepEqual([status, json], [200, {received: true}]);
    await until(() => latest()?.['status'] === 'completed');
  }
});

test('a signature in upper case, or in base64 without its padding, is the same signature', async context => {
  context.mock.timers.enable({apis: ['setTimeout']});
  for (const [encoding, spell] of [
    ['hex', (text: string) => text.toUpperCase()],
    ['base64', (text: string) => text.replace('=', '')],
  ] as const) {
    const shop = new Shop();
    const {id, latest} = await waiting(shop);
    const body = JSON.stringify({payment_id: id});
    const timestamp = String(Math.floor(shop.time.clock() / 1000));
    const signature = createHmac('sha256', apiSecret)
      .update(body + timestamp)
      .digest(encoding);
    await notify(shop, id, {body, headers: {'x-signature': spell(signature)}});
    await until(() => latest()?.['status'] === 'completed');
  }
});

for (const [where, body] of [
  ['payment_id', (id: string) => ({payment_id: id})],
  ['data.payment_id', (id: string) => ({id: 'event-1', data: {payment_id: id, id: 'other'}})],
  ['data.id', (id: string) => ({id: 'event-1', data: {id}})],
  ['id', (id: string) => ({id})],
  ['id beside data that is text', (id: string) => ({id, data: 'text'})],
] as const) {
  test(`the payment is found in ${where}`, async context => {
    context.mock.timers.enable({apis: ['setTimeout']});
    const shop = new Shop();
    const {id, latest} = await waiting(shop);
    await notify(shop, id, {body: JSON.stringify(body(id))});
    await until(() => latest()?.['status'] === 'completed');
  });
}

for (const [what, how] of [
  ['without a signature', {headers: {'x-signature': ''}}],
  ['without a time', {headers: {'x-timestamp': ''}}],
  ['signed with another secret', {secret: 'cs_guessed'}],
  ['signed with nothing', {secret: ''}],
  ['that is stale', {ahead: -301}],
  ['from the future', {ahead: 301}],
  ['whose time was changed', {ahead: -301, headers: {'x-timestamp': '1782896400'}}],
  ['whose signature is cut short', {headers: {'x-signature': 'ab'.repeat(31)}}],
  ['whose signature is no text of one', {headers: {'x-signature': 'g'.repeat(64)}}],
  ['whose time is no number', {headers: {'x-timestamp': 'NaN'}}],
  ['whose time is hexadecimal', {headers: {'x-timestamp': '0x6a44d990'}}],
] as const) {
  test(`a notification ${what} is not there: it wakes nobody and learns nothing`, async context => {
    context.mock.timers.enable({apis: ['setTimeout']});
    const shop = new Shop();
    const {id, latest} = await waiting(shop);
    const before = shop.asked.length;
    const {status, json} = await notify(shop, id, how);
    assert.deepEqual([status, json['code']], [404, 'not_found']);
    await idle();
    assert.deepEqual([shop.asked.length, latest()], [before, undefined]);
    context.mock.timers.tick(30_000);
    await idle();
  });
}

test('a notification whose body was changed is not there', async () => {
  const shop = new Shop();
  const timestamp = String(Math.floor(shop.time.clock() / 1000));
  const signature = createHmac('sha256', apiSecret).update(`{"id":"1"}${timestamp}`).digest('hex');
  const {status} = await notify(shop, '2', {body: '{"id":"2"}', headers: {'x-signature': signature}});
  assert.equal(status, 404);
});

test('a notification is only a hint: what the buyer hears is what the vendor says when asked', async context => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const shop = new Shop();
  const {id, latest} = await waiting(shop, 'started');
  const before = shop.asked.length;
  await notify(shop, id, {body: JSON.stringify({type: 'COINS_SENT', data: {id, status: 'coins_sent'}})});
  await until(() => shop.asked.length > before);
  await idle();
  assert.equal(latest(), undefined);
  context.mock.timers.tick(30_000);
  await until(() => latest()?.['status'] === 'created');
});

test('a signed notification about nothing that we know is received, and asks the vendor nothing', async () => {
  const shop = new Shop();
  for (const body of [
    '',
    'no JSON',
    '[]',
    'null',
    '{}',
    '{"data":null}',
    '{"id":{"$ne":1}}',
    '{"id":"nobody"}',
    '{"id":7}',
  ]) {
    assert.deepEqual((await notify(shop, '', {body})).json, {received: true}, body);
  }
  assert.deepEqual(shop.asked, []);
});
