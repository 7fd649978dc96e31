interface NodeTimer {
  unref(): void;
}

/** Lets the process exit while `timer` is pending, if the runtime supports that. Returns `timer`. */
export function unref<T>(timer: T): T {
  if (isNodeTimer(timer)) timer.unref();
  return timer;
}

function isNodeTimer(timer: unknown): timer is NodeTimer {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}
