import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {describe, it} from 'node:test';
import {apiKey, apiSecret, Client, field} from './setup.js';

const url = 'https://shop.example.org/hooks';

async function subscribed(...types: string[]): Promise<Client> {
  const client = new Client();
  for (const type of types) await client.call('/subscribeToWebhook', {form: {type, url}});
  return client;
}

describe('webhooks', () => {
  it('tell of the payment and of the coins, signed over the raw body and the time', async () => {
    const client = await subscribed('PAY_IN', 'COINS_SENT');
    const id = await client.created(100);
    await client.payByCard(id);
    await client.pass(3000);
    assert.deepEqual(
      client.delivered.map(({body}) => [field(JSON.parse(body), 'type'), field(data(body), 'status')]),
      [
        ['PAY_IN', 'payment_received'],
        ['COINS_SENT', 'coins_sent'],
      ],
    );
    for (const {headers, body, url: to} of client.delivered) {
      const timestamp = headers.get('x-timestamp') ?? '';
      const signature = createHmac('sha256', apiSecret)
        .update(body + timestamp)
        .digest('hex');
      assert.equal(to, url);
      assert.equal(headers.get('x-api-key'), apiKey);
      assert.equal(headers.get('x-signature'), signature);
      assert.ok(Math.abs(Number(timestamp) * 1000 - client.time.clock()) < 5000);
      assert.equal(field(data(body), 'id'), id);
    }
    assert.deepEqual(data(client.delivered[1]?.body ?? ''), await client.payment(id));
  });

  it('tell of an off-ramp’s coins and of its money', async () => {
    const client = await subscribed('CRYPTO_RECEIVED', 'TRANSFER_RAMPOFF_FINISHED');
    const {id} = await client.sell(50);
    await client.pass(60_000);
    assert.deepEqual(
      client.delivered.map(({body}) => [field(JSON.parse(body), 'type'), field(data(body), 'status')]),
      [
        ['CRYPTO_RECEIVED', 'sandbox_coins_received'],
        ['TRANSFER_RAMPOFF_FINISHED', 'finished'],
      ],
    );
    assert.deepEqual(data(client.delivered[1]?.body ?? ''), await client.offRamp(id));
  });

  it('go only to who asked for that event, and to the latest address', async () => {
    const client = await subscribed('COINS_SENT');
    await client.call('/updateWebhookSubscription', {form: {type: 'COINS_SENT', url: `${url}/v2`}});
    await client.payByCard(await client.created(100));
    await client.pass(3000);
    assert.deepEqual(
      client.delivered.map(delivered => delivered.url),
      [`${url}/v2`],
    );
  });

  it('are sent for a status that is set on the control page', async () => {
    const client = await subscribed('PAY_IN');
    const id = await client.created(100);
    await client.control(`payments/${id}`, {status: 'payment_received'});
    await client.sandbox.settled();
    assert.equal(client.delivered.length, 1);
  });

  it('are sent again, ever later, until they arrive or it is enough', async () => {
    const client = await subscribed('PAY_IN');
    const moments: number[] = [];
    const start = client.time.clock();
    client.hook = () => {
      moments.push(client.time.clock() - start);
      if (moments.length === 2) throw new TypeError('no network');
      return new Response('not now', {status: 503});
    };
    await client.payByCard(await client.created(100));
    await client.pass(10 * 60 * 1000);
    assert.deepEqual(moments, [0, 1000, 6000, 31_000]);
    const {deliveries} = await client.state();
    assert.ok(Array.isArray(deliveries));
    assert.deepEqual(
      deliveries.map(delivery => field(delivery, 'result')),
      [503, 503, 'failed', 503],
    );
  });

  it('stay away after a reset', async () => {
    const client = await subscribed('PAY_IN', 'COINS_SENT');
    await client.payByCard(await client.created(100));
    await client.sandbox.settled();
    client.sandbox.reset();
    await client.pass(60_000);
    assert.equal(client.delivered.length, 1);
  });
});

function data(body: string): unknown {
  return field(JSON.parse(body), 'data');
}
