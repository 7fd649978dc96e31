import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import fc from 'fast-check';
import {isFinal} from '../../src/contract/payment.js';
import type {Action} from '../../src/machine/events.js';
import {emptyDraft} from '../../src/machine/state.js';
import {endurance} from '../support/endurance.js';
import {day, email, FakeAdapter, name, onward, order, settled, silences, World, type Take, type Tab} from './world.js';

const began = Date.UTC(2026, 4, 1, 12);

/** What may happen next. Numbers pick among what there is just then. */
type Act =
  /** The buyer does so many times what leads on, and is answered what they hope for. */
  | {act: 'go on'; tab: number; steps: number}
  | {act: 'onward'; tab: number}
  | {act: 'deed'; tab: number; which: number}
  | {act: 'answer' | 'lose' | 'drop'; which: number; choices: number[]}
  | {act: 'pass' | 'jump'; ms: number}
  | {act: 'reload' | 'turn away' | 'look' | 'take off' | 'put back' | 'take over'; tab: number}
  | {act: 'open' | 'duplicate' | 'close'}
  | {act: 'price'; price: number};

const tab = fc.nat(1);
const which = fc.nat(20);
/** What is hoped for, more often than not. */
const choices = fc.oneof(
  {weight: 3, arbitrary: fc.constant<number[]>([])},
  {weight: 2, arbitrary: fc.array(fc.nat(40), {maxLength: 6})},
);
const moments = fc.constantFrom(1, 250, 1000, 2000, 15_000, 30_000, 59_999, 60_000, 20 * 60_000, day);

const acts: fc.Arbitrary<Act> = fc.oneof(
  {weight: 5, arbitrary: fc.record({act: fc.constant('go on' as const), tab, steps: fc.integer({min: 1, max: 7})})},
  {weight: 10, arbitrary: fc.record({act: fc.constant('onward' as const), tab})},
  {weight: 3, arbitrary: fc.record({act: fc.constant('deed' as const), tab, which: fc.nat(60)})},
  {
    weight: 12,
    arbitrary: fc.record({act: fc.constantFrom('answer', 'answer', 'answer', 'lose', 'drop'), which, choices}),
  },
  {weight: 3, arbitrary: fc.record({act: fc.constant('pass' as const), ms: moments})},
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('jump' as const),
      ms: fc.oneof(moments, fc.constantFrom(-1000, -60_000, -day, 3 * day)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom(
        'reload',
        'reload',
        'turn away',
        'look',
        'take off',
        'put back',
        'put back',
        'take over',
        'take over',
      ),
      tab,
    }),
  },
  {weight: 1, arbitrary: fc.record({act: fc.constantFrom('open', 'duplicate', 'duplicate', 'close')})},
  {weight: 1, arbitrary: fc.record({act: fc.constant('price' as const), price: fc.integer({min: 80, max: 130})})},
);

/** Everything that a buyer or a page can do, sensible or not. */
function deedsIn(tab: Tab): Action[] {
  const {world} = tab;
  const now = world.now();
  const confirmed = {type: 'confirmed', now, draft: emptyDraft} as const;
  return [
    {type: 'orderChanged', order: {...order, amount: '50.00'}},
    {type: 'orderChanged', order: {...order, amount: ''}},
    {type: 'orderChanged', order: {...order, asset: 'BTC', chain: 'bitcoin'}},
    {...confirmed, key: world.freshKey(tab)},
    {...confirmed, key: world.freshKey(tab), externalId: 'order-7', draft: {email, name, codeSent: false}},
    {...confirmed, key: world.freshKey(tab), wallet: ''},
    {type: 'orderRefused', problem: {code: 'asset_not_supported'}},
    {type: 'amountEditRequested'},
    {type: 'amountEditRequested'},
    {type: 'draftChanged', email: 'grace@example.org', name: 'Grace Hopper'},
    {type: 'customerEntered', email, name},
    {type: 'customerInvalid', email: 'ada', name, code: 'email_invalid'},
    {type: 'emailReopened'},
    {type: 'codeEntered', code: '654321'},
    {type: 'codeIncomplete'},
    {type: 'codeRequested'},
    {type: 'hostedPageOpened', opened: 'opened'},
    {type: 'hostedPageOpened', opened: 'blocked'},
    {type: 'enhancedVerificationDone'},
    {type: 'walletChanged', wallet: '0x52908400098527886E0F7030069857D2E4169EE7'},
    {type: 'walletInvalid'},
    {type: 'methodChosen', paymentType: 'transfer'},
    {type: 'paymentConfirmed', opened: 'opened', now},
    {type: 'paymentConfirmed', opened: 'blocked', now},
    {type: 'returned'},
    {type: 'quoteOutdated'},
    {type: 'lockedOrderChanged', order: {...order, amount: '250.00'}},
    {type: 'restarted'},
    {type: 'buyerChanged'},
    {type: 'leaveConfirmed'},
    {type: 'leaveCancelled'},
  ];
}

