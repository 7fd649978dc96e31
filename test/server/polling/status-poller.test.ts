import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {createStatusPoller} from '../../../src/server/polling/status-poller.js';
import {idle} from '../setup.js';

/** A thing that moves, and how often it was looked at. */
function watched() {
  const looks: string[] = [];
  const at = {state: 'old', failing: false, held: undefined as Promise<void> | undefined};
  const watch = createStatusPoller<string>({
    random: () => 0.5,
    clock: Date.now,
    pause: quiet => Math.min(1000 * 1.5 ** quiet, 15_000),
    // What is final stays so.
    newer: (before, latest) => (before === 'final' ? before : latest),
    fetch: async id => {
      looks.push(id);
      const {state, failing, held} = at;
      await held;
      if (failing) throw new Error('silent');
      return state;
    },
  });
  const isOld = (state: string) => state === 'old';
  const wait = (ms = 30_000, signal?: AbortSignal, id = 'a') =>
    watch.waitForChange(id, {isKnown: isOld, wait: ms, signal});
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
  mock.timers.enable({apis: ['setTimeout', 'Date']});
});

test('whoever knows nothing, something else, or does not want to wait is answered at once', async () => {
  const {watch, looks} = watched();
  assert.equal(await watch.waitForChange('a', {wait: 30_000}), 'old');
  assert.equal(await watch.waitForChange('a', {isKnown: state => state === 'other', wait: 30_000}), 'old');
  assert.equal(await watch.waitForChange('a', {isKnown: state => state === 'old'}), 'old');
  assert.equal(
    await watch.waitForChange('a', {isKnown: state => state === 'old', wait: 30_000, signal: AbortSignal.abort()}),
    'old',
  );
  await pass(30_000);
  // What was seen a moment ago is still known.
  assert.equal(looks.length, 2);
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
  mock.timers.setTime(Date.now() + 1000);
  assert.equal(await watch.waitForChange('a'), 'new');
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
  watch.invalidate('a');
  watch.invalidate('nobody waits for this');
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
  watch.invalidate('a');
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
  mock.timers.setTime(Date.now() + 1000);
  const asking = watch.waitForChange('a');
  at.held = undefined;
  at.state = 'new';
  watch.invalidate('a');
  await idle();
  assert.equal(await waiting, 'new');
  letGo();
  // The look that began first came back last, and does not turn anything back.
  assert.equal(await asking, 'new');
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

test('a vendor that fails just when somebody heard of news is asked again before long', async () => {
  const at = {failing: false, state: 'old'};
  const watch = createStatusPoller<string>({
    random: () => 0.5,
    clock: Date.now,
    pause: () => 240_000,
    fetch: () => (at.failing ? Promise.reject(new Error('silent')) : Promise.resolve(at.state)),
  });
  const waiting = watch.waitForChange('a', {isKnown: state => state === 'old', wait: 30_000});
  await idle();
  at.state = 'new';
  at.failing = true;
  watch.invalidate('a');
  await pass(5000);
  at.failing = false;
  await pass(5000);
  assert.equal(await waiting, 'new');
});

test('a buyer who comes and goes is not looked for more often than one who stays', async () => {
  const {looks, wait} = watched();
  for (let nth = 0; nth < 10; nth++) {
    await Promise.all([wait(5000), pass(6000)]);
  }
  const {looks: others, wait: stay} = watched();
  await Promise.all([stay(60_000), pass(61_000)]);
  assert.ok(looks.length <= others.length + 1, `${looks.length} looks, ${others.length} for one who stays`);
});

test('a buyer who has a reason to ask is looked for at once, though a thousand who have one cost a look a second', async () => {
  const {at, looks, watch, wait} = watched();
  void wait(100);
  await idle();
  await pass(2000);
  const ask = () => watch.waitForChange('a', {isKnown: state => state === 'old', wait: 30_000, fresh: true});
  const before = looks.length;
  at.state = 'new';
  const asking = Array.from({length: 1000}, ask);
  assert.deepEqual(new Set(await Promise.all(asking)), new Set(['new']));
  assert.equal(looks.length, before + 1);
  at.state = 'old';
  await pass(2000);
  const waiting = [ask(), ask()];
  await idle();
  const more = Array.from({length: 1000}, ask);
  await idle();
  assert.equal(looks.length, before + 2);
  at.state = 'new';
  watch.invalidate('a');
  await Promise.all([...waiting, ...more]);
});

test('what was seen or learnt within a second is not looked for again, however often somebody asks', async () => {
  const {at, looks, watch, wait} = watched();
  watch.set('a', 'old');
  for (let nth = 0; nth < 100; nth++) assert.equal(await watch.waitForChange('a'), 'old');
  assert.equal(looks.length, 0);
  await pass(1000);
  at.state = 'new';
  for (let nth = 0; nth < 100; nth++) assert.equal(await watch.waitForChange('a'), 'new');
  assert.equal(looks.length, 1);
  // Whoever heard of news makes it old at once.
  watch.invalidate('a');
  await watch.waitForChange('a');
  assert.equal(looks.length, 2);
  watch.set('c', 'old');
  const waiting = wait(30_000, undefined, 'c');
  await pass(500);
  assert.equal(looks.length, 2);
  watch.set('c', 'new');
  assert.equal(await waiting, 'new');
});

test('what is further along is not turned back by an answer that crossed it', async () => {
  const {at, watch} = watched();
  at.state = 'final';
  assert.equal(await watch.waitForChange('a'), 'final');
  at.state = 'old';
  assert.equal(await watch.waitForChange('a'), 'final');
});

test('when the adapter closes, whoever waits is answered, and nobody waits from then on', async () => {
  const {watch, wait} = watched();
  const waiting = [wait(), wait(30_000, undefined, 'b')];
  await idle();
  watch.close();
  assert.deepEqual(await Promise.all(waiting), ['old', 'old']);
  assert.equal(await wait(), 'old');
});

test('ten thousand things that nobody waits for any more are forgotten', async () => {
  const looked: string[] = [];
  const watch = createStatusPoller<string>({
    clock: Date.now,
    pause: () => 1000,
    fetch: id => {
      looked.push(id);
      return Promise.resolve('old');
    },
  });
  const held = (nth: number) => ({isKnown: () => true, wait: 0, nth});
  for (let nth = 0; nth < 10_000; nth++) {
    if (nth % 1000 === 0) mock.timers.tick(11 * 60_000);
    await watch.waitForChange(`id-${nth}`, held(nth));
  }
  const before = looked.length;
  // What was remembered would be known without a look.
  mock.timers.setTime(Date.now());
  await watch.waitForChange('id-0', held(0));
  assert.equal(looked.length, before + 1);
});

test('what is over and was told is forgotten first', async () => {
  const looked: string[] = [];
  const watch = createStatusPoller<string>({
    clock: Date.now,
    pause: () => 1000,
    isFinal: state => state === 'final',
    fetch: id => {
      looked.push(id);
      return Promise.resolve(id.startsWith('open') ? 'old' : 'final');
    },
  });
  await watch.waitForChange('open');
  await watch.waitForChange('over');
  // Long enough to be looked at again, and not long enough for what goes on to be forgotten.
  mock.timers.tick(60_000);
  for (let nth = 0; nth < 1024; nth++) await watch.waitForChange(`over-${nth}`);
  const before = looked.length;
  // Without a wait, what is remembered is told as it is, where it is fresh; it is fresh where time stands still.
  mock.timers.setTime(Date.now() - 60_000);
  await watch.waitForChange('open');
  assert.equal(looked.length, before);
  await watch.waitForChange('over');
  assert.equal(looked.length, before + 1);
});
