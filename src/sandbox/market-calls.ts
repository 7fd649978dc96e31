import {LosslessNumber} from 'lossless-json';
import type {Answer, Call, Operation} from './call.js';
import {envelope, failure, textOf} from './call.js';
import {coins, coinsFor, findCoin, toCents} from './coins.js';
import {paymentAnswer} from './payments.js';
import {quotePercent} from './scenarios.js';
import {webUrl} from './web-url.js';
import {webhookTypes} from './webhooks.js';
import type {WebhookType} from './webhooks.js';
import type {World} from './world.js';

// If the vendor documents no error of a call, the sandbox uses its own words.

export const authenticate: Operation = (world, {body}) => {
  const {apiKey, apiSecret} = world.options;
  if (body.api_key !== apiKey || body.api_secret !== apiSecret) return failure(world, 'authorization_incorrect');
  const token = world.tokens.issue();
  switch (world.settings.quirks.authenticate) {
    case 'nested':
      return {status: 'ok', data: {token}};
    case 'flat':
      return {status: 'ok', token};
    case 'text':
      return {status: 'ok', data: token};
  }
};

export const availableAssets: Operation = () => ({
  status: 'ok',
  data: coins.map(({symbol, chain}) => ({symbol, chain})),
});

export const quote: Operation = (world, {query}) => {
  const cents = toCents(query.amount ?? '');
  if (cents === undefined || !query.payment_type) return failure(world, 'invalid_quote_request');
  const coin = findCoin(query.symbol ?? '', query.chain ?? 'polygon');
  if (!coin) return failure(world, 'coin_not_supported');
  const tokens = coinsFor(cents, coin, quotePercent(cents, world.countQuote(cents)));
  const {quirks} = world.settings;
  return envelope(quirks.quote, {tokens: quirks.tokens === 'number' ? new LosslessNumber(tokens) : tokens});
};

export const getPayment: Operation = (world, {id}) => {
  const payment = world.payments.byId(id);
  return payment ? {status: 'ok', data: paymentAnswer(payment)} : failure(world, 'payment_not_found');
};

export const subscribe: Operation = (world, call) => setSubscription(world, call, 'subscription_created');

export const updateSubscription: Operation = (world, call) =>
  world.webhooks.has(typeOf(call) ?? 'PAY_IN')
    ? setSubscription(world, call, 'subscription_updated')
    : failure(world, 'subscription_not_found');

function setSubscription(world: World, call: Call, data: string): Answer {
  const type = typeOf(call);
  const url = webUrl(textOf(call.body.url));
  if (!type || url === undefined) return failure(world, 'invalid_subscription');
  world.webhooks.subscribe(type, url);
  return {status: 'ok', data};
}

function typeOf({body}: Call): WebhookType | undefined {
  // An older name of the same event.
  const name = body.type === 'RAMPOFF_FINISHED' ? 'TRANSFER_RAMPOFF_FINISHED' : body.type;
  return webhookTypes.find(type => type === name);
}
