/** Clock and timers of the sandbox. Tests can pass their own. */
export interface Time {
  now(): number;
  /** Runs a function after `ms`. Does not keep the process alive. */
  later(run: () => void, ms: number): void;
  /** Waits to delay an answer. May keep the process alive, because a client waits for the answer. */
  wait(ms: number): Promise<void>;
}

export interface TimeOptions {
  /** Returns the time in milliseconds since the epoch. */
  clock?: () => number;
  schedule?: (run: () => void, ms: number) => void;
}

export function createTime({clock = Date.now, schedule}: TimeOptions): Time {
  return {
    now: clock,
    later: schedule ?? laterWithoutWaiting,
    wait: ms =>
      new Promise(resolve => {
        if (schedule) schedule(resolve, ms);
        else setTimeout(resolve, ms);
      }),
  };
}

function laterWithoutWaiting(run: () => void, ms: number): void {
  // Browsers and edge runtimes return a number. Node returns an object that would keep the process alive.
  const timer: unknown = setTimeout(run, ms);
  (timer as {unref?: () => void}).unref?.();
}
