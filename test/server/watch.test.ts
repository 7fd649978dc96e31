import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {createWatch} from '../../src/server/watch.js';
import {idle} from './setup.js';

/** A thing that moves, and how often it was looked at. */
function watched() {
  const looks: string[] = [];
  const at = {state: 'old', failing: false, held: undefined as Promise<void> | undefined};
  const watch = createWatch({
    random: () => 0.5,
    look: async id => {
      looks.push(id);
      const {state, failing, held} = at;
      await held;
      if (failing) throw new Error('silent');
      return state;
    },
  });
  const isOld = (state: string) => state === 'old';
  const wait = (ms = 30_000, signal?: AbortSignal, id = 'a') => watch.next(id, isOld, ms, signal);
  return {at, looks, watch, wait};
}

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    mock.timers.tick(50);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  await idle();
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({apis: ['setTimeout']});
});

test('whoever knows nothing, something else, or does not want to wait is answered at once', async () => {
  const {watch, looks} = watched();
  assert.equal(await watch.next('a', undefined, 30_000), 'old');
  assert.equal(await watch.next('a', state => state === 'other', 30_000), 'old');
  assert.equal(await watch.next('a', state => state === 'old', 0), 'old');
  assert.equal(await watch.next('a', state => state === 'old', 30_000, AbortSignal.abort()), 'old');
  await pass(30_000);
  assert.equal(looks.length, 4);
});

test('a thousand buyers who wait for the same thing cost one look per interval, and all hear of the news', async () => {
  const {at, looks, wait} = watched();
  const waiting = Array.from({length: 1000}, () => wait());
  await idle();
  assert.equal(looks.length, 1);
  await pass(900);
  assert.equal(looks.length, 1);
  await pass(200);
  assert.equal(looks.length, 2);
  at.state = 'new';
  await pass(1500);
  assert.equal(looks.length, 3);
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set(['new']));
});

test('a thousand who come one after the other cost no more, as long as they know what is known', async () => {
  const {at, looks, watch, wait} = watched();
  const first = wait();
  await idle();
  const others = Array.from({length: 1000}, () => wait());
  await idle();
  assert.equal(looks.length, 1);
  // Somebody who knows less asks for everybody.
  at.state = 'new';
  assert.equal(await watch.next('a', undefined, 0), 'new');
  assert.equal(looks.length, 2);
  assert.deepEqual(new Set(await Promise.all([first, ...others])), new Set(['new']));
});

test('whoever waits longer is looked for less often, but at least every nineteen seconds', async () => {
  const {looks, wait} = watched();
  const waiting = wait(120_000);
  await idle();
  const counts: number[] = [];
  for (let nth = 0; nth < 4; nth++) {
    await pass(30_000);
    counts.push(looks.length);
  }
  await waiting;
  const each = counts.map((count, nth) => count - (counts[nth - 1] ?? 0));
  assert.ok((each[0] ?? 0) <= 9 && (each[1] ?? 0) <= 3, String(each));
  assert.ok(
    each.every(count => count >= 1),
    String(each),
  );
});

test('somebody who waits is answered after their time, though nothing is new', async () => {
  const {wait} = watched();
  let answer: string | undefined;
  void wait(700).then(latest => (answer = latest));
  await idle();
  await pass(650);
  assert.equal(answer, undefined);
  await pass(50);
  assert.equal(answer, 'old');
});

test('who heard of news cuts the pause short for that one thing', async () => {
  const {at, looks, watch, wait} = watched();
  const [a, b] = [wait(), wait(30_000, undefined, 'b')];
  await idle();
  at.state = 'new';
  watch.wake('a');
  watch.wake('nobody waits for this');
  assert.equal(await a, 'new');
  assert.deepEqual(looks, ['a', 'b', 'a']);
  await pass(2000);
  assert.equal(await b, 'new');
});

test('news that come during a look are looked for again, as the look may have missed them', async () => {
  const {at, looks, watch, wait} = watched();
  const waiting = wait();
  await idle();
  let letGo = () => {};
  at.held = new Promise(resolve => (letGo = resolve));
  await pass(1100);
  assert.equal(looks.length, 2);
  at.held = undefined;
  at.state = 'new';
  watch.wake('a');
  letGo();
  await idle();
  assert.equal(looks.length, 3);
  assert.equal(await waiting, 'new');
});

test('news that come while somebody else asks are looked for as well', async () => {
  const {at, looks, watch, wait} = watched();
  const waiting = wait();
  await idle();
  let letGo = () => {};
  at.held = new Promise(resolve => (letGo = resolve));
  const asking = watch.next('a', undefined, 0);
  at.held = undefined;
  at.state = 'new';
  watch.wake('a');
  await idle();
  assert.equal(await waiting, 'new');
  letGo();
  assert.equal(await asking, 'old');
  assert.equal(looks.length, 3);
});

test('a waiter who leaves is answered, and the others go on waiting', async () => {
  const {at, wait} = watched();
  const page = new AbortController();
  const [left, stays] = [wait(30_000, page.signal), wait()];
  await idle();
  page.abort();
  assert.equal(await left, 'old');
  at.state = 'new';
  await pass(1500);
  assert.equal(await stays, 'new');
});

test('nobody looks while nobody waits, and no timer is left', async () => {
  const timers = new Set<unknown>();
  const {setTimeout: set, clearTimeout: clear} = globalThis;
  const after = (run: () => void, ms: number) => {
    const timer = set(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const stop = (timer: NodeJS.Timeout) => {
    timers.delete(timer);
    clear(timer);
  };
  mock.method(globalThis, 'setTimeout', after);
  mock.method(globalThis, 'clearTimeout', stop);
  const {at, looks, wait} = watched();
  const page = new AbortController();
  const waiting = [wait(30_000, page.signal), wait(500), wait()];
  await idle();
  assert.equal(timers.size, 4);
  page.abort();
  await pass(600);
  at.state = 'new';
  await pass(1000);
  await Promise.all(waiting);
  assert.equal(timers.size, 0);

  at.state = 'old';
  const last = new AbortController();
  const alone = wait(30_000, last.signal);
  await idle();
  assert.equal(timers.size, 2);
  last.abort();
  await alone;
  await idle();
  assert.equal(timers.size, 0);
  const before = looks.length;
  await pass(60_000);
  assert.equal(looks.length, before);
  mock.restoreAll();
});

test('a vendor that fails while buyers wait keeps them waiting; only the first look may fail', async () => {
  const {at, looks, wait} = watched();
  const waiting = wait();
  await idle();
  at.failing = true;
  await pass(5000);
  assert.ok(looks.length >= 3);
  at.failing = false;
  at.state = 'new';
  await pass(10_000);
  assert.equal(await waiting, 'new');
  at.failing = true;
  await assert.rejects(wait(), /silent/);
});

test('a buyer who comes back after everybody left is looked for anew', async () => {
  const {at, wait} = watched();
  await Promise.all([wait(100), pass(200)]);
  const waiting = wait();
  await idle();
  at.state = 'new';
  await pass(1500);
  assert.equal(await waiting, 'new');
});
