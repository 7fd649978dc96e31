import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {magicValues} from '../../src/sandbox/index.js';
import {Client, field, object, origin} from './setup.js';

describe('faults', () => {
  const fault = async (body: Record<string, unknown>) => {
    const client = new Client();
    await client.signIn();
    await client.control('faults', {operation: 'available-assets', ...body});
    return client;
  };

  it('spoil the next calls of one operation, and no more', async () => {
    const client = await fault({kind: 'error_500', times: 2});
    assert.equal((await client.call('/customers/list')).status, 'ok');
    assert.equal((await client.raw('/available-assets')).status, 500);
    assert.equal((await client.raw('/available-assets')).status, 500);
    assert.equal((await client.call('/available-assets')).status, 'ok');
  });

  it('can be meant for every operation, and be cleared', async () => {
    const client = await fault({operation: '*', kind: 'http_429', times: 100});
    const refused = await client.raw('/quote');
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '1');
    await client.control('faults/clear');
    assert.equal((await client.call('/available-assets')).status, 'ok');
  });

  it('answer late', async () => {
    const client = await fault({kind: 'delay', ms: 3000});
    let answered = false;
    const answer = client.call('/available-assets').then(() => (answered = true));
    await client.pass(2999);
    assert.equal(answered, false);
    await client.pass(1);
    await answer;
  });

  it('answer with what nobody can read', async () => {
    const garbage = await (await fault({kind: 'garbage'})).raw('/available-assets');
    assert.equal(garbage.status, 200);
    await assert.rejects(garbage.json());
    const page = await (await fault({kind: 'wrong_type'})).raw('/available-assets');
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
  });

  it('drop the connection before the call is handled', async () => {
    const client = await fault({operation: 'registerUser', kind: 'drop'});
    const call = {json: {name: 'Ada', email: 'ada@example.org'}};
    await assert.rejects((await client.raw('/registerUser', call)).text());
    await client.register('ada@example.org');
  });

  it('drop the connection after the call was handled', async () => {
    const client = await fault({operation: 'registerUser', kind: 'lost_answer'});
    const call = {json: {name: 'Ada', email: 'ada@example.org'}};
    await assert.rejects((await client.raw('/registerUser', call)).text());
    assert.equal((await client.call('/registerUser', call)).error, 'user_already_exists');
  });

  it('let the token expire, so that a fresh one is needed', async () => {
    const client = await fault({kind: 'expired_token'});
    assert.equal((await client.call('/available-assets')).error, 'authorization_incorrect');
    assert.equal((await client.call('/available-assets')).error, 'authorization_incorrect');
    await client.signIn();
    assert.equal((await client.call('/available-assets')).status, 'ok');
  });
});

