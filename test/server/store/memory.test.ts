import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore} from '../../../src/server/index.js';
import {createTime} from '../setup.js';
import {holdsStoreContract} from './contract.js';

const time = createTime();
holdsStoreContract(
  'memory',
  () => memoryStore(time.clock),
  seconds => {
    time.pass(seconds * 1000);
  },
);

test('memory does not fill up with what has ended', async context => {
  const {clock, pass} = createTime();
  let most = 0;
  class CountedMap<K, V> extends Map<K, V> {
    override set(key: K, value: V): this {
      super.set(key, value);
      most = Math.max(most, this.size);
      return this;
    }
  }
  const plain = globalThis.Map;
  globalThis.Map = CountedMap;
  context.after(() => (globalThis.Map = plain));
  const store = memoryStore(clock);
  for (let nth = 0; nth < 20_000; nth++) {
    await store.set(`key-${nth}`, 'value', 10);
    pass(10);
  }
  assert.ok(most > 0 && most <= 2048, `${most} entries`);
  // What is alive is never swept.
  await store.set('alive', 'value', 1_000_000);
  for (let nth = 0; nth < 5000; nth++) await store.set(`more-${nth}`, 'value', 1000);
  assert.equal(await store.get('alive'), 'value');
  assert.equal(await store.get('more-0'), 'value');
});
