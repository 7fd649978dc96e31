/** Lets `timer` keep no process from ending, where the runtime knows such a thing. */
export function quietly<T>(timer: T): T {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref();
  return timer;
}
