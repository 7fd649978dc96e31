import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinUrl} from '../../../src/server/cryptopocket/url.js';
import {createVendor} from '../../../src/server/cryptopocket/api.js';
import {json, order} from './fake-vendor.js';

for (const [baseUrl, expected] of [
  ['https://sandbox.cryptopocket.io/api', 'https://sandbox.cryptopocket.io/api/quote'],
  ['https://sandbox.cryptopocket.io/api/', 'https://sandbox.cryptopocket.io/api/quote'],
  ['https://sandbox.cryptopocket.io/api///', 'https://sandbox.cryptopocket.io/api/quote'],
  ['http://127.0.0.1:8787/vendor', 'http://127.0.0.1:8787/vendor/quote'],
  ['https://partner.example/', 'https://partner.example/quote'],
] as const) {
  test(`with the base ${baseUrl} a quote is asked for at ${expected}`, async () => {
    const urls: string[] = [];
    const vendor = createVendor({
      apiKey: 'k',
      apiSecret: 's',
      baseUrl,
      fetch: input => {
        const url = new Request(input).url;
        urls.push(url);
        return Promise.resolve(json(url.endsWith('/authenticate') ? '{"token":"t"}' : '{"status":"ok","tokens":1}'));
      },
    });
    await vendor.quote(order);
    assert.equal(urls[1]?.split('?')[0], expected);
  });
}

test('a path printed with /api never gives /api/api', () => {
  assert.equal(joinUrl('https://v.test/api', '/api/quote'), 'https://v.test/api/quote');
  assert.equal(joinUrl('https://v.test/api', 'api/quote'), 'https://v.test/api/quote');
  assert.equal(joinUrl('https://v.test/api', '/quote'), 'https://v.test/api/quote');
  assert.equal(joinUrl('https://v.test/api', '/apiary'), 'https://v.test/api/apiary');
  assert.equal(joinUrl('https://v.test', '/api/quote'), 'https://v.test/api/quote');
});

for (const baseUrl of ['', 'vendor.test/api', 'ftp://vendor.test/api', 'javascript:alert(1)']) {
  test(`“${baseUrl}” is refused as a base when the client is made`, () => {
    assert.throws(() => createVendor({apiKey: 'k', apiSecret: 's', baseUrl}), /baseUrl has to be an http\(s\) URL/);
  });
}

test('a base with a password is refused without saying it', () => {
  // secretlint-disable-next-line -- made up, to see that it is not repeated
  const make = () => createVendor({apiKey: 'k', apiSecret: 's', baseUrl: 'https://me:hunter2@vendor.test/api'});
  assert.throws(make, (error: Error) => error instanceof TypeError && !error.message.includes('hunter2'));
});
