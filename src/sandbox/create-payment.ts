import type {Answer, Call, Operation} from './call.js';
import {failure, textOf} from './call.js';
import {anyCoin, coinsFor, findCoin, toCents, toEuros, walletOf} from './coins.js';
import type {Coin} from './coins.js';
import type {Customer} from './customers.js';
import {bankAccount} from './payments.js';
import type {Order} from './payments.js';
import {creationScenario, minimumCents, quarterlyCardCents} from './scenarios.js';
import type {CreationScenario} from './scenarios.js';
import {webUrl} from './web-url.js';
import type {World} from './world.js';

/** The readable fields of a creating call. */
interface Asked {
  guided: boolean;
  currency: string;
  cents: bigint | undefined;
  coin: Coin | undefined;
  paymentType: string;
  scenario: CreationScenario | undefined;
}

/** Exception text instead of an error code. Buyers must never see it. */
const exceptionText = 'Undefined array key "gateway" in PaymentController.php:214';

export const createGuidedPayment: Operation = (world, call) => {
  const verdict = judge(world, call, ask(call, true));
  if (!verdict.order) return verdict.refusal;
  const payment = world.payments.create(verdict.order);
  const data = {
    payment_id: payment.id,
    gateway_url: world.links.gateway(payment),
    external_id: payment.externalId ?? null,
  };
  return {status: 'success', message: 'guided_payment_created', data};
};

export const createPayment: Operation = (world, call) => {
  const verdict = judge(world, call, ask(call, false));
  if (!verdict.order) return verdict.refusal;
  const {order} = verdict;
  if (order.wallet === undefined || !walletOf(order.coin).pattern.test(order.wallet)) {
    return failure(world, 'error_payment_creation', {message: 'The wallet is not an address of this chain.'});
  }
  const payment = world.payments.create(order);
  if (payment.paymentType !== 'transfer') {
    const data = {url_payment: world.links.gateway(payment), payment_id: payment.id};
    return {status: 'success', message: 'payment_created', data};
  }
  const data = {
    payment_id: payment.id,
    iban: bankAccount.iban,
    bic: bankAccount.bic,
    concept: payment.reference,
    destination_name: bankAccount.destinationName,
  };
  // Spelled as in the vendor's samples.
  return {status: 'sucess', message: 'payment_created', data};
};

function ask({body}: Call, guided: boolean): Asked {
  const symbol = textOf(body.coin_symbol) ?? '';
  const chain = textOf(body.coin_chain);
  const currency = (textOf(body.fiat_symbol) ?? 'EUR').toUpperCase();
  // Latin American methods need no chain, so any chain of the coin is used.
  const anyChain = !guided && currency !== 'EUR' && chain === undefined;
  const coin = anyChain ? anyCoin(symbol) : findCoin(symbol, chain ?? '');
  const cents = toCents(textOf(body.fiat_amount) ?? '');
  return {
    guided,
    currency,
    cents,
    coin,
    scenario: cents === undefined ? undefined : creationScenario(cents),
    paymentType: (textOf(body.payment_type) ?? (guided ? 'card' : 'transfer')).toLowerCase(),
  };
}

type Verdict = {order: Order} | {order?: undefined; refusal: Answer};

/** Returns the order if it is acceptable, otherwise the error answer. */
function judge(world: World, call: Call, asked: Asked): Verdict {
  const {cents, coin, currency, paymentType, guided, scenario} = asked;
  const {tokens, customers} = world;
  const refuse = (code: string): Verdict => ({refusal: failure(world, code)});
  if (scenario === 'authorization_incorrect') return refuse(scenario);
  if (scenario === 'authorization_incorrect_once' && tokens.refusesOnce(call.token)) {
    return refuse('authorization_incorrect');
  }
  const userId = textOf(call.body.user_id);
  if (userId === undefined) return refuse('fail_mandatory_field');
  const customer = customers.byId(userId);
  if (!customer) return refuse('user_not_found');
  const refusal = refuseCustomer(world, customer, asked) ?? refuseOrder(world, customer, asked);
  if (refusal) return {refusal};
  if (cents === undefined || !coin) return refuse(guided ? 'The fiat amount is invalid.' : 'error_payment_creation');
  return {
    order: {
      customerId: customer.id,
      externalId: textOf(call.body.external_id),
      cents,
      currency,
      coin,
      coins: currency === 'EUR' ? coinsFor(cents, coin) : undefined,
      paymentType,
      guided,
      wallet: guided ? undefined : textOf(call.body.wallet),
      callbackUrl: webUrl(textOf(call.body.callback_url)),
    },
  };
}

function refuseCustomer(world: World, customer: Customer, {scenario}: Asked): Answer | undefined {
  if (customer.banned) return failure(world, 'user_banned');
  if (customer.kyc !== 'valid' || (scenario === 'require_kyc' && world.customers.reopenOnce(customer))) {
    const url = world.links.kyc(customer);
    return failure(world, 'require_kyc', {data: world.settings.quirks.kycLink === 'text' ? url : {url}});
  }
  if ((customer.reinforced || scenario === 'kyc_reinforced_required') && !customer.declared) {
    const data = {onboarding_link: world.links.onboarding(customer)};
    return failure(world, 'kyc_reinforced_required', {data});
  }
  return undefined;
}

function refuseOrder(world: World, customer: Customer, asked: Asked): Answer | undefined {
  const {cents, coin, currency, paymentType, guided, scenario} = asked;
  switch (scenario) {
    case 'fail_mandatory_field':
    case 'user_not_found':
    case 'user_banned':
    case 'limit_exceded':
    case 'coin_not_supported':
    case 'method_not_allowed':
    case 'error_payment_creation':
      return failure(world, scenario);
    case 'min_purchase':
      return tooLittle(world);
    case 'guided_payment_eur_only':
      if (guided) return failure(world, scenario);
      break;
    case 'exception':
      if (guided) return failure(world, exceptionText);
      break;
    default:
  }
  if (guided && currency !== 'EUR') return failure(world, 'guided_payment_eur_only');
  if (!coin) return failure(world, 'coin_not_supported');
  if (currency !== 'EUR' || cents === undefined) return undefined;
  if (cents < minimumCents) return tooLittle(world);
  const spent = paymentType === 'card' ? world.payments.cardCents(customer.id) + cents : 0n;
  return spent > quarterlyCardCents ? failure(world, 'limit_exceded') : undefined;
}

function tooLittle(world: World): Answer {
  return failure(world, 'min_purchase', {message: `min_purchase ${toEuros(minimumCents).replace(/\.00$/, '')}`});
}
