import type {Asset, Order} from '../../contract/asset.js';
import {isEuros} from '../../contract/money.js';
import type {Problem} from '../../contract/problem.js';

/** Where the buyer chooses wallet and payment method: on the vendor's page, or in this element. */
export const PURCHASE_FLOWS = ['guided', 'direct'] as const;
export type PurchaseFlow = (typeof PURCHASE_FLOWS)[number];

/** The order that the element's attributes describe. */
export interface OrderRequest {
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
  lock: string;
  externalId: string;
  flow: PurchaseFlow;
  /** Allow-list of assets. */
  assets?: AllowedAssets | undefined;
}

/** Splits a list at spaces and commas. */
export function splitWords(text: string): string[] {
  return text.split(/[\s,]+/).filter(word => word !== '');
}

/** Fields that the buyer cannot change. */
export function lockedFields({lock}: Pick<OrderRequest, 'lock'>): ReadonlySet<string> {
  return new Set(splitWords(lock));
}

/** Allow-list: assets, or a string such as `USDC:polygon BTC:bitcoin`. */
export type AllowedAssets = readonly Asset[] | string;

/** Parses an allow-list. Ignores entries without coin and chain. Accepts strings in arrays, for pages without types. */
export function parseAllowedAssets(allowed: AllowedAssets): readonly Asset[] {
  const listed: readonly unknown[] = typeof allowed === 'string' ? splitWords(allowed) : allowed;
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

/** Case-insensitive comparison. */
export const equalsIgnoreCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Filters `sold` by the page's allow-list, if any. */
export function filterOffered(sold: readonly Asset[], allowed: AllowedAssets | undefined): readonly Asset[] {
  if (!allowed) return sold;
  const only = parseAllowedAssets(allowed);
  return sold.filter(({symbol, chain}) =>
    only.some(one => equalsIgnoreCase(one.symbol, symbol) && equalsIgnoreCase(one.chain, chain)),
  );
}

/** Assets in `offered` that match the requested coin and chain. Ignores case if that leaves exactly one coin. */
export function matchingAssets(
  {asset, chain}: Pick<OrderRequest, 'asset' | 'chain'>,
  offered: readonly Asset[],
): readonly Asset[] {
  const fitting = (isSame: (a: string, b: string) => boolean) =>
    offered.filter(each => (!asset || isSame(each.symbol, asset)) && (!chain || isSame(each.chain, chain)));
  const exact = fitting((a, b) => a === b);
  if (exact.length > 0) return exact;
  const alike = fitting(equalsIgnoreCase);
  return new Set(alike.map(({symbol}) => symbol)).size === 1 ? alike : [];
}

/**
 * The initial order. Its asset is empty while `offered` is unknown. A partly named asset resolves to the first match, or
 * to the first offered asset. A locked or fully named asset is never replaced by another one.
 */
export function resolveInitialOrder(request: OrderRequest, offered: readonly Asset[]): Order {
  const {amount, asset, chain, paymentType} = request;
  const first =
    matchingAssets(request, offered)[0] ??
    (lockedFields(request).has('asset') || (asset && chain) ? undefined : offered[0]);
  // With an asset in the vendor's likely spelling, the quote can be requested before the asset list has loaded.
  const isSpelled = asset !== asset.toLowerCase() && chain !== '' && chain === chain.toLowerCase();
  const isNamed = isSpelled || offered.length > 0;
  const coin = first ? {asset: first.symbol, chain: first.chain} : isNamed ? {asset, chain} : {asset: '', chain: ''};
  return {amount: isEuros(amount) ? amount : '', ...coin, paymentType};
}

/** Why the requested order cannot be bought, if it cannot. `offered` is undefined while unknown. */
export function rejectionOf(request: OrderRequest, offered: readonly Asset[] | undefined): Problem | undefined {
  const locked = lockedFields(request);
  if (locked.has('amount') && !isEuros(request.amount)) return {code: 'invalid_request', details: {field: 'amount'}};
  if (!offered) return undefined;
  const isSold = locked.has('asset') ? matchingAssets(request, offered).length > 0 : offered.length > 0;
  return isSold ? undefined : {code: 'asset_not_supported'};
}

/** Serializes the request, to detect whether the page still asks for the same. */
export function fingerprintOf({amount, asset, chain, paymentType, externalId}: OrderRequest): string {
  return JSON.stringify([amount, asset, chain, paymentType, externalId]);
}
