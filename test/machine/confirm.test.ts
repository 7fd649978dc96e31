import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {AmountState, BuyState} from '../../src/machine/state.js';
import * as at from './examples.js';
import {after, answered, asks, failedWith} from './examples.js';

const press = {type: 'confirmed', key: 'key-1', now: at.now, draft: at.draft} as const;

/** The state of the first step. */
function first(state: BuyState): AmountState {
  assert.ok(state.step === 'amount', state.step);
  return state;
}

test('a buyer who presses Continue before the price is there goes on as soon as it is', () => {
  const pressed = after(at.amount, press);
  assert.deepEqual(asks(pressed), asks(at.amount), 'the price that is on its way is asked for anew');
  const priced = first(answered(pressed, 'quoteArrived', {quote: at.quote}));
  assert.equal(priced.confirmed?.key, 'key-1');
  assert.equal(asks(priced)?.effect, 'session');
});

test('a buyer who presses while a price is renewed goes on with the new one', () => {
  for (const state of [
    {...at.quoted, expired: true},
    {...at.quoted, quote: at.stale},
  ]) {
    const priced = answered(after(state, press), 'quoteArrived', {quote: at.quote});
    assert.equal(asks(priced)?.effect, 'session');
  }
});

test('a buyer who presses while a price is renewed looks at one that is worse by more than 1 %', () => {
  const pressed = after({...at.quoted, expired: true}, press);
  const priced = first(answered(pressed, 'quoteArrived', {quote: {...at.quote, receives: '106'}}));
  assert.equal(priced.confirmed, undefined);
  assert.equal(asks(priced)?.effect, 'expiry');
  assert.equal(asks(answered(priced, 'quoteExpired', {}))?.effect, 'quote');
});

test('a buyer who presses and then edits stays, and presses again', () => {
  const order = {...at.order, amount: '50.00'};
  const edited = after(at.amount, press, {type: 'orderChanged', order});
  const priced = answered(edited, 'quoteArrived', {quote: {...at.quote, amount: '50.00'}});
  assert.equal(first(priced).confirmed, undefined);
});

test('a buyer who presses before the coins are known goes on once they are', () => {
  const unknown = {...at.amount, order: {...at.order, asset: '', chain: ''}};
  const known = after(unknown, press, {type: 'orderChanged', order: at.order});
  assert.equal(asks(answered(known, 'quoteArrived', {quote: at.quote}))?.effect, 'session');
});

test('a press is forgotten when the price is refused, and kept while nobody answers', () => {
  const refused = first(failedWith(after(at.amount, press), 'amount_too_low'));
  assert.equal(refused.pending, undefined);
  const silent = failedWith(after(at.amount, press), 'offline');
  assert.equal(asks(answered(silent, 'quoteArrived', {quote: at.quote}))?.effect, 'session');
});

test('after a silence an edit takes the confirmation back, and a press asks at once', () => {
  const order = {...at.order, amount: '50.00'};
  assert.equal(after(at.confirmed, {type: 'orderChanged', order}), at.confirmed);
  const silent = failedWith(at.confirmed, 'busy');
  assert.equal(asks(silent)?.pause, 1000);
  assert.deepEqual(
    {...asks(after(silent, press)), revision: 0},
    {effect: 'session', resume: undefined, revision: 0, pause: 0},
  );
  const edited = first(after(silent, {type: 'orderChanged', order}));
  assert.equal(edited.confirmed, undefined);
  assert.deepEqual(edited.order, order);
  assert.equal(asks(edited)?.effect, 'quote');
});

test('an order that cannot be bought asks for no price until it is another one', () => {
  const problem = {code: 'asset_not_supported'} as const;
  const refused = after(at.quoted, {type: 'orderRefused', problem});
  assert.equal(asks(refused), undefined);
  assert.deepEqual(refused.problem, problem);
  assert.equal(after(refused, press), refused);
  assert.equal(asks(after(refused, {type: 'orderChanged', order: at.order}))?.effect, 'quote');
});

test('where no coin is known, it is said why; where one is, its price says it', () => {
  const problem = {code: 'busy'} as const;
  const unknown = {...at.amount, order: {...at.order, asset: '', chain: ''}};
  assert.deepEqual(after(unknown, {type: 'assetsMissed', problem}).problem, problem);
  assert.equal(after(at.amount, {type: 'assetsMissed', problem}), at.amount);
  const known = after(unknown, {type: 'assetsMissed', problem}, {type: 'orderChanged', order: at.order});
  assert.equal(known.problem, undefined);
});

test('a code that was just refused is not sent again, and uses up no try', () => {
  const refused = failedWith(at.checking, 'code_wrong');
  assert.equal(after(refused, {type: 'codeEntered', code: '123456'}), refused);
  assert.equal(asks(after(refused, {type: 'codeEntered', code: '654321'}))?.effect, 'verification');
  const fresh = answered(after(refused, {type: 'codeRequested'}), 'codeSent', {});
  assert.equal(asks(after(fresh, {type: 'codeEntered', code: '123456'}))?.effect, 'verification');
});

test('what is no whole code is not sent', () => {
  const mistyped = after(at.code, {type: 'codeIncomplete'});
  assert.ok(mistyped.step === 'code' && mistyped.incomplete);
  assert.equal(asks(mistyped), undefined);
  const entered = after(mistyped, {type: 'codeEntered', code: '654321'});
  assert.ok(entered.step === 'code' && !entered.incomplete);
});

test('a press is not taken for an order that the page locks afterwards', () => {
  const pressed = after(at.amount, press);
  const locked = after(pressed, {type: 'lockedOrderChanged', order: {...at.order, amount: '900'}});
  const priced = first(answered(locked, 'quoteArrived', {quote: {...at.quote, amount: '900'}}));
  assert.equal(priced.confirmed, undefined);
});

test('a refused code that is typed again after half of one is said to be wrong, and not half a code', () => {
  const refused = {...at.code, refused: '111111', problem: {code: 'code_wrong'} as const};
  const half = after(refused, {type: 'codeIncomplete'});
  const again = after(half, {type: 'codeEntered', code: '111111'});
  assert.ok(again.step === 'code');
  assert.deepEqual([again.incomplete, again.problem?.code, asks(again)], [undefined, 'code_wrong', undefined]);
});
