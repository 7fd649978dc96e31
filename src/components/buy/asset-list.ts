import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Market} from '../../client/market.js';
import type {Asset} from '../../contract/asset.js';
import {problemOf} from '../../contract/problem-of.js';
import type {Problem} from '../../contract/problem.js';
import {pause, pauseAfter} from './chunk.js';

/** What can be bought: asked for while the element is on a page, until it is known. */
export class AssetList implements ReactiveController {
  /** Missing until it is known. */
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

  /** Where the list comes from, from now on. */
  from(market: Market): void {
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
        this.#onMiss(problemOf(error));
        await pause(pauseAfter(misses), signal);
      }
    }
    this.#onLoad();
  }
}