describe('the control calls', () => {
  it('set what becomes of customers and payments', async () => {
    const client = new Client();
    const {id, kycPage} = await client.register('ada+review@example.org');
    await client.submit(kycPage, {consent: 'yes'});
    await client.control(`customers/${id}`, {kyc: 'valid'});
    assert.equal(await client.kyc(id), 'valid');
    const payment = await client.created(100, {user_id: id});
    await client.control(`payments/${payment}`, {status: 'payment_rejected'});
    assert.equal((await client.payment(payment)).status, 'payment_rejected');
    await client.control(`customers/${id}`, {banned: true});
    assert.equal((await client.create(100, {user_id: id})).error, 'user_banned');
    await client.control(`customers/${id}`, {kyc: 'fail', banned: false});
    assert.equal((await client.create(100, {user_id: id})).error, 'require_kyc');
  });

  it('set what becomes of an off-ramp', async () => {
    const client = new Client();
    const {id} = await client.sell(50);
    await client.control(`off-ramps/${id}`, {status: 'finished'});
    await client.pass(60_000);
    assert.equal((await client.offRamp(id)).status, 'finished');
    assert.match((await client.page('/')).text, new RegExp(`action="/control/off-ramps/${id}"`));
    const {offRamps} = await client.state();
    assert.ok(Array.isArray(offRamps));
    assert.equal(field(offRamps[0], 'id'), id);
    await client.control('off-ramps/none', {status: 'finished'}, 404);
    client.sandbox.reset();
    assert.deepEqual((await client.state()).offRamps, []);
  });

  it('ban without ending a review', async () => {
    const client = new Client();
    const {id, kycPage} = await client.register('ada+review@example.org');
    await client.submit(kycPage, {consent: 'yes'});
    await client.submit(`/control/customers/${id}`, {kyc: 'processing', banned: 'true'});
    await client.pass(8000);
    assert.equal(await client.kyc(id), 'valid');
    assert.equal((await client.create(100, {user_id: id})).error, 'user_banned');
  });

  it('set how fast things go', async () => {
    const client = new Client();
    await client.control('settle', {ms: 10});
    const id = await client.created(100);
    await client.payByCard(id);
    await client.pass(10);
    assert.equal((await client.payment(id)).status, 'coins_sent');
  });

  it('tell everything that the sandbox knows', async () => {
    const client = new Client();
    const id = await client.created(100);
    const {customers, payments, settings, faults} = await client.state();
    assert.ok(Array.isArray(customers) && Array.isArray(payments));
    assert.equal(field(customers[0], 'email'), 'returning@example.org');
    assert.equal(field(payments[0], 'gatewayUrl'), `${origin}/payment/${id}`);
    assert.equal(object(settings).settleMs, 2000);
    assert.deepEqual(faults, []);
  });

  it('start over, without the integration having to sign in again', async () => {
    const client = new Client();
    await client.register('ada@example.org');
    const id = await client.created(100);
    await client.control('settle', {ms: 5});
    await client.control('quirks', {quote: 'nested'});
    await client.control('faults', {operation: '*', kind: 'garbage'});
    await client.control('reset');
    assert.equal((await client.call('/customers/list')).total_items, 6);
    assert.equal((await client.call(`/payment/${id}`)).error, 'payment_not_found');
    assert.equal(object((await client.state()).settings).settleMs, 2000);
  });

  it('refuse what makes no sense', async () => {
    const client = new Client();
    await client.control('faults', {operation: 'nothing', kind: 'delay'}, 422);
    await client.control('faults', {operation: '*', kind: 'delay', times: 0}, 422);
    await client.control('quirks', {quote: 'sideways'}, 422);
    await client.control('settle', {ms: -1}, 422);
    await client.control('customers/5001', {kyc: '<script>'}, 422);
    await client.control('customers/99', {kyc: 'valid'}, 404);
    await client.control('payments/abc', {status: 'coins_sent'}, 404);
  });

  it('work as plain forms, and lead back to the page', async () => {
    const client = new Client();
    const {status, path} = await client.submit('/control/customers/5004', {kyc: 'valid'});
    assert.deepEqual([status, path], [200, '/']);
    assert.equal(await client.kyc(5004), 'valid');
    await client.submit('/control/faults', {operation: 'quote', kind: 'delay', times: '2', ms: '3000'});
    const {faults} = await client.state();
    assert.deepEqual(faults, [{operation: 'quote', kind: 'delay', times: 2, ms: 3000}]);
    await client.submit('/control/tokens', {lifetimeMs: '1000'});
    assert.equal(object((await client.state()).settings).tokenLifetimeMs, 1000);
  });

  it('refuse the forms of other websites, and take those of programs', async () => {
    const client = new Client();
    const post = async (path: string, headers: Record<string, string>) =>
      (await client.sandbox.fetch(new Request(origin + path, {method: 'POST', headers}))).status;
    for (const path of ['/control/reset', '/inbox/messages', '/kyc/abc', '/payment/abc', '/onboarding/abc']) {
      assert.equal(await post(path, {origin: 'https://evil.example'}), 403, path);
      assert.equal(await post(path, {origin: 'null'}), 403, path);
      assert.equal(await post(path, {'sec-fetch-site': 'cross-site'}), 403, path);
      assert.equal(await post(path, {'sec-fetch-site': 'same-site', origin}), 403, path);
      assert.notEqual(await post(path, {'sec-fetch-site': 'same-origin', origin}), 403, path);
      assert.notEqual(await post(path, {}), 403, path);
    }
  });
});

