import {digitsOf, fromMinorUnits, minorUnits} from '../contract/minor-units.js';
import {isDecimal, isEuros} from '../contract/money.js';

/** A coin on a chain, with an invented, constant rate. */
export interface Coin {
  symbol: string;
  chain: string;
  /** Decimal places of amounts. */
  digits: number;
  /** Cents for one coin. The sandbox's own. */
  rate: bigint;
  wallet: WalletKind;
}

type WalletKind = 'evm' | 'bitcoin';

const evm = (symbol: string, chain: string, digits: number, rate: bigint): Coin => ({
  symbol,
  chain,
  digits,
  rate,
  wallet: 'evm',
});

export const coins: readonly Coin[] = [
  evm('USDC', 'polygon', 6, 92n),
  evm('USDC', 'bsc', 6, 92n),
  evm('USDC', 'ethereum', 6, 92n),
  evm('USDT', 'polygon', 6, 91n),
  evm('USDT', 'bsc', 6, 91n),
  evm('USDT', 'ethereum', 6, 91n),
  evm('ETH', 'ethereum', 8, 250_000n),
  {symbol: 'BTC', chain: 'bitcoin', digits: 8, rate: 8_000_000n, wallet: 'bitcoin'},
];

/** The sandbox's own fee is 2 % for every payment method. */
const AFTER_FEE_PERCENT = 98n;

export function findCoin(symbol: string, chain: string): Coin | undefined {
  return coins.find(coin => coin.symbol === symbol.trim().toUpperCase() && coin.chain === chain.trim().toLowerCase());
}

/** The coin on any chain, for orders without a chain. */
export function anyCoin(symbol: string): Coin | undefined {
  return coins.find(coin => coin.symbol === symbol.trim().toUpperCase());
}

/** Converts euros as decimal text to cents. `undefined` for an amount that cannot be paid. */
export function toCents(euros: string): bigint | undefined {
  return isEuros(euros) ? minorUnits(euros, 2) : undefined;
}

export function toEuros(cents: bigint): string {
  return fromMinorUnits(cents, 2);
}

/** Coins for `cents` after the fee, rounded down, as decimal text. A lower `percent` simulates a worse price. */
export function coinsFor(cents: bigint, coin: Coin, percent = 100n): string {
  const units = (cents * AFTER_FEE_PERCENT * percent * 10n ** BigInt(coin.digits)) / (coin.rate * 100n * 100n);
  return coinText(units, coin);
}

/** Cents for `units` of the coin's smallest unit, after the fee, rounded down. */
export function centsFor(units: bigint, coin: Coin): bigint {
  return (units * coin.rate * AFTER_FEE_PERCENT) / (10n ** BigInt(coin.digits) * 100n);
}

/** Converts coins as decimal text to the smallest unit. `undefined` for an amount that cannot be sold. */
export function toUnits(amount: string, coin: Coin): bigint | undefined {
  if (!isDecimal(amount) || digitsOf(amount) > coin.digits) return undefined;
  const units = minorUnits(amount, coin.digits);
  return units > 0n ? units : undefined;
}

/** Coins as decimal text, without trailing zeros. */
export function coinText(units: bigint, coin: Coin): string {
  return fromMinorUnits(units, coin.digits).replace(/\.?0+$/, '');
}

const wallets: Record<WalletKind, {pattern: RegExp; sample: string; hint: string}> = {
  evm: {
    pattern: /^0x[0-9a-fA-F]{40}$/,
    sample: '0x1111111111111111111111111111111111111111',
    hint: '0x followed by 40 digits or letters from a to f',
  },
  bitcoin: {
    pattern: /^(bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/,
    sample: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    hint: 'it starts with bc1, 1 or 3',
  },
};

/** Pattern of wallet addresses on the coin's chain. Does not verify checksums. */
export const walletOf = (coin: Coin) => wallets[coin.wallet];
