import assert from 'node:assert/strict';
import {test} from 'node:test';
import {chainName} from '../../src/contract/chain.js';
import {explorerUrl} from '../../src/contract/explorer.js';
import {isHostedUrl} from '../../src/contract/hosted-url.js';

for (const url of [
  'https://pay.example',
  'https://pay.example:8443/p?id=1#top',
  'HTTPS://PAY.EXAMPLE/',
  'https://pagos-españa.example/pago',
  'https://[2001:db8::1]/',
  'http://localhost',
  'http://LOCALHOST:3000/kyc',
  'http://127.0.0.1:8787/gateway/1',
  'http://[::1]:8787/',
]) {
  test(`a buyer may be sent to ${url}`, () => {
    assert.equal(isHostedUrl(url), true);
  });
}

for (const url of [
  '',
  '/p/1',
  'pay.example',
  '//pay.example',
  'http://pay.example',
  'http://localhost.pay.example',
  'http://127.0.0.1.pay.example',
  'http://127.0.0.1@pay.example',
  'http://192.168.0.1',
  'https:pay.example',
  'https:/pay.example',
  'https:\\\\pay.example',
  'https://',
  'https://pay example',
  'https://pay.example:99999',
  'https://bank.example@pay.example',
  'https://bank.example:secret@pay.example/',
  'https://:secret@pay.example',
  ' https://pay.example',
  '\thttps://pay.example',
  'javascript:alert(1)',
  'JavaScript:alert(1)//https://pay.example',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://pay.example/1',
  'file:///etc/passwd',
  'ftp://pay.example',
  'ws://localhost',
  'intent://pay.example',
  'ｈttps://pay.example',
]) {
  test(`a buyer is not sent to ${JSON.stringify(url)}`, () => {
    assert.equal(isHostedUrl(url), false);
  });
}

test('chains have the names that people use, or the vendor’s word with a capital', () => {
  assert.equal(chainName('bsc'), 'BNB Chain');
  assert.equal(chainName('polygon'), 'Polygon');
  for (const [unknown, name] of [
    ['newchain', 'Newchain'],
    ['', ''],
    ['toString', 'ToString'],
    ['__proto__', '__proto__'],
    ['constructor', 'Constructor'],
  ] as const) {
    assert.equal(chainName(unknown), name);
    assert.equal(explorerUrl(unknown, '0x1'), undefined);
  }
});

test('a transaction is looked at where its chain’s are', () => {
  assert.equal(explorerUrl('polygon', '0xabc'), 'https://polygonscan.com/tx/0xabc');
  assert.equal(explorerUrl('tron', 'abc'), 'https://tronscan.org/#/transaction/abc');
});

test('a transaction’s id cannot lead elsewhere', () => {
  const url = explorerUrl('bitcoin', '../?next=//evil.example#"><b>');
  assert.equal(url, 'https://mempool.space/tx/..%2F%3Fnext%3D%2F%2Fevil.example%23%22%3E%3Cb%3E');
});
