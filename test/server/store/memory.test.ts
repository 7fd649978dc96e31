import assert from 'node:assert/strict';
import {test} from 'node:test';
import {memoryStore} from '../../../src/server/index.js';
import {createTime} from '../setup.js';
import {holdsStoreContract} from './contract.js';

const time = createTime();
holdsStoreContract({
  name: 'memory',
  create: () => memoryStore({clock: time.clock}),
  pass: seconds => {
    time.pass(seconds * 1000);
  },
});

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
  const store = memoryStore({clock});
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

test('memory that is full refuses what is new rather than forget what is promised', async () => {
  const {clock, pass} = createTime();
  const store = memoryStore({clock, mostEntries: 3});
  for (const key of ['a', 'b', 'c']) await store.set(key, 'value', 10);
  await assert.rejects(store.set('d', 'value', 10), /full/);
  await assert.rejects(store.add('d', 'value', 10), /full/);
  await store.set('a', 'changed', 10);
  assert.equal(await store.get('a'), 'changed');
  pass(10_000);
  await store.set('d', 'value', 10);
  for (const entry of ['a', 'b', 'c']) await store.schedule('agenda', entry, 1);
  await assert.rejects(store.schedule('agenda', 'd', 1), /full/);
  await store.schedule('agenda', 'a', 2);
});
