import {compareDecimals, digitsOf, minorUnits} from '../../contract/minor-units.js';
import {isDecimal} from '../../contract/money.js';
import {record, string} from '../../contract/decode.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** What was ordered, noted beside the payment so that whatever the vendor reports of it can be compared. */
export interface PlacedOrder {
  customer: string;
  /** Euros, decimal text. */
  amount: string;
  asset: string;
  chain: string;
  /** Coins that the buyer agreed to, decimal text. */
  receives: string;
  /** The reference that the vendor was given. */
  externalId: string;
}

/** The only currency that is ordered. */
const currency = 'EUR';

/**
 * Percent of the coins agreed to below which a payment counts as another one. The vendor binds no price, so smaller
 * differences are the market's.
 */
const leastPercent = 80n;

export function readPlacedOrder(value: unknown): PlacedOrder {
  const order = record(value);
  return {
    customer: string(order['customer']),
    amount: string(order['amount']),
    asset: string(order['asset']),
    chain: string(order['chain']),
    receives: string(order['receives']),
    externalId: string(order['externalId']),
  };
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Fields in which `payment` differs from `order`. What the vendor leaves out cannot differ. */
export function differencesOf(order: PlacedOrder, payment: VendorPayment): string[] {
  const {customerId, externalId, chain, receives} = payment;
  const differs: Record<string, boolean> = {
    amount: compareDecimals(payment.amount, order.amount) !== 0,
    currency: !isSame(payment.currency, currency),
    asset: !isSame(payment.asset, order.asset),
    chain: chain !== undefined && !isSame(chain, order.chain),
    customer: customerId !== undefined && customerId !== order.customer,
    reference: externalId !== undefined && externalId !== order.externalId,
    receives: receives !== undefined && isFarLess(receives, order.receives),
  };
  return Object.keys(differs).filter(field => differs[field]);
}

/** Nothing yet is not far less: the vendor may tell the coins only later. */
function isFarLess(coins: string, agreed: string): boolean {
  if (!isDecimal(coins) || !isDecimal(agreed) || !/[1-9]/.test(coins)) return false;
  const digits = Math.max(digitsOf(coins), digitsOf(agreed));
  return minorUnits(coins, digits) * 100n < minorUnits(agreed, digits) * leastPercent;
}
