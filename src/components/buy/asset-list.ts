import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Asset} from '../../contract/asset.js';

const longestPause = 15_000;

/** What can be bought: asked for while the element is on a page, until it is known. */
export class AssetList implements ReactiveController {
  assets: readonly Asset[] = [];
  readonly #host: ReactiveControllerHost;
  readonly #onLoad: () => void;
  #load: ((signal: AbortSignal) => Promise<Asset[]>) | undefined;
  #loading: AbortController | undefined;

  constructor(host: ReactiveControllerHost, onLoad: () => void) {
    this.#host = host;
    this.#onLoad = onLoad;
    host.addController(this);
  }

  /** Where the list comes from, from now on. */
  from(load: (signal: AbortSignal) => Promise<Asset[]>): void {
    this.#load = load;
    this.assets = [];
    this.hostConnected();
  }

  hostConnected(): void {
    this.hostDisconnected();
    if (!this.#load || this.assets.length > 0) return;
    this.#loading = new AbortController();
    void this.#try(this.#load, this.#loading.signal, 1000);
  }

  hostDisconnected(): void {
    this.#loading?.abort();
  }

  async #try(load: (signal: AbortSignal) => Promise<Asset[]>, signal: AbortSignal, pause: number): Promise<void> {
    try {
      const assets = await load(signal);
      if (signal.aborted) return;
      this.assets = assets;
      this.#onLoad();
      this.#host.requestUpdate();
    } catch {
      // Whether the adapter answers is told by the quote; the list is just asked for again.
      if (signal.aborted) return;
      const again = setTimeout(() => void this.#try(load, signal, Math.min(pause * 2, longestPause)), pause);
      signal.addEventListener('abort', () => {
        clearTimeout(again);
      });
    }
  }
}
