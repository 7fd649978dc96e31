import {compareDecimals, digitsOf, minorUnits} from '../../contract/minor-units.js';
import {isDecimal} from '../../contract/money.js';
import {object, text} from '../../contract/read.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** The order of a payment, recorded so that the vendor's reports can be compared with it. */
export interface PlacedOrder {
  customer: string;
  /** Euros, decimal text. */
  amount: string;
  asset: string;
  chain: string;
  /** Coins that the buyer accepted, decimal text. */
  receives: string;
  /** The reference that was sent to the vendor. */
  externalId: string;
}

/** The only currency of orders. */
const ORDER_CURRENCY = 'EUR';

/**
 * Below this percentage of the accepted coins, a payment counts as different from the order. The vendor guarantees no price,
 * so smaller differences are market movements.
 */
const MIN_RECEIVES_PERCENT = 80n;

export function readPlacedOrder(value: unknown): PlacedOrder {
  const order = object(value);
  return {
    customer: text(order['customer']),
    amount: text(order['amount']),
    asset: text(order['asset']),
    chain: text(order['chain']),
    receives: text(order['receives']),
    externalId: text(order['externalId']),
  };
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Fields in which `payment` differs from `order`. A field that the vendor leaves out does not count. */
export function differencesOf(order: PlacedOrder, payment: VendorPayment): string[] {
  const {customerId, externalId, chain, receives} = payment;
  const differs: Record<string, boolean> = {
    amount: compareDecimals(payment.amount, order.amount) !== 0,
    currency: !isSame(payment.currency, ORDER_CURRENCY),
    asset: !isSame(payment.asset, order.asset),
    chain: chain !== undefined && !isSame(chain, order.chain),
    customer: customerId !== undefined && customerId !== order.customer,
    reference: externalId !== undefined && externalId !== order.externalId,
    receives: receives !== undefined && isFarLess(receives, order.receives),
  };
  return Object.keys(differs).filter(field => differs[field]);
}

/** Zero does not count as less, because the vendor may report the coins only later. */
function isFarLess(coins: string, agreed: string): boolean {
  if (!isDecimal(coins) || !isDecimal(agreed) || !/[1-9]/.test(coins)) return false;
  const digits = Math.max(digitsOf(coins), digitsOf(agreed));
  return minorUnits(coins, digits) * 100n < minorUnits(agreed, digits) * MIN_RECEIVES_PERCENT;
}
