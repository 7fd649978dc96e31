import type {Browser} from 'playwright-core';
import {planOf, travel, type Ended} from './faults-journey.js';
import type {Weather} from './faults.js';

export interface Run {
  ended: Ended[];
  failed: {nth: number; error: Error}[];
}

/** Sends buyers on their way, so many at a time. */
export async function sendBuyers(
  weather: Weather,
  browser: Browser,
  journeys: readonly number[],
  atOnce: number,
  onEnd: (run: Run) => void = () => undefined,
): Promise<Run> {
  const run: Run = {ended: [], failed: []};
  const waiting = [...journeys];
  const goOneByOne = async () => {
    for (let nth = waiting.shift(); nth !== undefined; nth = waiting.shift()) {
      try {
        run.ended.push(await travel(weather, browser, planOf(weather.seed, nth)));
      } catch (error) {
        run.failed.push({nth, error: error as Error});
      }
      onEnd(run);
    }
  };
  await Promise.all(Array.from({length: atOnce}, goOneByOne));
  return run;
}
