import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkNotifications} from '../../../src/cli/doctor/notifications.js';
import {keys, serveAdapter, wrong, type Proxy, nowhere} from './setup.js';

const behind = async (proxy: Proxy) => checkNotifications(await serveAdapter(proxy), keys.apiSecret);

test('an adapter that takes signed notifications and refuses forged ones is well', async () => {
  const adapter = await serveAdapter();
  assert.equal((await checkNotifications(adapter, keys.apiSecret)).level, 'ok');
  assert.equal((await checkNotifications(`${adapter}/`, keys.apiSecret)).level, 'ok');
});

test('another secret than the adapter’s is noticed, and neither is told', async () => {
  const finding = await checkNotifications(await serveAdapter(), 'cs_of_somebody_else');
  wrong([finding], 'webhooks', /good signature is refused/, /same CRYPTOPOCKET_API_SECRET/);
  assert.doesNotMatch(JSON.stringify(finding), /cs_of/);
});

test('a proxy that writes bodies anew is noticed', async () => {
  const rewriting: Proxy = async (request, answer) =>
    answer(new Request(request, {body: JSON.stringify(await request.json())}));
  wrong([await behind(rewriting)], 'webhooks', /good signature is refused/, /change bodies/);
});

test('a shop that wants a log-in or a CSRF token from the vendor is noticed', async () => {
  wrong([await behind(() => Promise.resolve(new Response('', {status: 403})))], 'webhooks', /HTTP 403/, /CSRF/);
});

test('something that takes every notification is noticed', async () => {
  wrong(
    [await behind(() => Promise.resolve(new Response('OK')))],
    'webhooks',
    /forged notification is not refused/,
    /itself/,
  );
});

test('an adapter that is away is told', async () => {
  wrong([await checkNotifications(await nowhere(), 'secret')], 'webhooks', /nothing listens there/, /POST/);
});
