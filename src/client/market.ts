import {readAssets, type Asset, type Order} from '../contract/asset.js';
import {readQuote, type Quote} from '../contract/quote.js';
import {isNoJson} from '../contract/problem-of.js';
import type {ClientProblem} from './client-problem.js';

export interface Market {
  assets(signal: AbortSignal): Promise<Asset[]>;
  quote(order: Order, signal: AbortSignal): Promise<Quote>;
}

/** Reads what a refusal says. Refusals are rare, so the first file leaves reading them to a later one. */
export type ReadProblem = (response: Response) => Promise<ClientProblem>;

/** Milliseconds after which nobody waits for a price any longer. */
const patience = 15_000;

/** Address of the quote for `order`, at the adapter below `base`. The same order always has the same address. */
export function quoteUrl(base: string, order: Order): string {
  const {amount, asset, chain, paymentType} = order;
  return `${base}/quotes?${new URLSearchParams({amount, asset, chain, paymentType})}`;
}

/**
 * The market's part of the adapter, by plain `fetch`: what the first sight of the widget needs, before anything larger
 * is loaded. Simple requests without a session, so that no preflight goes before them.
 */
export function createMarket(base: string, problemFrom: ReadProblem, get: typeof fetch = fetch): Market {
  const ask = async <T>(url: string, read: (value: unknown) => T, signal: AbortSignal): Promise<T> => {
    // With nothing else, so that what a page preloads as `fetch` is taken.
    const response = await get(url, {signal: AbortSignal.any([signal, AbortSignal.timeout(patience)])});
    if (!response.ok) throw await problemFrom(response);
    return read(
      await response.json().catch(async (error: unknown) => {
        // A page of HTML, as some servers give for every address, is no answer of the adapter's.
        throw isNoJson(error) ? await problemFrom(response) : error;
      }),
    );
  };
  return {
    assets: signal => ask(`${base}/assets`, readAssets, signal),
    quote: (order, signal) => ask(quoteUrl(base, order), value => readQuote(value, Date.now()), signal),
  };
}
