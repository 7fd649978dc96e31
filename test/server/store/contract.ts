import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import type {Store} from '../../../src/server/index.js';

export interface StoreKind {
  name: string;
  /** An empty store. Those of the same `place` are instances that share what is stored. */
  create: (place: string) => Store;
  /** Lets seconds go by for the stores. */
  pass: (seconds: number) => Promise<void> | void;
}

/** What every store has to keep to. */
export function holdsStoreContract({name, create: createAt, pass}: StoreKind) {
  const made: Store[] = [];
  let places = 0;
  const create = (place = `place-${++places}`) => {
    const store = createAt(place);
    made.push(store);
    return store;
  };
  after(async () => {
    for (const store of made) await store.close();
  });

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

  test(`${name}: a value is replaced only by who knows it`, async () => {
    const store = create();
    assert.equal(await store.replace('key', 'mine', 'more', 10), false);
    assert.equal(await store.get('key'), undefined);
    await store.set('key', 'mine', 10);
    assert.equal(await store.replace('key', 'yours', 'more', 10), false);
    assert.equal(await store.replace('key', 'mine', 'more', 20), true);
    assert.equal(await store.get('key'), 'more');
    await pass(19);
    assert.equal(await store.get('key'), 'more');
    await pass(1);
    assert.equal(await store.replace('key', 'more', 'late', 10), false);
  });

  test(`${name}: of many that replace the same value at once, one does`, async () => {
    const store = create();
    await store.set('key', 'old', 10);
    const done = await Promise.all(Array.from({length: 50}, (_, nth) => store.replace('key', 'old', String(nth), 10)));
    assert.equal(done.filter(Boolean).length, 1);
  });

  test(`${name}: what somebody else has written since is not deleted`, async () => {
    const store = create();
    await store.set('key', 'theirs', 10);
    await store.delete('key', 'mine');
    assert.equal(await store.get('key'), 'theirs');
    await store.delete('key', 'theirs');
    assert.equal(await store.get('key'), undefined);
    await store.delete('key', 'theirs');
  });

  test(`${name}: what is due is claimed once, the most overdue first, and comes back unless it is taken off`, async () => {
    const store = create();
    assert.deepEqual(await store.claim('agenda', 1000, 2000, 10), []);
    await store.schedule('agenda', 'later', 5000);
    await store.schedule('agenda', 'second', 900);
    await store.schedule('agenda', 'first', 800);
    await store.schedule('agenda', 'third', 1000);
    assert.deepEqual(await store.claim('agenda', 1000, 3000, 2), ['first', 'second']);
    assert.deepEqual(await store.claim('agenda', 1000, 3000, 2), ['third']);
    assert.deepEqual(await store.claim('agenda', 2999, 3000, 10), []);
    await store.unschedule('agenda', 'second');
    await store.unschedule('agenda', 'nobody');
    await store.schedule('agenda', 'third', 9000);
    assert.deepEqual(await store.claim('agenda', 3000, 9000, 10), ['first']);
    assert.deepEqual(await store.claim('another agenda', 9000, 9000, 10), []);
  });

  test(`${name}: of many that claim at once, no two get the same`, async () => {
    const store = create();
    const entries = Array.from({length: 100}, (_, nth) => `entry-${nth}`);
    for (const entry of entries) await store.schedule('agenda', entry, 10);
    const claimed = await Promise.all(Array.from({length: 20}, () => store.claim('agenda', 10, 1000, 7)));
    assert.deepEqual(claimed.flat().sort(), entries.sort());
  });

  test(`${name}: whoever listens hears what is published, until they stop`, async () => {
    const store = create();
    const heard: string[] = [];
    const stop = await store.listen(message => heard.push(message));
    let others = 0;
    let told = () => {};
    const all = new Promise<void>(resolve => (told = resolve));
    await store.listen(message => {
      others += 1;
      if (message === 'last') told();
    });
    await store.publish('one');
    await store.publish('🧮 two');
    await store.publish('three');
    // What was published before is heard before.
    await store.publish('before the stop');
    while (heard.length < 4) await new Promise(resolve => setImmediate(resolve));
    stop();
    await store.publish('last');
    await all;
    assert.deepEqual(heard, ['one', '🧮 two', 'three', 'before the stop']);
    assert.equal(others, 5);
  });

  test(`${name}: a limit counts each for themselves, says how long to wait, and can be given back`, async () => {
    const store = create();
    const limiter = store.limiter('tries', 2, 60);
    const other = store.limiter('others', 2, 60);
    assert.equal(await limiter.take('a'), undefined);
    assert.equal(await limiter.take('a'), undefined);
    const wait = await limiter.take('a');
    assert.ok(wait !== undefined && wait > 59_000 && wait <= 60_000, String(wait));
    assert.equal(await limiter.take('b'), undefined);
    assert.equal(await other.take('a'), undefined);
    // The try that was one too many counted as well.
    await limiter.giveBack('a');
    await limiter.giveBack('a');
    assert.equal(await limiter.take('a'), undefined);
  });
}
