/** Long-poll hub: asks for the state of many things, each once per interval, however many requests wait for it. */
export interface StatusPoller<T> {
  /**
   * Resolves with the current value of `id`, at most 1 s stale. Returns at once if the caller has no known value or it
   * changed; otherwise waits until it changes, `wait` ms pass or `signal` aborts. Rejects only if the initial fetch fails.
   */
  waitForChange(id: string, options?: WaitOptions<T>): Promise<T>;
  /** Fetches `id` now for those who wait: a webhook says that it changed. */
  invalidate(id: string): void;
  /** Takes a value of `id` that was learnt elsewhere. */
  set(id: string, latest: T): void;
  /** Answers all waiting requests. From now on nothing waits. */
  close(): void;
}

/** The part of `AbortSignal` that waiting needs. */
export interface AbortLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface WaitOptions<T> {
  /** Whether the caller knows `latest` already. Without it, the call never waits. */
  isKnown?: ((latest: T) => boolean) | undefined;
  /** The longest wait in milliseconds. @default 0 */
  wait?: number | undefined;
  /** Do not accept a value from before this call: the buyer comes back from where it changes. @default false */
  fresh?: boolean | undefined;
  signal?: AbortLike | undefined;
}

export interface StatusPollerOptions<T> {
  fetch: (id: string) => Promise<T>;
  /** Milliseconds before the next fetch, by the number of fetches in a row that changed nothing. */
  pause: (idleRounds: number) => number;
  /** Which of two values to believe. @default the later answer */
  newer?: (before: T, latest: T) => T;
  /** Whether nothing will change any more. @default never */
  isFinal?: (latest: T) => boolean;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
  /** From 0 to 1. @default Math.random */
  random?: () => number;
}

interface Subscriber<T> {
  isKnown: (latest: T) => boolean;
  /** Ends the wait with the latest value. */
  resolve: () => void;
}

