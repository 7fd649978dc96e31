import type {Polling} from '../options.js';

/** Milliseconds before the next look, after so many quiet ones: from `first` seconds, doubling, to `longest`. */
function doubling(first: number, longest: number, quiet: number): number {
  return Math.min(first * 2 ** Math.min(quiet, 20), longest) * 1000;
}

export function kycPause({kycFirst, kycLongest}: Polling): (quiet: number) => number {
  return quiet => doubling(kycFirst, kycLongest, quiet);
}

/** `isNotified`: whether the vendor's notifications arrive, so that looking is only a safety net. */
export function paymentPause(polling: Polling, isNotified: () => boolean): (quiet: number) => number {
  return quiet =>
    isNotified()
      ? doubling(polling.notifiedFirst, polling.notifiedLongest, quiet)
      : doubling(polling.paymentFirst, polling.paymentLongest, quiet);
}
