import type {Coin} from './coins.js';
import {centsFor, coinText, toEuros, walletOf} from './coins.js';
import {Ledger} from './ledger.js';
import type {Entry} from './ledger.js';
import {randomHex, randomId} from './random.js';
import {awaitingCoins, coinsReceived, finished, stepsAfterSelling} from './scenarios.js';
import type {Settings} from './settings.js';
import type {Time} from './time.js';
import type {WebhookType} from './webhooks.js';

/** An order to sell coins. */
export interface Sale {
  customerId: number;
  coin: Coin;
  /** Amount in the coin's smallest unit. */
  units: bigint;
}

export interface OffRamp extends Sale, Entry {
  /** Address to which the coins are sent. The sandbox does not check it: coins arrive automatically. */
  readonly wallet: string;
  /** Proceeds in cents. */
  readonly cents: bigint;
}

export class OffRamps extends Ledger<OffRamp> {
  constructor(
    time: Time,
    settings: Settings,
    private readonly notify: (type: WebhookType, offRamp: object) => void,
  ) {
    super(time, settings);
  }

  create(sale: Sale): OffRamp {
    const {coin, units} = sale;
    const offRamp = this.add({
      ...sale,
      id: randomId(),
      wallet: coin.wallet === 'evm' ? `0x${randomHex(20)}` : walletOf(coin).sample,
      cents: centsFor(units, coin),
      status: awaitingCoins,
      plan: [],
    });
    this.follow(offRamp, stepsAfterSelling(coinText(units, coin)));
    return offRamp;
  }

  protected entered(offRamp: OffRamp): void {
    if (offRamp.status === coinsReceived) this.notify('CRYPTO_RECEIVED', offRampAnswer(offRamp));
    if (offRamp.status === finished) this.notify('TRANSFER_RAMPOFF_FINISHED', offRampAnswer(offRamp));
  }
}

/** The answer of `GET /getRampoff`: coins in their smallest unit, euros as a decimal. */
export function offRampAnswer({id, status, coin, units, cents}: OffRamp): object {
  return {
    id,
    status,
    blockchain: coin.chain,
    crypto: coin.symbol,
    amount: String(units),
    decimals: coin.digits,
    fiat_amount: toEuros(cents),
  };
}
