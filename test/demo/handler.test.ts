import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createDemo} from '../../demo/handler.js';

const pageOrigin = 'https://demo.example';
const sandboxOrigin = 'https://vendor.demo.example';

describe('the demo in one function', () => {
  const demo = createDemo({pageOrigin, sandboxOrigin});
  const call = async (path: string, body?: unknown, headers: Record<string, string> = {}, origin = pageOrigin) =>
    demo(
      new Request(path.startsWith('https:') ? path : pageOrigin + path, {
        headers: {origin, ...(body === undefined ? {} : {'content-type': 'application/json'}), ...headers},
        ...(body === undefined ? {} : {method: 'POST', body: JSON.stringify(body)}),
      }),
    );
  const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

  it('takes a customer from the price to a payment that ends, with the vendor’s pages on their own host', async () => {
    const query = 'amount=100.00&asset=USDC&chain=polygon&paymentType=card';
    const {receives} = await json(await call(`/cryptopocket/quotes?${query}`));
    const {token} = await json(await call('/cryptopocket/sessions', {}));
    const email = 'returning@example.org';
    const authorization = {authorization: `Bearer ${String(token)}`};
    await call('/cryptopocket/customers', {email, name: 'Rita Returning'}, authorization);
    const inbox = await json(await call(`${sandboxOrigin}/inbox/messages?to=${email}`));
    const [{code}] = inbox['messages'] as [{code: string}];
    const verified = await json(await call('/cryptopocket/customers/verification', {email, code}, authorization));
    const owner = {authorization: `Bearer ${String(verified['token'])}`};
    const order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card', receives};
    const created = await call('/cryptopocket/payments', order, {...owner, 'idempotency-key': 'one'});
    const {payment} = (await created.json()) as {payment: {id: string; gatewayUrl: string}};
    assert.equal(new URL(payment.gatewayUrl).origin, sandboxOrigin);

    const decided = await call(`/control/payments/${payment.id}`, {status: 'coins_sent'});
    assert.deepEqual(await json(decided), {ok: true});
    const status = await json(
      await call(`/cryptopocket/payments/${payment.id}?known=created&wait=10`, undefined, owner),
    );
    assert.equal(status['status'], 'completed');
  });

  it('tells the page where the sandbox is', async () => {
    assert.deepEqual(await json(await call('/demo.json')), {sandbox: sandboxOrigin});
  });

  it('takes no orders for the sandbox from another website', async () => {
    const answer = await call('/control/reset', {}, {}, 'https://evil.example');
    assert.equal(answer.status, 403);
  });
});