describe('the inbox', () => {
  const send = (client: Client, body: string) => {
    const headers = {'content-type': 'application/json'};
    return client.sandbox.fetch(new Request(`${origin}/inbox/messages`, {method: 'POST', headers, body}));
  };
  const messages = async (client: Client, query = '') => {
    const response = await client.sandbox.fetch(new Request(`${origin}/inbox/messages${query}`));
    const list = object(await response.json()).messages;
    assert.ok(Array.isArray(list));
    return list.map(object);
  };

  it('keeps the latest hundred messages, the latest first', async () => {
    const client = new Client();
    for (let code = 1; code <= 101; code++) {
      const sent = await send(client, JSON.stringify({to: 'ada@example.org', code: String(code), locale: 'es'}));
      assert.equal(sent.status, 201);
    }
    const all = await messages(client);
    assert.equal(all.length, 100);
    assert.deepEqual(all[0], {to: 'ada@example.org', code: '101', locale: 'es', at: '2026-07-01T09:00:00.000Z'});
    assert.equal(all.at(-1)?.code, '2');
  });

  it('tells the messages of one mailbox, and shows them', async () => {
    const client = new Client();
    await send(client, JSON.stringify({to: 'ada@example.org', code: '111111'}));
    await send(client, JSON.stringify({to: 'alan@example.org', code: '222222'}));
    const [only, ...others] = await messages(client, '?to=ADA%40example.org');
    assert.equal(only?.code, '111111');
    assert.equal(others.length, 0);
    const {text} = await client.page('/inbox');
    assert.ok(text.indexOf('222222') < text.indexOf('111111'));
    assert.ok(!(await client.page('/inbox?to=ada@example.org')).text.includes('222222'));
  });

  it('refuses what is no message', async () => {
    const client = new Client();
    for (const body of ['', '[]', '{"to": "ada@example.org"}', '{"to": 5, "code": "1"}']) {
      assert.equal((await send(client, body)).status, 422, body);
    }
  });
});

describe('pages', () => {
  const hostile = '<script>alert(1)</script>';

  it('write hostile text as text', async () => {
    const client = new Client();
    const email = 'x"><img/src=x>@example.org';
    const more = {name: hostile, callback_url: 'javascript:alert(1)'};
    const {id, kycPage} = await client.register(email, more);
    const check = (await client.page(kycPage)).text;
    await client.submit(kycPage, {consent: 'yes'});
    const payment = await client.created(100, {user_id: id, external_id: hostile});
    const wrong = await client.submit(`/payment/${payment}`, {wallet: `"${hostile}`, method: hostile});
    const body = JSON.stringify({to: hostile, code: hostile, locale: hostile});
    const headers = {'content-type': 'application/json'};
    await client.sandbox.fetch(new Request(`${origin}/inbox/messages`, {method: 'POST', headers, body}));
    const pages = [
      '/',
      kycPage,
      '/inbox',
      `/inbox?to=${encodeURIComponent(hostile)}`,
      `/payment/${payment}?note=${hostile}`,
    ];
    const texts = await Promise.all(pages.map(async path => (await client.page(path)).text));
    for (const text of [check, wrong.text, ...texts]) {
      assert.doesNotMatch(text, /<script|<img|javascript:/i);
    }
    assert.match(check, /&lt;script&gt;/);
  });

  it('allow no script, no frame and no form to elsewhere', async () => {
    const client = new Client();
    const payment = await client.created(100);
    for (const path of ['/', '/inbox', `/payment/${payment}`, '/kyc/unknown']) {
      const {headers} = await client.sandbox.fetch(new Request(origin + path));
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"]) {
        assert.ok(policy.includes(part), `${path}: ${part}`);
      }
      assert.equal(headers.get('cache-control'), 'no-store');
    }
    const style = await client.sandbox.fetch(new Request(`${origin}/sandbox.css`));
    assert.match(style.headers.get('content-type') ?? '', /^text\/css/);
  });

  it('say that the sandbox is no vendor, and where links lead nowhere', async () => {
    const client = new Client();
    for (const path of ['/', '/inbox', '/kyc/unknown', '/payment/unknown', '/onboarding/unknown', '/nothing']) {
      assert.match((await client.page(path)).text, /not CryptoPocket/, path);
    }
    assert.equal((await client.page('/kyc/unknown')).status, 404);
    assert.equal((await client.page('/payment/unknown/bank')).status, 404);
  });

  it('list every magic value on the control page', async () => {
    const {text} = await new Client().page('/');
    for (const {value} of magicValues) assert.ok(text.includes(value.replaceAll('&', '&amp;')), value);
  });

  it('need the source of the money for the enhanced verification', async () => {
    const client = new Client();
    const {data} = await client.call('/onboarding-form', {json: {user_id: 5001}});
    const path = new URL(String(field(data, 'onboarding_link'))).pathname;
    const {status, text} = await client.submit(path);
    assert.equal(status, 422);
    assert.match(text, /Choose one of these/);
  });
});
