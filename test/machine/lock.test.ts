import assert from 'node:assert/strict';
import {test} from 'node:test';
import {heldToLock} from '../../src/components/buy/lock.js';
import type {Wish} from '../../src/components/buy/order-request.js';
import {fits} from '../../src/components/buy/wish-match.js';
import * as at from './examples.js';

const offered = [
  {symbol: 'USDC', chain: 'polygon'},
  {symbol: 'USDC', chain: 'ethereum'},
  {symbol: 'BTC', chain: 'bitcoin'},
];
/** A page that asks for the order of the examples. */
const page: Wish = {
  ...{amount: '100', asset: 'USDC', chain: 'polygon', paymentType: 'card', lock: ''},
  ...{externalId: 'order-7', flow: 'guided'},
};
const fitsOn = (wish: Partial<Wish>) => fits(at.resuming, {...page, ...wish});
const heldOn = (wish: Partial<Wish>) => heldToLock(at.order, {...page, ...wish}, offered);

test('a stored purchase is taken up by the page that it was begun on, however its amount is written', () => {
  for (const lock of ['', 'amount', 'asset', 'amount asset']) assert.ok(fitsOn({lock}), lock);
  assert.ok(fitsOn({lock: 'amount', amount: '100.0'}));
});

test('a stored purchase is not taken up by a page that locks another network, coin or amount', () => {
  assert.ok(!fitsOn({lock: 'asset', chain: 'ethereum'}));
  assert.ok(!fitsOn({lock: 'asset', asset: '', chain: 'ethereum'}));
  assert.ok(!fitsOn({lock: 'asset', asset: 'BTC', chain: ''}));
  assert.ok(!fitsOn({lock: 'amount', amount: '250'}));
});

test('a stored purchase is taken up where what differs is not locked, or is no amount', () => {
  assert.ok(fitsOn({amount: '250', asset: 'BTC', chain: 'bitcoin'}));
  assert.ok(fitsOn({lock: 'amount', amount: 'much'}));
  assert.ok(fitsOn({lock: 'amount asset', amount: '', asset: '', chain: ''}));
});

test('a stored purchase of a coin that the page no longer offers is not taken up', () => {
  assert.ok(!fitsOn({assets: [{symbol: 'USDC', chain: 'ethereum'}]}));
  assert.ok(fitsOn({assets: offered}));
});

test('an order follows what the page locks, and keeps what it does not', () => {
  assert.deepEqual(heldOn({lock: 'amount', amount: '250', chain: 'ethereum'}), {...at.order, amount: '250'});
  assert.deepEqual(heldOn({lock: 'asset', amount: '250', chain: 'ethereum'}), {...at.order, chain: 'ethereum'});
  assert.deepEqual(heldOn({lock: 'asset', asset: '', chain: 'bitcoin'}), {...at.order, asset: 'BTC', chain: 'bitcoin'});
  assert.equal(heldOn({lock: 'amount asset', amount: '100'}), at.order);
  assert.equal(heldOn({amount: '250', chain: 'ethereum'}), at.order);
});

test('an order of a coin that is no longer offered becomes one of what is', () => {
  const assets = [{symbol: 'BTC', chain: 'bitcoin'}];
  const held = heldToLock(at.order, {...page, asset: '', chain: '', assets}, assets);
  assert.deepEqual(held, {...at.order, asset: 'BTC', chain: 'bitcoin'});
});