function picking(choices: readonly number[]): Take {
  let nth = 0;
  return from => {
    const choice = choices[nth++] ?? 0;
    return from[choice % from.length] ?? from[0];
  };
}

async function perform(world: World, adapter: FakeAdapter, act: Act): Promise<void> {
  const at = 'tab' in act ? world.tabs[act.tab % world.tabs.length] : undefined;
  switch (act.act) {
    case 'go on': {
      adapter.take = ([first]) => first;
      for (let step = 0; at && step < act.steps; step++) {
        const deed = onward(at);
        if (deed) at.send(deed);
        await settled();
        for (const held of [...world.held].filter(({signal}) => !signal.aborted)) held.settle('answered');
        await settled();
      }
      break;
    }
    case 'onward': {
      const deed = at && onward(at);
      if (deed) at.send(deed);
      break;
    }
    case 'deed': {
      const deeds = at ? deedsIn(at) : [];
      const deed = deeds[act.which % deeds.length];
      if (deed) at?.send(deed);
      break;
    }
    case 'answer':
    case 'lose':
    case 'drop': {
      // The page's own latest call as a rule, and now and then one that it gave up.
      const calls = [...world.held].reverse();
      const held = calls[act.which < 10 ? 0 : act.which % Math.max(1, calls.length)];
      if (!held) break;
      adapter.take = picking(act.choices);
      const silence = silences[act.which % silences.length];
      held.settle(act.act === 'answer' ? 'answered' : act.act === 'lose' ? 'lost' : 'never arrived', silence);
      break;
    }
    case 'pass':
      await world.pass(act.ms);
      break;
    case 'jump':
      world.skew += act.ms;
      break;
    case 'reload':
      if (at?.attached) at.reload();
      break;
    case 'turn away':
    case 'look':
      if (!at) break;
      at.visible = act.act === 'look';
      at.controller.setVisible(at.visible);
      break;
    case 'take off':
      if (!at) break;
      at.attached = false;
      at.controller.stop();
      break;
    case 'put back':
      if (!at || at.attached) break;
      at.attached = true;
      at.start();
      break;
    case 'take over':
      if (at) world.takeOver(at);
      break;
    case 'open':
    case 'duplicate':
      world.open(act.act);
      break;
    case 'close':
      world.close();
      break;
    case 'price':
      adapter.price = act.price;
      break;
  }
  await settled();
  world.lead();
  await settled();
}

/** From wherever they are, a buyer who wants to and a service that works come to coins. */
async function comesToAnEnd(world: World, adapter: FakeAdapter): Promise<void> {
  world.close();
  const [tab] = world.tabs;
  assert.ok(tab);
  adapter.take = ([first]) => first;
  if (!tab.attached) await perform(world, adapter, {act: 'put back', tab: 0});
  await perform(world, adapter, {act: 'look', tab: 0});
  const way: string[] = [];
  for (let moves = 0; moves < 60; moves++) {
    const {state} = tab;
    way.push(state.step);
    if (state.step === 'status' && state.payment && isFinal(state.payment.status)) return;
    // What the vendor decided against somebody is decided.
    if (state.step === 'kyc' && state.customer?.kyc === 'rejected') return;
    const deed = onward(tab);
    if (deed) tab.send(deed);
    await settled();
    for (const held of [...world.held]) held.settle('answered');
    await world.pass(16_000);
    world.lead();
    await settled();
    world.check();
  }
  assert.fail(`no way to the coins: ${way.join(' ')}; ${JSON.stringify(tab.state)}`);
}

async function live(direct: boolean, history: readonly Act[]): Promise<void> {
  mock.timers.enable({apis: ['setTimeout', 'Date'], now: began});
  let adapter: FakeAdapter | undefined;
  const world: World = new World(made => {
    const fake = new FakeAdapter(
      // The service's own clock is right, whatever the device's says.
      () => Date.now(),
      (key, id) => {
        made.paid(key, id);
      },
    );
    adapter = fake;
    return () => {
      const service = fake.service();
      // A price's end is told in seconds and counted by the page's own clock.
      return {
        ...service,
        quote: (ordered, signal) =>
          service.quote(ordered, signal).then(quote => ({...quote, expiresAt: quote.expiresAt + made.skew})),
      };
    };
  });
  assert.ok(adapter);
  world.direct = direct;
  try {
    await settled();
    world.check();
    for (const act of history) {
      await perform(world, adapter, act);
      world.check();
    }
    await comesToAnEnd(world, adapter);
  } finally {
    world.end();
    mock.timers.reset();
  }
}

test('whatever buyers, services, networks, clocks and tabs do, a purchase keeps its promises and can be brought to its end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(acts, {minLength: 1, maxLength: 60, size: 'max'}), live),
    endurance(400),
  );
});
