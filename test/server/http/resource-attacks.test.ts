import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Measurement, type Vendor} from '../../../src/server/index.js';
import {ada, minutes, notify, Shop, until} from '../setup.js';

import {setUpAttack} from './attacker.js';

test('somebody who is no customer cannot have the vendor asked about payments', async () => {
  const at = await setUpAttack();
  const {shop, victim} = at;
  const token = await shop.token();
  const asked = shop.asked.length;
  for (const id of [victim.payment, 'x', '1', 'y'.repeat(255)]) {
    await shop.refused('not_found', `GET /payments/${id}?known=created&wait=30`, {token});
  }
  assert.equal(shop.asked.length, asked);
});

test('a buyer whose identity check has no link to be found does not have it searched for with every look', async () => {
  let searched = 0;
  const stub: Partial<Vendor> = {
    findCustomer: email => Promise.resolve((searched++, {id: '1', email, kyc: 'required'})),
    kycStatus: () => Promise.resolve('required'),
  };
  const shop = new Shop({vendor: stub as Vendor});
  const {token} = await shop.verified();
  const before = searched;
  for (let nth = 0; nth < 50; nth++) await shop.ok('GET /customers/me', {token: String(token)});
  assert.equal(searched - before, 1);
  shop.time.pass(10_000);
  await shop.ok('GET /customers/me', {token: String(token)});
  assert.equal(searched - before, 2);
});

test('payments that the attacker never pays do not make others’ news wait', async context => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const told: string[] = [];
  const shop = new Shop({onPayment: ({id}) => void told.push(id)});
  const token = await shop.buyer();
  const attacker = await shop.buyer('reinforced+none@example.org');
  await shop.control(`customers/${await shop.customerId('reinforced+none@example.org')}`, {kyc: 'valid'});
  for (let nth = 0; nth < 30; nth++) await shop.paid(attacker, `key${nth}`);
  const {id} = await shop.paid(token);
  shop.time.pass(10 * minutes);
  await shop.control(`payments/${String(id)}`, {status: 'coins_sent'});
  await notify(shop, id);
  await until(() => told.length > 0);
  assert.deepEqual(told, [`${String(id)}:completed`]);
});

for (const length of ['1', '0', '-1', 'NaN', '', '1, 1', '16384']) {
  test(`a body without end is not read to its end because its length is said to be “${length}”`, async () => {
    const shop = new Shop();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        // So that a reader who goes on for ever comes to an end here.
        if (sent > 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    const headers = {'content-type': 'application/json', 'content-length': length};
    await shop.refused('body_too_large', 'POST /sessions', {body: endless, headers});
    assert.ok(sent < 64 * 1024, `${sent} bytes were read`);
  });
}

test('what an operator counts has no more names than we gave, whatever the attacker asks', async () => {
  const seen: Measurement[] = [];
  const shop = new Shop({observe: measurement => seen.push(measurement)});
  for (let nth = 0; nth < 20; nth++) {
    await shop.call(`X-${nth} /assets`);
    await shop.call(`GET /${nth}/assets`);
    await shop.call(`GET /payments/${nth}`);
    await shop.call(`GET /nothing/${nth}`);
  }
  const names = seen.map(measurement =>
    measurement.kind === 'request' ? `${measurement.method} ${measurement.route}` : measurement.kind,
  );
  assert.deepEqual([...new Set(names)].sort(), [
    'GET /assets',
    'GET /payments/:id',
    'GET other',
    'other /assets',
    'vendor',
  ]);
});

test('a complaint of a megabyte is told to the operator, and does not stop the shop for it', async () => {
  const shop = new Shop({sendCode: () => Promise.reject(new Error(`${'x'.repeat(1_000_000)} @ada@example.org`))});
  await shop.refused('busy', 'POST /customers', {token: await shop.token(), json: {...ada, email: 'x@example.org'}});
  assert.match(shop.log.at(-1)?.error ?? '', /^x+ …$/);
});
