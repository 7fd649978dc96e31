import {list, object, text} from './read.js';

/** A coin on a chain. `symbol` as the vendor writes it (`USDC`), `chain` in lower case (`polygon`). */
export interface Asset {
  symbol: string;
  chain: string;
}

/** What the buyer asks for. `amount` in euros, decimal text; `paymentType` as the vendor names it, such as `card`. */
export interface Order {
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
}

/** Reads the answer of `GET /assets`. */
export const readAssets = (value: unknown): Asset[] =>
  list(object(value).assets).map(item => {
    const asset = object(item);
    return {symbol: text(asset.symbol), chain: text(asset.chain)};
  });