/** One thing and the requests that wait for it. */
interface Topic<T> {
  subscribers: Set<Subscriber<T>>;
  latest: T;
  fetchedAt: number;
  /** The number of the fetch that `latest` is from. An answer to an earlier fetch is ignored. */
  sequence: number;
  /** When it is fetched again if a request waits. Kept while none does, so that pauses keep growing. */
  nextAt: number;
  idleRounds: number;
  /** Failed fetches in a row. */
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A value of this age answers any request without another fetch. */
const FRESH_MS = 1000;
/** The pause after a failed fetch. It doubles with each further failure, up to 16 times as long. */
const FIRST_RETRY_MS = 1000;
/** A value that no request waits for is dropped after this time. */
const FORGET_AFTER_MS = 10 * 60_000;

export function createStatusPoller<T>({
  fetch,
  pause,
  newer = (_before, latest) => latest,
  isFinal = () => false,
  clock,
  random = Math.random,
}: StatusPollerOptions<T>): StatusPoller<T> {
  const topics = new Map<string, Topic<T>>();
  const inFlight = new Map<string, Promise<T>>();
  let sweepAt = 1024;
  let fetches = 0;
  let closed = false;

  const plan = (id: string, topic: Topic<T>) => {
    clearTimeout(topic.timer);
    if (topic.subscribers.size === 0) return;
    topic.timer = setTimeout(
      () => {
        fetchForSubscribers(id, topic);
      },
      Math.max(0, topic.nextAt - clock()),
    );
  };

  const postpone = (id: string, topic: Topic<T>) => {
    // A failed fetch is repeated soon, however long the usual pause is.
    const soon = topic.failures > 0 ? FIRST_RETRY_MS * 2 ** Math.min(topic.failures - 1, 4) : Infinity;
    // Jitter, so that payments that were created together are not fetched together for ever.
    topic.nextAt = clock() + Math.min(pause(topic.idleRounds), soon) * (0.75 + random() / 2);
    plan(id, topic);
  };

  /** After a failure the requests keep waiting: their pages would only ask again. */
  const fetchForSubscribers = (id: string, topic: Topic<T>) => {
    topic.idleRounds += 1;
    fetchOnce(id).catch(() => {
      topic.failures += 1;
      postpone(id, topic);
    });
  };

  /** The topic of `id`, which is made if there is none. Drops topics that no request uses any more. */
  const topicFor = (id: string, latest: T): Topic<T> => {
    const known = topics.get(id);
    if (known) return known;
    if (topics.size >= sweepAt) {
      const now = clock();
      for (const [other, {subscribers, fetchedAt, latest: seen}] of topics) {
        const useful = isFinal(seen) ? FRESH_MS : FORGET_AFTER_MS;
        if (subscribers.size === 0 && fetchedAt + useful <= now) topics.delete(other);
      }
      sweepAt = Math.max(1024, topics.size * 2);
    }
    const topic = {
      subscribers: new Set<Subscriber<T>>(),
      latest,
      fetchedAt: 0,
      sequence: 0,
      nextAt: 0,
      idleRounds: 0,
      failures: 0,
      timer: undefined,
    };
    topics.set(id, topic);
    return topic;
  };

  const update = (id: string, seen: T, sequence: number): T => {
    const topic = topicFor(id, seen);
    if (sequence < topic.sequence) return topic.latest;
    topic.sequence = sequence;
    topic.failures = 0;
    topic.latest = newer(topic.latest, seen);
    topic.fetchedAt = clock();
    for (const {isKnown, resolve} of topic.subscribers) {
      if (isKnown(topic.latest)) continue;
      resolve();
      topic.idleRounds = 0;
    }
    postpone(id, topic);
    return topic.latest;
  };

  /** One fetch at a time per id: callers share it, and its answer reaches all requests that wait. */
  const fetchOnce = (id: string): Promise<T> => {
    const known = inFlight.get(id);
    if (known) return known;
    const sequence = ++fetches;
    const fetching = fetch(id)
      .then(seen => update(id, seen, sequence))
      .finally(() => inFlight.get(id) === fetching && inFlight.delete(id));
    inFlight.set(id, fetching);
    return fetching;
  };

  /** Whether the current value answers the request without a fetch. */
  const isEnough = (topic: Topic<T>, isKnown: WaitOptions<T>['isKnown'], fresh: boolean): boolean => {
    const isFresh = clock() - topic.fetchedAt < FRESH_MS;
    if (!isKnown) return isFresh;
    // A request that knows the current value only joins those that wait for the next fetch.
    return isKnown(topic.latest) && (fresh ? isFresh : clock() < topic.nextAt);
  };

  const join = (id: string, topic: Topic<T>, isKnown: (latest: T) => boolean, wait: number, signal?: AbortLike) =>
    new Promise<T>(settle => {
      const resolve = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', resolve);
        topic.subscribers.delete(subscriber);
        if (topic.subscribers.size === 0) clearTimeout(topic.timer);
        settle(topic.latest);
      };
      const timer = setTimeout(resolve, wait);
      signal?.addEventListener('abort', resolve);
      const subscriber = {isKnown, resolve};
      topic.subscribers.add(subscriber);
      if (topic.subscribers.size === 1) plan(id, topic);
    });

  return {
    async waitForChange(id, {isKnown, wait = 0, fresh = false, signal} = {}) {
      const before = topics.get(id);
      const latest = before && isEnough(before, isKnown, fresh) ? before.latest : undefined;
      if (before && latest === undefined) {
        before.idleRounds = isKnown?.(before.latest) && !fresh ? before.idleRounds + 1 : 0;
      }
      const first = latest ?? (await fetchOnce(id));
      if (!isKnown?.(first) || wait <= 0 || signal?.aborted || closed) return first;
      return join(id, topicFor(id, first), isKnown, wait, signal);
    },

    invalidate(id) {
      const topic = topics.get(id);
      if (!topic) return;
      // A fetch in flight may have been answered before the change.
      inFlight.delete(id);
      topic.idleRounds = -1;
      topic.nextAt = 0;
      topic.fetchedAt = -Infinity;
      if (topic.subscribers.size > 0) fetchForSubscribers(id, topic);
    },

    set(id, latest) {
      update(id, latest, ++fetches);
    },

    close() {
      closed = true;
      for (const {subscribers} of topics.values()) for (const {resolve} of subscribers) resolve();
    },
  };
}
