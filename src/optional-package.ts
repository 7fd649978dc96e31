/**
 * Loads an optional peer dependency with `load`, which is written as `() => import('…')` at the place that needs it, so that
 * bundlers and TypeScript see the package's name.
 *
 * Not a top-level `await`: that would keep the entry from being loaded with `require` and from being bundled as CommonJS. A
 * caller that starts loading without waiting lets the rejection go unhandled, which ends the process with the message.
 *
 * @param entry The entry of ours that needs the package, such as `cryptopocket-buy/redis`.
 * @throws {Error} Names `entry` and `name` if exactly that package is not installed. Any other failure is passed on.
 */
export async function loadOptional<T>(entry: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new Error(`${entry} needs the package "${name}": npm install ${name}`, {cause: error});
  }
}

function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  // The second code is that of `require`, which a bundler may have made of the import.
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return false;
  return /Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1] === name;
}
