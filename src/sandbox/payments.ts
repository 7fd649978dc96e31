import {LosslessNumber} from 'lossless-json';
import type {Coin} from './coins.js';
import {randomHex, randomId} from './random.js';
import {paymentScenario, stepsAfterPaying} from './scenarios.js';
import type {Step} from './scenarios.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';
import type {WebhookType} from './webhooks.js';

/** What a payment is created from. */
export interface Order {
  customerId: number;
  externalId: string | undefined;
  /** Of `currency`. */
  cents: bigint;
  currency: string;
  coin: Coin;
  /** Decimal text; unknown where the sandbox has no rate for the currency. */
  coins: string | undefined;
  /** In lower case: how the integration wants it to be paid; the buyer of a guided payment may choose otherwise. */
  paymentType: string;
  guided: boolean;
  wallet: string | undefined;
  callbackUrl: string | undefined;
}

export interface Payment extends Order {
  readonly id: string;
  readonly createdAt: number;
  /** What the buyer has to write on a transfer. */
  readonly reference: number;
  status: string;
  txid?: string;
  /** The changes that are still to come. */
  plan: {status: string; at: number}[];
}

/** The bank account of the sandbox's transfers. */
export const bankAccount = {
  iban: 'ES9121000418450200051332',
  bic: 'EXMPESMMXXX',
  destinationName: 'Sandbox Payments S.L.',
} as const;

/** A transfer that nobody can confirm on a page arrives by itself after so many settling times. */
const unattendedSteps = 5;

const firstReference = 430_001;

export class Payments {
  #all: Payment[] = [];

  constructor(
    private readonly time: Time,
    private readonly settings: Settings,
    private readonly notify: (type: WebhookType, payment: object) => void,
  ) {}

  reset(): void {
    this.#all = [];
  }

  create(order: Order): Payment {
    const payment: Payment = {
      ...order,
      id: randomId(),
      createdAt: this.time.now(),
      reference: firstReference + this.#all.length,
      status: 'started',
      plan: [],
    };
    this.#all.push(payment);
    if (!order.guided && order.paymentType === 'transfer') this.#follow(payment, true, unattendedSteps);
    return payment;
  }

  all(): readonly Payment[] {
    for (const payment of this.#all) this.#advance(payment);
    return this.#all;
  }

  byId(id: string): Payment | undefined {
    return this.all().find(payment => payment.id === id);
  }

  /** The buyer paid on the hosted page. */
  pay(payment: Payment, method: string): void {
    payment.paymentType = method;
    this.#follow(payment, method === 'transfer', 0);
  }

  /** Ends whatever was under way. */
  decide(payment: Payment, status: string): void {
    payment.plan = [];
    this.#enter(payment, status);
  }

  /** Cents that the customer has paid by card in this quarter of the year. */
  cardCents(customerId: number): bigint {
    const quarter = quarterOf(this.time.now());
    return this.all()
      .filter(payment => payment.customerId === customerId && payment.paymentType === 'card')
      .filter(({status, createdAt}) => status !== 'started' && quarterOf(createdAt) === quarter)
      .reduce((sum, {cents, status}) => (status === 'payment_rejected' ? sum : sum + cents), 0n);
  }

  #follow(payment: Payment, byTransfer: boolean, delay: number): void {
    const at = ({after}: Step) => this.time.now() + (after + delay) * this.settings.settleMs;
    const steps = stepsAfterPaying(paymentScenario(payment.cents), byTransfer);
    payment.plan = steps.map(step => ({status: step.status, at: at(step)}));
    this.#advance(payment);
    this.#wake(payment);
  }

  /** Whoever reads a payment sees it up to date, even where timers do not run between requests. */
  #advance(payment: Payment): void {
    for (let next = payment.plan[0]; next && next.at <= this.time.now(); next = payment.plan[0]) {
      payment.plan.shift();
      this.#enter(payment, next.status);
    }
  }

  /** Sees to it that webhooks go out in time, even if nobody reads the payment. */
  #wake(payment: Payment): void {
    const [next] = payment.plan;
    if (!next) return;
    this.time.later(
      () => {
        if (!this.#all.includes(payment)) return;
        this.#advance(payment);
        this.#wake(payment);
      },
      Math.max(1, next.at - this.time.now()),
    );
  }

  #enter(payment: Payment, status: string): void {
    if (payment.status === status) return;
    payment.status = status;
    if (status === 'coins_sent') payment.txid ??= payment.coin.wallet === 'evm' ? `0x${randomHex(32)}` : randomHex(32);
    if (status === 'payment_received') this.notify('PAY_IN', paymentAnswer(payment));
    if (status === 'coins_sent') this.notify('COINS_SENT', paymentAnswer(payment));
  }
}

/** A payment in the words of `GET /payment/{id}`: cents, the customer's id as text, microseconds. */
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
