import type {Operation} from './call.js';
import {failure, textOf} from './call.js';
import {anyCoin, findCoin, toUnits} from './coins.js';
import {offRampAnswer} from './off-ramps.js';

// The errors of these calls are undocumented, so the words are the sandbox's own.

export const createOffRamp: Operation = (world, {body}) => {
  const customer = world.customers.byId(textOf(body.user_id) ?? '');
  if (!customer) return failure(world, 'user_not_found');
  const inLatinAmerica = textOf(body.bank_name) !== undefined;
  const chain = textOf(body.blockchain);
  const symbol = textOf(body.symbol) ?? '';
  const coin = inLatinAmerica && chain === undefined ? anyCoin(symbol) : findCoin(symbol, chain ?? '');
  if (!coin) return failure(world, 'coin_not_supported');
  const units = toUnits(textOf(body.amount) ?? '', coin);
  if (units === undefined || (textOf(body.iban) === undefined && !inLatinAmerica)) {
    return failure(world, 'invalid_off_ramp', {
      message: 'An amount of the coin and an iban or bank_name are required.',
    });
  }
  const {id, wallet} = world.offRamps.create({customerId: customer.id, coin, units});
  return {status: 'ok', data: {rampoff: 'payment created', wallet, id}};
};

export const getOffRamp: Operation = (world, {query}) => {
  const offRamp = world.offRamps.byId(query.id ?? '');
  return offRamp ? {status: 'ok', data: offRampAnswer(offRamp)} : failure(world, 'off_ramp_not_found');
};
