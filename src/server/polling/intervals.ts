import type {Polling} from '../options.js';

/** Milliseconds before the next fetch: `first` seconds, doubled with every idle round, at most `longest` seconds. */
function doubling(first: number, longest: number, idleRounds: number): number {
  return Math.min(first * 2 ** Math.min(idleRounds, 20), longest) * 1000;
}

export function kycPause({kycFirst, kycLongest}: Polling): (idleRounds: number) => number {
  return idleRounds => doubling(kycFirst, kycLongest, idleRounds);
}

/** `isNotified`: whether webhooks arrive, so that polling is only a safety net. */
export function paymentPause(polling: Polling, isNotified: () => boolean): (idleRounds: number) => number {
  return idleRounds =>
    isNotified()
      ? doubling(polling.notifiedFirst, polling.notifiedLongest, idleRounds)
      : doubling(polling.paymentFirst, polling.paymentLongest, idleRounds);
}
