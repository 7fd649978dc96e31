import {LosslessNumber} from 'lossless-json';
import type {Coin} from './coins.js';
import {Ledger} from './ledger.js';
import type {Entry} from './ledger.js';
import {randomHex, randomId} from './random.js';
import {paymentScenario, stepsAfterPaying} from './scenarios.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';
import type {WebhookType} from './webhooks.js';

/** The order of a payment. */
export interface Order {
  customerId: number;
  externalId: string | undefined;
  /** Amount in cents of `currency`. */
  cents: bigint;
  currency: string;
  coin: Coin;
  /** Decimal text. `undefined` if the sandbox has no rate for the currency. */
  coins: string | undefined;
  /** The integration's payment method, in lower case. The buyer of a guided payment may choose another one. */
  paymentType: string;
  guided: boolean;
  wallet: string | undefined;
  callbackUrl: string | undefined;
}

export interface Payment extends Order, Entry {
  readonly createdAt: number;
  /** The reference of a bank transfer. */
  readonly reference: number;
  txid?: string;
}

/** The bank account of the sandbox's transfers. */
export const bankAccount = {
  iban: 'ES9121000418450200051332',
  bic: 'EXMPESMMXXX',
  destinationName: 'Sandbox Payments S.L.',
} as const;

/** A transfer without a page arrives automatically after this many steps of `settleMs`. */
const UNATTENDED_STEPS = 5;

const FIRST_REFERENCE = 430_001;

export class Payments extends Ledger<Payment> {
  constructor(
    time: Time,
    settings: Settings,
    private readonly notify: (type: WebhookType, payment: object) => void,
  ) {
    super(time, settings);
  }

  create(order: Order): Payment {
    const payment = this.add({
      ...order,
      id: randomId(),
      createdAt: this.time.now(),
      reference: FIRST_REFERENCE + this.size,
      status: 'started',
      plan: [],
    });
    if (!order.guided && order.paymentType === 'transfer') this.#paid(payment, UNATTENDED_STEPS);
    return payment;
  }

  /** The buyer paid on the hosted page. */
  pay(payment: Payment, method: string): void {
    payment.paymentType = method;
    this.#paid(payment, 0);
  }

  /** Cents that the customer paid by card in the current quarter. */
  cardCents(customerId: number): bigint {
    const quarter = quarterOf(this.time.now());
    return this.all()
      .filter(payment => payment.customerId === customerId && payment.paymentType === 'card')
      .filter(({status, createdAt}) => status !== 'started' && quarterOf(createdAt) === quarter)
      .reduce((sum, {cents, status}) => (status === 'payment_rejected' ? sum : sum + cents), 0n);
  }

  protected entered(payment: Payment): void {
    const {status, coin} = payment;
    if (status === 'coins_sent') payment.txid ??= coin.wallet === 'evm' ? `0x${randomHex(32)}` : randomHex(32);
    if (status === 'payment_received') this.notify('PAY_IN', paymentAnswer(payment));
    if (status === 'coins_sent') this.notify('COINS_SENT', paymentAnswer(payment));
  }

  #paid(payment: Payment, delay: number): void {
    const scenario = paymentScenario(payment.cents);
    this.follow(payment, stepsAfterPaying(scenario, payment.paymentType === 'transfer'), delay);
  }
}

/** The answer of `GET /payment/{id}`: cents, the customer's id as text, microseconds. */
export function paymentAnswer(payment: Payment): object {
  const amount = paymentScenario(payment.cents) === 'euros' ? payment.cents / 100n : payment.cents;
  return {
    id: payment.id,
    external_id: payment.externalId ?? null,
    user_id: String(payment.customerId),
    status: payment.status,
    fiat_amount: new LosslessNumber(String(amount)),
    fiat_symbol: payment.currency,
    coin_symbol: payment.coin.symbol,
    coin_amount: payment.coins === undefined ? null : new LosslessNumber(payment.coins),
    created_at: new Date(payment.createdAt).toISOString().replace('Z', '000Z'),
    holder: null,
    ...(payment.status === 'coins_sent' ? {txid: payment.txid} : {}),
  };
}

function quarterOf(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCFullYear()}/${Math.floor(date.getUTCMonth() / 3)}`;
}
