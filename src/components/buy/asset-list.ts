import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Market} from '../../client/market.js';
import type {Asset} from '../../contract/asset.js';

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
    let again: ReturnType<typeof setTimeout> | undefined;
    signal.addEventListener('abort', () => {
      clearTimeout(again);
    });
    try {
      this.assets = (await this.#market?.assets(signal)) ?? [];
      if (!signal.aborted) this.#onLoad();
    } catch {
      if (!signal.aborted) again = setTimeout(() => void this.#load(signal), pause);
    }
  }
}
