import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Market} from '../../client/market.js';
import type {Asset} from '../../contract/asset.js';
import {toProblem} from '../../contract/to-problem.js';
import type {Problem} from '../../contract/problem.js';
import {waitOnline, retryDelayMs} from './chunk.js';

/** Loads the list of assets while the host is connected, and retries until it succeeds. */
export class AssetList implements ReactiveController {
  /** Undefined until loaded. */
  assets: readonly Asset[] | undefined;
  readonly #onLoad: () => void;
  readonly #onMiss: (problem: Problem) => void;
  #market: Market | undefined;
  #loading: AbortController | undefined;

  constructor(host: ReactiveControllerHost, onLoad: () => void, onMiss: (problem: Problem) => void) {
    this.#onLoad = onLoad;
    this.#onMiss = onMiss;
    host.addController(this);
  }

  /** Loads the list from `market` from now on. */
  connectTo(market: Market): void {
    this.#market = market;
    this.assets = undefined;
    this.hostConnected();
  }

  hostConnected(): void {
    this.hostDisconnected();
    const {signal} = (this.#loading = new AbortController());
    if (!this.assets) void this.#load(signal);
  }

  hostDisconnected(): void {
    this.#loading?.abort();
  }

  async #load(signal: AbortSignal): Promise<void> {
    for (let misses = 1; ; misses++) {
      try {
        const assets = await this.#market?.assets(signal);
        if (signal.aborted || !assets) return;
        this.assets = assets;
        break;
      } catch (error) {
        if (signal.aborted) return;
        this.#onMiss(toProblem(error));
        await waitOnline(retryDelayMs(misses), signal);
      }
    }
    this.#onLoad();
  }
}
