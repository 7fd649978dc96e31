import assert from 'node:assert/strict';
import {test} from 'node:test';
import {keep, restore} from '../../src/flow/keep.js';
import type {BuyState} from '../../src/flow/state.js';
import * as at from './examples.js';
import {after, answered, asked, asks, everywhere} from './examples.js';

test('a tab that lost the purchase asks nothing and waits for nothing, wherever it was', () => {
  for (const [name, state] of Object.entries(everywhere)) {
    if (state.step === 'amount') continue;
    const lost = after(state, {type: 'lost'});
    assert.equal(asks(lost), undefined, name);
    assert.equal(lost.step === 'resuming' && lost.elsewhere, true, name);
    assert.equal(lost.step === 'resuming' && lost.purchase.key, state.purchase.key, name);
  }
});

test('the first step belongs to every tab', () => {
  assert.equal(after(at.quoted, {type: 'lost'}), at.quoted);
});

test('a tab that takes the purchase over goes on where the adapter says that it is', () => {
  const back = after(at.priced, {type: 'lost'}, {type: 'takenOver'});
  assert.equal(asked(back).ask, 'session');
  const going = answered(back, 'sessionStarted', {session: {...at.session, identified: 'customer', payment: 'p-1'}});
  assert.equal(going.step, 'status');
});

test('what a guest typed is there when their tab takes the purchase over again', () => {
  const back = after(at.customer, {type: 'lost'}, {type: 'takenOver'});
  const going = answered(back, 'sessionStarted', {session: at.session});
  assert.deepEqual(going.step === 'customer' && going.draft, at.draft);
});

test('what the other tab asked for is what this one goes on with, in the same words', () => {
  const back = after(at.direct, {type: 'lost'}, {type: 'takenOver'});
  assert.ok(back.step === 'resuming');
  const session = {...at.session, identified: 'customer' as const};
  const {purchase} = back;
  const shared = {...purchase, wallet: '0xabc', asked: true};
  const going = answered(back, 'sessionStarted', {session, shared});
  assert.deepEqual(going.step === 'kyc' && going.purchase, {...shared, resume: session.resume});
  for (const difference of [{key: 'another purchase'}, {asked: undefined}]) {
    const alone: BuyState = answered(back, 'sessionStarted', {session, shared: {...shared, ...difference}});
    assert.deepEqual(alone.step === 'kyc' && alone.purchase, {...purchase, resume: session.resume});
  }
});

test('nothing is taken over from nobody', () => {
  assert.equal(after(at.priced, {type: 'takenOver'}), at.priced);
});

test('a tab that lost the purchase stores nothing where the other one does', () => {
  const kept = keep(after(at.priced, {type: 'lost'}), '', at.now);
  assert.equal(kept.device, undefined);
  assert.equal(restore(kept.tab, '', at.now)?.step, 'resuming');
});
