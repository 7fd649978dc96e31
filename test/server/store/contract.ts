import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Store} from '../../../src/server/index.js';

/** What every store has to keep to. `pass` lets seconds go by for the store that `create` gave last. */
export function holdsStoreContract(name: string, create: () => Store, pass: (seconds: number) => Promise<void> | void) {
  test(`${name}: what was written is read, until it ends`, async () => {
    const store = create();
    assert.equal(await store.get('key'), undefined);
    await store.set('key', 'value', 10);
    assert.equal(await store.get('key'), 'value');
    await pass(9);
    assert.equal(await store.get('key'), 'value');
    await pass(1);
    assert.equal(await store.get('key'), undefined);
  });

  test(`${name}: what is written again is new, and lasts anew`, async () => {
    const store = create();
    await store.set('key', 'old', 10);
    await pass(5);
    await store.set('key', 'new', 10);
    await pass(9);
    assert.equal(await store.get('key'), 'new');
    await store.set('key', 'short', 1);
    await pass(1);
    assert.equal(await store.get('key'), undefined);
  });

  test(`${name}: any text is a key and a value`, async () => {
    const store = create();
    for (const text of ['', '__proto__', 'constructor', 'a:b', '\u0000', '🧮', 'x'.repeat(10_000)]) {
      assert.equal(await store.get(text), undefined);
      await store.set(text, text, 10);
      assert.equal(await store.get(text), text);
    }
  });

  test(`${name}: what was deleted is gone, and deleting nothing is nothing`, async () => {
    const store = create();
    await store.set('key', 'value', 10);
    await store.delete('key');
    await store.delete('key');
    assert.equal(await store.get('key'), undefined);
    assert.equal(await store.add('key', 'value', 10), true);
  });

  test(`${name}: only the first adds, until what it added ends`, async () => {
    const store = create();
    assert.equal(await store.add('key', 'first', 10), true);
    assert.equal(await store.add('key', 'second', 100), false);
    assert.equal(await store.get('key'), 'first');
    await pass(10);
    assert.equal(await store.add('key', 'third', 10), true);
    assert.equal(await store.get('key'), 'third');
    await store.set('other', 'set', 10);
    assert.equal(await store.add('other', 'added', 10), false);
  });

  test(`${name}: of many that add at once, one does`, async () => {
    const store = create();
    const added = await Promise.all(Array.from({length: 100}, (_, nth) => store.add('key', String(nth), 10)));
    assert.equal(added.filter(Boolean).length, 1);
    assert.equal(await store.get('key'), String(added.indexOf(true)));
  });
}
