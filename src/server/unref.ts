interface NodeTimer {
  unref(): void;
}

/** Lets `timer` keep no process from ending, where the runtime knows such a thing. */
export function unref<T>(timer: T): T {
  if (isNodeTimer(timer)) timer.unref();
  return timer;
}

function isNodeTimer(timer: unknown): timer is NodeTimer {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}
