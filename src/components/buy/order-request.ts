import type {Asset, Order} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';
import type {Problem} from '../../contract/problem.js';

/** Where the buyer chooses wallet and way of paying: on the vendor's page, or on this one. */
export const purchaseFlows = ['guided', 'direct'] as const;
export type PurchaseFlow = (typeof purchaseFlows)[number];

/** What the page's attributes ask for. */
export interface Wish {
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
  lock: string;
  externalId: string;
  flow: PurchaseFlow;
  /** Only these of what is sold are offered, where it is given. */
  assets?: AssetsAllowed | undefined;
}

/** Words of a list that are separated by spaces, commas or both. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(word => word !== '');
}

/** What the buyer may not change. */
export function lockedBy({lock}: Pick<Wish, 'lock'>): ReadonlySet<string> {
  return new Set(wordsOf(lock));
}

/** An allow-list: of coins with their chains, or as text, such as `USDC:polygon BTC:bitcoin`. */
export type AssetsAllowed = readonly Asset[] | string;

/** The coins that `allowed` names; what is no coin with its chain names none. A page without types may list text, too. */
export function assetsAllowed(allowed: AssetsAllowed): readonly Asset[] {
  const listed: readonly unknown[] = typeof allowed === 'string' ? wordsOf(allowed) : allowed;
  return listed.flatMap(each => {
    const [symbol, chain, ...more] = typeof each === 'string' ? each.split(':') : coinOf(each);
    return typeof symbol === 'string' && typeof chain === 'string' && symbol && chain && more.length === 0
      ? [{symbol, chain}]
      : [];
  });
}

function coinOf(each: unknown): [unknown, unknown] {
  const {symbol, chain} = Object(each) as Partial<Record<'symbol' | 'chain', unknown>>;
  return [symbol, chain];
}

/** The same but for capitals. */
export const isAlike = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** What of `sold` is on the page's allow-list, if it has one. */
export function offeredOf(sold: readonly Asset[], allowed: AssetsAllowed | undefined): readonly Asset[] {
  if (!allowed) return sold;
  const only = assetsAllowed(allowed);
  return sold.filter(({symbol, chain}) => only.some(one => isAlike(one.symbol, symbol) && isAlike(one.chain, chain)));
}

/** What of `offered` the page means, in full or in part; in other capitals where that can be one coin only. */
export function meantBy({asset, chain}: Pick<Wish, 'asset' | 'chain'>, offered: readonly Asset[]): readonly Asset[] {
  const fitting = (isSame: (a: string, b: string) => boolean) =>
    offered.filter(each => (!asset || isSame(each.symbol, asset)) && (!chain || isSame(each.chain, chain)));
  const exact = fitting((a, b) => a === b);
  if (exact.length > 0) return exact;
  const alike = fitting(isAlike);
  return new Set(alike.map(({symbol}) => symbol)).size === 1 ? alike : [];
}

/**
 * The order to begin with, where `offered` can be bought; without a coin while that is not known. One that is named in part is the
 * first that fits, or else the first of all, unless it is locked: nobody is sold another one then.
 */
export function wishedOrder(wish: Wish, offered: readonly Asset[]): Order {
  const {amount, asset, chain, paymentType} = wish;
  const first = meantBy(wish, offered)[0] ?? (lockedBy(wish).has('asset') || (asset && chain) ? undefined : offered[0]);
  // In the vendor's spelling, as far as that can be told, a price is asked for before it is known what can be bought.
  const isSpelled = asset !== asset.toLowerCase() && chain !== '' && chain === chain.toLowerCase();
  const isNamed = isSpelled || offered.length > 0;
  const coin = first ? {asset: first.symbol, chain: first.chain} : isNamed ? {asset, chain} : {asset: '', chain: ''};
  return {amount: isEuros(amount) ? amount : '', ...coin, paymentType};
}

/** Why nobody can buy what the page asks for, if so. `offered` is missing while it is not known. */
export function refusalOfWish(wish: Wish, offered: readonly Asset[] | undefined): Problem | undefined {
  const locked = lockedBy(wish);
  if (locked.has('amount') && !isEuros(wish.amount)) return {code: 'invalid_request', details: {field: 'amount'}};
  if (!offered) return undefined;
  const isSold = locked.has('asset') ? meantBy(wish, offered).length > 0 : offered.length > 0;
  return isSold ? undefined : {code: 'asset_not_supported'};
}

/** `wish` as text, to tell whether the page still asks for the same. */
export function wishText({amount, asset, chain, paymentType, externalId}: Wish): string {
  return JSON.stringify([amount, asset, chain, paymentType, externalId]);
}
