/** How the names of the script-tag build's chunks end; that build alone defines it. */
declare const CHUNK_SUFFIX: string | undefined;

/** Milliseconds before the next try, after `misses` in a row. */
export function pauseAfter(misses: number): number {
  return Math.min(1000 * 2 ** (misses - 1), 15_000);
}

/** `ms` milliseconds, or less where the browser is back online before; for ever once `signal` is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  const over = new AbortController();
  return new Promise(resolve => {
    const timer = setTimeout(end, ms);
    function cancel(): void {
      clearTimeout(timer);
      over.abort();
    }
    function end(): void {
      cancel();
      resolve();
    }
    addEventListener('online', end, {signal: over.signal});
    signal?.addEventListener('abort', cancel, {signal: over.signal});
  });
}

/** After this long a download counts as failed: a connection that hangs reports no error. */
export const CHUNK_TIMEOUT_MS = 20_000;

/** Failures in a row after which the buyer is told. */
const missingAfter = 3;

interface Chunk {
  loading?: Promise<unknown> | undefined;
  /** Failures in a row. */
  misses: number;
  /** Before this moment (of `performance.now()`) it is not tried again. */
  notBefore: number;
}

/** By name. One table for all elements on the page, so that no chunk is loaded twice under two addresses. */
const chunks = new Map<string, Chunk>();

/** How often in a row the chunk `name` could not be loaded. */
export function missesOf(name: string): number {
  return chunks.get(name)?.misses ?? 0;
}

/** Whether the chunk `name` could not be loaded for some seconds, though there is a network. */
export function isMissing(name: string): boolean {
  return navigator.onLine && missesOf(name) >= missingAfter;
}

/**
 * Loads a chunk once: one try at a time, with longer and longer pauses between failures. Rejects when a try fails; whoever
 * asks again shares the next one. `name` is the chunk's in the script-tag build.
 */
export function loadChunk<T>(name: string, load: () => Promise<T>): Promise<T> {
  const chunk = chunks.get(name) ?? {misses: 0, notBefore: 0};
  chunks.set(name, chunk);
  // The table has the same type for all; each name has one `load`.
  return (chunk.loading ??= attempt(chunk, name, load)) as Promise<T>;
}

async function attempt<T>(chunk: Chunk, name: string, load: () => Promise<T>): Promise<T> {
  const wait = chunk.notBefore - performance.now();
  if (wait > 0) await pause(wait);
  try {
    const loaded = await inTime(chunk.misses === 0 ? load() : loadAgain(name, chunk.misses, load));
    chunk.misses = 0;
    return loaded;
  } catch (error) {
    chunk.misses += 1;
    chunk.notBefore = performance.now() + pauseAfter(chunk.misses);
    chunk.loading = undefined;
    if (chunk.misses === missingAfter) {
      console.warn(
        `<cryptopocket-buy>: the file "${name}" of the widget can't be loaded. Deploy all files of one version together, and keep those of the version before for a while.`,
        error,
      );
    }
    throw error;
  }
}

/** Settles as `loading` does. Rejects after `CHUNK_TIMEOUT_MS`. */
async function inTime<T>(loading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The download took longer than ${CHUNK_TIMEOUT_MS / 1000} seconds.`));
    }, CHUNK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([loading, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Firefox remembers a failed import until the page is reloaded, so another try needs another address. Chunks import nothing but
 * the first file, so none of them brings a second copy of anything. Where a bundler chose the address, it stays; so it does
 * where an import map pins the files by their hashes, as it would not pin one with a query.
 */
function loadAgain<T>(name: string, misses: number, load: () => Promise<T>): Promise<T> {
  if (typeof CHUNK_SUFFIX === 'undefined' || isPinned()) return load();
  const file = `./cryptopocket-buy-${name}-${CHUNK_SUFFIX}.js?retry=${misses}`;
  // The same module as `load` gives, under another address.
  return import(/* @vite-ignore */ new URL(file, import.meta.url).href) as Promise<T>;
}

function isPinned(): boolean {
  return Array.from(document.querySelectorAll('script[type="importmap"]')).some(map =>
    map.textContent.includes('"integrity"'),
  );
}
