/** Where the sandbox has its clock and its timers from, so that tests can hand in their own. */
export interface Time {
  now(): number;
  /** Runs something after `ms`. Does not keep a process alive for it. */
  later(run: () => void, ms: number): void;
  /** For an answer that is to come late: whoever asked is waiting, so this one may keep the process alive. */
  wait(ms: number): Promise<void>;
}

export interface TimeOptions {
  /** Milliseconds since 1970. */
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
  // Browsers and edge runtimes give a number, Node an object that would keep its process alive.
  const timer: unknown = setTimeout(run, ms);
  (timer as {unref?: () => void}).unref?.();
}
