import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createClientIp} from '../../../src/server/http/client-ip.js';
import {Shop} from '../setup.js';

const trusted = ['10.0.0.0/8', '::1', '2001:db8:ffff::/48'];

for (const [what, peer, forwarded, expected] of [
  ['a caller without a proxy', '203.0.113.7', undefined, '203.0.113.7'],
  ['a caller who forges a proxy’s header', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a caller behind our proxy', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['a caller whose port our proxy adds', '10.0.0.1', '203.0.113.7:51234', '203.0.113.7'],
  ['a caller by IPv6 whose port it adds', '10.0.0.1', '[2001:db8:1:2::9]:51234', '2001:db8:1:2::/64'],
  ['a caller behind two of ours', '10.0.0.1', '203.0.113.7, 10.9.9.9', '203.0.113.7'],
  ['a caller behind ours who forged what is left of it', '10.0.0.1', '1.1.1.1, 2.2.2.2, 203.0.113.7', '203.0.113.7'],
  ['a caller who claims to be one of ours', '10.0.0.1', '10.0.0.1, 203.0.113.7', '203.0.113.7'],
  ['our proxy that says nothing', '10.0.0.1', undefined, '10.0.0.1'],
  ['our proxy that says nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['nonsense that a caller put before', '10.0.0.1', '<script>, 203.0.113.7', '203.0.113.7'],
  ['a caller by IPv6', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
  ['their neighbour in the same household', '2001:db8:1:2:ffff::1', undefined, '2001:db8:1:2::/64'],
  ['IPv4 that is written as IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['our proxy, written as IPv6', '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['our proxy by IPv6', '::1', '2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['what is no address', '/run/adapter.sock', '203.0.113.7', '/run/adapter.sock'],
  ['a runtime that tells nothing', undefined, '203.0.113.7', undefined],
] as const) {
  test(`${what} is counted as ${expected ?? 'nobody'}`, () => {
    const headers = new Headers(forwarded === undefined ? {} : {'x-forwarded-for': forwarded});
    const request = new Request('https://shop.test/cryptopocket/assets', {headers});
    assert.equal(createClientIp(trusted)(request, peer), expected);
  });
}

test('without trusted proxies the header means nothing, whoever sends it', () => {
  const request = new Request('https://shop.test/', {headers: {'x-forwarded-for': '198.51.100.1'}});
  for (const peer of ['127.0.0.1', '10.0.0.1', '203.0.113.7']) {
    assert.equal(createClientIp([])(request, peer), peer);
  }
});

test('a flood with a new forged address in every request is one caller’s', async () => {
  const shop = new Shop({limits: {market: 5}, trustedProxies: ['10.0.0.0/8']});
  const ask = (nth: number, address: string) =>
    shop.call('GET /assets', {address, headers: {'x-forwarded-for': `198.51.100.${nth}`}});
  const flood = await Promise.all(Array.from({length: 20}, (_, nth) => ask(nth, '203.0.113.7')));
  assert.equal(flood.filter(({status}) => status === 429).length, 15);
  // Behind the proxy, each is their own.
  const buyers = await Promise.all(Array.from({length: 20}, (_, nth) => ask(nth, '10.0.0.1')));
  assert.ok(buyers.every(({status}) => status === 200));
});
