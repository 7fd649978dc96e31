import assert from 'node:assert/strict';
import {mock, test, type TestContext} from 'node:test';
import {BuyController} from '../../src/machine/controller.js';
import type {EffectResult} from '../../src/machine/events.js';
import {amount} from '../../src/machine/steps/amount.js';
import {steps} from '../../src/machine/steps/index.js';
import type {AdapterRequest} from '../../src/machine/effects.js';
import type {BuyState} from '../../src/machine/state.js';
import * as at from './examples.js';

interface Put {
  request: AdapterRequest;
  signal: AbortSignal;
  answer: (answer: EffectResult) => void;
  fail: (error: unknown) => void;
}

/** Lets what is resolved reach whoever awaits it. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A controller whose questions wait for the test's answers. Its clock and timers stand still until `tick`. */
function watch(context: TestContext, initial: BuyState, random = () => 0.5, page: () => void = () => undefined) {
  mock.timers.enable({apis: ['setTimeout', 'Date'], now: at.now});
  context.after(() => {
    mock.timers.reset();
  });
  const puts: Put[] = [];
  const changes: [before: string, after: string][] = [];
  const controller = new BuyController({
    initial,
    steps,
    runEffect: (request, signal) =>
      new Promise((answer, fail) => {
        puts.push({request, signal, answer, fail});
      }),
    onChange: (after, before) => {
      changes.push([before.step, after.step]);
      page();
    },
    random,
  });
  return {
    controller,
    changes,
    puts,
    asks: () => puts.map(({request}) => request.effect),
    tick: async (ms: number) => {
      await settled();
      mock.timers.tick(ms);
      await settled();
    },
    /** The latest question; fails where there is none. */
    latest: (): Put => {
      const put = puts.at(-1);
      assert.ok(put, 'nothing was asked');
      return put;
    },
  };
}

test('nothing is asked before the start', async context => {
  const {puts, tick} = watch(context, at.amount);
  await tick(60_000);
  assert.deepEqual(puts, []);
});

test('the first question is put before anything else is done, so that no drawing holds up the price', context => {
  const {controller, asks} = watch(context, at.amount);
  controller.start();
  assert.deepEqual(asks(), ['quote']);
});

test('the question of the state is put, and its answer leads on', async context => {
  const {controller, latest, changes, tick} = watch(context, at.confirmed);
  controller.start();
  await settled();
  const {request, answer} = latest();
  assert.deepEqual(request, at.asked(at.confirmed));
  answer({type: 'sessionStarted', request, session: at.session});
  await tick(0);
  assert.equal(controller.state.step, 'customer');
  assert.deepEqual(changes, [['amount', 'customer']]);
});

test('a question that is no longer asked is aborted, and its late answer changes nothing', async context => {
  const {controller, puts, changes} = watch(context, at.sending);
  controller.start();
  await settled();
  controller.send({type: 'amountEditRequested'});
  await settled();
  assert.deepEqual(
    puts.map(({request, signal}) => [request.effect, signal.aborted]),
    [
      ['customer', true],
      ['quote', false],
    ],
  );
  const {state} = controller;
  const [first] = puts;
  assert.ok(first);
  first.answer({type: 'codeSent', request: first.request});
  await settled();
  assert.equal(controller.state, state);
  assert.equal(changes.length, 1);
});

test('a late failure changes nothing either', async context => {
  const {controller, puts} = watch(context, at.sending);
  controller.start();
  await settled();
  controller.send({type: 'amountEditRequested'});
  const {state} = controller;
  puts[0]?.fail({code: 'customer_banned'});
  await settled();
  assert.equal(controller.state, state);
});

test('what changes nothing about the question leaves it running, and tells nobody', async context => {
  const {controller, puts, changes} = watch(context, at.unpaid);
  controller.start();
  await settled();
  controller.send({type: 'hostedPageOpened', opened: 'opened'});
  controller.send({type: 'codeEntered', code: '123456'});
  await settled();
  assert.deepEqual(
    puts.map(({signal}) => signal.aborted),
    [false],
  );
  assert.equal(changes.length, 1);
});

test('many keys ask for one quote', async context => {
  const {controller, puts, latest, tick} = watch(context, at.quoted);
  controller.start();
  for (const amount of ['1', '12', '123', '123.4', '123.45']) {
    controller.send({type: 'orderChanged', order: {...at.order, amount}});
    await tick(100);
  }
  assert.equal(puts.length, 0);
  await tick(150);
  assert.equal(puts.length, 1);
  const {request} = latest();
  assert.ok(request.effect === 'quote');
  assert.equal(request.order.amount, '123.45');
});

