import {list, record, string} from './decode.js';

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
  list(record(value).assets).map(item => {
    const asset = record(item);
    return {symbol: string(asset.symbol), chain: string(asset.chain)};
  });
