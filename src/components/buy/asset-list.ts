import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Market} from '../../client/market.js';
import type {Asset} from '../../contract/asset.js';
import {sleep} from '../../flow/controller.js';

/** Milliseconds before the list is asked for again. Whether the adapter answers at all, the price tells sooner. */
const pause = 5000;

/** What can be bought: asked for while the element is on a page, until it is known. */
export class AssetList implements ReactiveController {
  assets: readonly Asset[] = [];
  readonly #onLoad: () => void;
  #market: Market | undefined;
  #loading: AbortController | undefined;

  constructor(host: ReactiveControllerHost, onLoad: () => void) {
    this.#onLoad = onLoad;
    host.addController(this);
  }

  /** Where the list comes from, from now on. */
  from(market: Market): void {
    this.#market = market;
    this.assets = [];
    this.hostConnected();
  }

  hostConnected(): void {
    this.hostDisconnected();
    const {signal} = (this.#loading = new AbortController());
    if (this.assets.length === 0) void this.#load(signal);
  }

  hostDisconnected(): void {
    this.#loading?.abort();
  }

  async #load(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        const assets = (await this.#market?.assets(signal)) ?? [];
        if (signal.aborted) return;
        this.assets = assets;
        this.#onLoad();
        return;
      } catch {
        await sleep(pause, signal);
      }
    }
  }
}