test('an outage is asked through, later and later, and at once when the buyer comes back', async context => {
  const {controller, puts, latest, tick} = watch(context, at.unpaid);
  controller.start();
  await settled();
  for (const pause of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
    const before = puts.length;
    latest().fail(new TypeError('Failed to fetch'));
    await tick(pause - 1);
    assert.equal(puts.length, before, `asked before ${pause} ms were over`);
    await tick(1);
    assert.equal(puts.length, before + 1);
  }
  latest().fail(new TypeError('Failed to fetch'));
  await tick(10);
  const before = puts.length;
  controller.send({type: 'returned'});
  await settled();
  assert.equal(puts.length, before + 1);
});

for (const [what, error, code] of [
  ['an error without a code', new TypeError('Failed to fetch'), 'offline'],
  ['nothing at all', undefined, 'offline'],
  ['text', 'no', 'offline'],
  ['the number of a DOMException', {code: 20}, 'offline'],
  ['a word in capitals', {code: 'ECONNREFUSED'}, 'offline'],
  ['a time-out of the browser', new DOMException('too late', 'TimeoutError'), 'timeout'],
  ['what is no JSON', new SyntaxError('Unexpected token'), 'bad_answer'],
  ['a silence', {code: 'busy'}, 'busy'],
  ['a refusal', {code: 'not_found'}, 'not_found'],
] as const) {
  test(`${what} instead of an answer is ${code} to the buyer`, async context => {
    const {controller, latest} = watch(context, at.unpaid);
    controller.start();
    await settled();
    latest().fail(error);
    await settled();
    assert.equal(controller.state.problem?.code, code);
  });
}

test('what goes with a problem reaches the state', async context => {
  const {controller, latest} = watch(context, at.checking);
  controller.start();
  await settled();
  latest().fail({
    code: 'code_wrong',
    details: {triesLeft: 2},
    retryAfter: 3,
    requestId: 'request-1',
    message: 'for developers',
  });
  await settled();
  assert.deepEqual(controller.state.problem, {
    code: 'code_wrong',
    details: {triesLeft: 2},
    retryAfter: 3,
    requestId: 'request-1',
  });
});

test('a quote is replaced when its time is up, not before', async context => {
  const {controller, asks, tick} = watch(context, at.quoted);
  controller.start();
  await tick(29_999);
  assert.deepEqual(asks(), []);
  await tick(1);
  await tick(250);
  assert.deepEqual(asks(), ['quote']);
});

test('a quote that is good for longer than a timer can run does not end at once', async context => {
  const {controller, asks, tick} = watch(context, {...at.priced, quote: {...at.quote, expiresAt: at.now + 2 ** 33}});
  controller.start();
  await tick(60_000);
  assert.deepEqual(asks(), []);
});

test('whatever was put off for longer than a timer can run is not asked at once', async context => {
  const {controller, asks, tick} = watch(context, {...at.unpaid, pause: 2 ** 33});
  controller.start();
  await tick(60_000);
  assert.deepEqual(asks(), []);
});

test('a stop aborts, and a start asks the same again', async context => {
  const {controller, puts} = watch(context, at.creating);
  controller.start();
  await settled();
  controller.stop();
  assert.equal(puts[0]?.signal.aborted, true);
  controller.start();
  await settled();
  assert.equal(puts.length, 2);
  assert.deepEqual(puts[1]?.request, puts[0].request);
});

test('an answer that comes after a stop changes nothing', async context => {
  const {controller, latest, changes} = watch(context, at.unpaid);
  controller.start();
  await settled();
  const {request, answer} = latest();
  controller.stop();
  answer({type: 'paymentArrived', request, payment: {...at.payment, status: 'completed'}});
  await settled();
  assert.equal(controller.state, at.unpaid);
  assert.deepEqual(changes, []);
});

test('starting twice asks once', async context => {
  const {controller, puts} = watch(context, at.unpaid);
  controller.start();
  controller.start();
  await settled();
  assert.equal(puts.length, 1);
});

test('no timer is left after a stop', async context => {
  for (const state of [at.quoted, at.priced, {...at.unpaid, pause: 15_000}]) {
    const {controller, asks, tick} = watch(context, state);
    controller.start();
    await settled();
    controller.stop();
    await tick(24 * 60 * 60 * 1000);
    assert.deepEqual(asks(), []);
    assert.equal(controller.state, state);
    mock.timers.reset();
  }
});

