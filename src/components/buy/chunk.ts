/** Suffix of chunk file names. Defined by the script-tag build only. */
declare const CHUNK_SUFFIX: string | undefined;

/** Milliseconds to wait after `misses` consecutive failures. */
export function retryDelayMs(misses: number): number {
  return Math.min(1000 * 2 ** (misses - 1), 15_000);
}

/** Waits `ms` milliseconds, or until the browser comes back online. Never resolves once `signal` is aborted. */
export function waitOnline(ms: number, signal?: AbortSignal): Promise<void> {
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

/** Timeout of a download. A hanging connection reports no error. */
export const CHUNK_TIMEOUT_MS = 20_000;

/** Consecutive failures before the buyer sees a message. */
const REPORT_AFTER_FAILURES = 3;

interface Chunk {
  loading?: Promise<unknown> | undefined;
  /** Consecutive failures. */
  misses: number;
  /** Earliest time of the next attempt, on the clock of `performance.now()`. */
  notBefore: number;
}

/** By name, shared by all elements on the page so that no chunk loads twice under two URLs. */
const chunks = new Map<string, Chunk>();

/** Consecutive failures to load the chunk `name`. */
export function failuresOf(name: string): number {
  return chunks.get(name)?.misses ?? 0;
}

/** Whether the chunk `name` failed repeatedly although the browser is online. */
export function isMissing(name: string): boolean {
  return navigator.onLine && failuresOf(name) >= REPORT_AFTER_FAILURES;
}

/**
 * Loads a chunk once, with one attempt at a time and exponential backoff. Rejects when an attempt fails; callers share the
 * next attempt. `name` is the chunk's name in the script-tag build.
 */
export function loadChunk<T>(name: string, load: () => Promise<T>): Promise<T> {
  const chunk = chunks.get(name) ?? {misses: 0, notBefore: 0};
  chunks.set(name, chunk);
  // Each name always has the same `load`, so the type of the shared map is safe to narrow.
  return (chunk.loading ??= attempt(chunk, name, load)) as Promise<T>;
}

async function attempt<T>(chunk: Chunk, name: string, load: () => Promise<T>): Promise<T> {
  const wait = chunk.notBefore - performance.now();
  if (wait > 0) await waitOnline(wait);
  try {
    const loaded = await withTimeout(chunk.misses === 0 ? load() : loadAgain(name, chunk.misses, load));
    chunk.misses = 0;
    return loaded;
  } catch (error) {
    chunk.misses += 1;
    chunk.notBefore = performance.now() + retryDelayMs(chunk.misses);
    chunk.loading = undefined;
    if (chunk.misses === REPORT_AFTER_FAILURES) {
      console.warn(
        `<cryptopocket-buy>: the file "${name}" of the widget can't be loaded. Deploy all files of one version together, and keep those of the version before for a while.`,
        error,
      );
    }
    throw error;
  }
}

/** Settles like `loading`, or rejects after `CHUNK_TIMEOUT_MS`. */
async function withTimeout<T>(loading: Promise<T>): Promise<T> {
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
 * Firefox caches a failed import until the page reloads, so a retry needs another URL. Chunks import only the first file,
 * so a retry cannot duplicate modules. The URL stays the same if a bundler chose it, or if an import map pins the files by
 * hash, because the map does not cover URLs with a query.
 */
function loadAgain<T>(name: string, misses: number, load: () => Promise<T>): Promise<T> {
  if (typeof CHUNK_SUFFIX === 'undefined' || isPinned()) return load();
  const file = `./cryptopocket-buy-${name}-${CHUNK_SUFFIX}.js?retry=${misses}`;
  // The same module as `load` returns, under another URL.
  return import(/* @vite-ignore */ new URL(file, import.meta.url).href) as Promise<T>;
}

function isPinned(): boolean {
  return Array.from(document.querySelectorAll('script[type="importmap"]')).some(map =>
    map.textContent.includes('"integrity"'),
  );
}