test('widgets that lost the adapter at the same time do not come back at the same time', async context => {
  for (const [chance, early, due] of [
    [0, 7499, 1],
    [1, 12_499, 1],
  ] as const) {
    const {controller, puts, tick} = watch(context, {...at.unpaid, pause: 10_000}, () => chance);
    controller.start();
    await tick(early);
    assert.equal(puts.length, 0);
    await tick(due);
    assert.equal(puts.length, 1);
    controller.stop();
    mock.timers.reset();
  }
});

test('a purchase is followed whatever fails on the page', async context => {
  const {controller, puts} = watch(context, at.amount, undefined, () => {
    throw new Error('the page');
  });
  controller.start();
  assert.throws(() => {
    controller.send({type: 'orderChanged', order: {...at.order, amount: '70.00'}});
  }, /the page/);
  mock.timers.tick(250);
  await settled();
  assert.equal(puts.at(-1)?.request.revision, 1);
});

test('the process of a page that is gone is not held up by a timer', async context => {
  const set = context.mock.method(globalThis, 'setTimeout');
  const clear = context.mock.method(globalThis, 'clearTimeout');
  const controller = new BuyController({
    initial: {...at.unpaid, pause: 15_000},
    steps,
    runEffect: () => Promise.reject(new Error('not to be asked')),
    onChange: () => undefined,
  });
  controller.start();
  await settled();
  controller.stop();
  assert.deepEqual(
    clear.mock.calls.map(({arguments: [timer]}) => timer),
    set.mock.calls.map(({result}) => result),
  );
  assert.equal(set.mock.callCount(), 1);
});

test('a page that nobody sees asks nothing that can wait', async context => {
  for (const state of [at.amount, at.quoted, at.review, at.priced, at.kycRequired, at.unpaid]) {
    const {controller, puts, tick} = watch(context, state);
    controller.start();
    await settled();
    controller.setVisible(false);
    assert.ok(puts.every(({signal}) => signal.aborted));
    const before = puts.length;
    await tick(60_000);
    assert.equal(puts.length, before, state.step);
    mock.timers.reset();
  }
});

test('a page that nobody sees goes on with what was begun', async context => {
  for (const state of [at.confirmed, at.resuming, at.sending, at.checking, at.creating]) {
    const {controller, puts, latest, tick} = watch(context, state);
    controller.setVisible(false);
    controller.start();
    await settled();
    latest().fail({code: 'timeout'});
    await tick(1000);
    assert.equal(puts.length, 2, state.step);
    assert.equal(latest().signal.aborted, false);
    mock.timers.reset();
  }
});

test('a page that is seen again asks at once', async context => {
  const {controller, asks, latest, tick} = watch(context, at.unpaid);
  controller.start();
  await settled();
  latest().fail({code: 'offline'});
  await settled();
  controller.setVisible(false);
  await tick(60_000);
  controller.setVisible(true);
  await settled();
  assert.deepEqual(asks(), ['status', 'status']);
});

test('a price that ended while the phone slept is replaced when it wakes', async context => {
  const {controller, asks, tick} = watch(context, at.priced);
  controller.start();
  controller.setVisible(false);
  await tick(60_000);
  controller.setVisible(true);
  await settled();
  assert.deepEqual(asks(), ['quote']);
  assert.ok(controller.state.step === 'payment' && controller.state.expired);
});

test('a lost answer to the creation of a payment is asked for under one key until it comes', async context => {
  const {controller, puts, latest, tick} = watch(context, at.creating);
  controller.start();
  await settled();
  for (const code of ['timeout', 'busy', 'offline']) {
    latest().fail({code});
    await tick(15_000);
  }
  assert.deepEqual(
    puts.map(({request}) => request.effect === 'payment' && request.key),
    ['key-1', 'key-1', 'key-1', 'key-1'],
  );
  const {request, answer} = latest();
  answer({type: 'paymentCreated', request, created: {payment: at.payment, resume: 'resume-3'}});
  await settled();
  assert.equal(controller.state.step, 'status');
  assert.equal(latest().request.effect, 'status');
});

test('a question that was answered is asked again where the flow comes back to it', async context => {
  const {controller, puts, latest} = watch(context, at.amount);
  controller.steps = {...steps, amount: {...amount, reduce: state => ({...state})}};
  controller.start();
  await settled();
  latest().fail({code: 'offline'});
  await settled();
  assert.equal(puts.length, 2);
  assert.deepEqual(puts[1]?.request, puts[0]?.request);
});

test('a new beginning drops what was asked', async context => {
  const {controller, puts} = watch(context, at.unpaid);
  controller.start();
  await settled();
  controller.reset(at.amount);
  await settled();
  assert.deepEqual(
    puts.map(({request, signal}) => [request.effect, signal.aborted]),
    [
      ['status', true],
      ['quote', false],
    ],
  );
});
