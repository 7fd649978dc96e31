/** Asks about many things for many waiters: each thing is asked about once per interval, however many wait for it. */
export interface StatusPoller<T> {
  /**
   * The latest about `id`, at most a second old: at once when nothing is known or it differs, else as soon as it differs,
   * and when the time is over or `signal` aborts in any case. Fails only where a look that nobody can do without does.
   */
  waitForChange(id: string, waiting?: WaitOptions<T>): Promise<T>;
  /** Looks at once, because somebody heard that `id` moved. */
  invalidate(id: string): void;
  /** Somebody just learnt this about `id`. */
  set(id: string, latest: T): void;
  /** Answers whoever waits; from now on nobody waits. */
  close(): void;
}

/** Tells when whoever waits has gone; an `AbortSignal` is one. */
export interface AbortLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface WaitOptions<T> {
  /** Whether the waiter knows `latest` already. Without it, nobody waits. */
  isKnown?: ((latest: T) => boolean) | undefined;
  /** Milliseconds. */
  wait?: number | undefined;
  /** The waiter has a reason to believe that there are news: what was seen some time ago will not do. */
  fresh?: boolean | undefined;
  signal?: AbortLike | undefined;
}

export interface StatusPollerOptions<T> {
  fetch: (id: string) => Promise<T>;
  /** Milliseconds before the next look, after so many looks in a row that told no waiter anything new. */
  pause: (quiet: number) => number;
  /** Which of two to believe, the one seen before or the one that came last. Default: the last. */
  newer?: (before: T, latest: T) => T;
  /** Whether nothing more will happen, so that nobody comes back to ask. Default: never. */
  isFinal?: (latest: T) => boolean;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random?: () => number;
}

interface Subscriber<T> {
  isKnown: (latest: T) => boolean;
  /** Takes the latest along. */
  leave: () => void;
}

/** One thing, and those who wait for news of it. */
interface Topic<T> {
  waiters: Set<Subscriber<T>>;
  latest: T;
  lookedAt: number;
  /** Which look that was: one that began earlier and comes back later tells nothing new. */
  look: number;
  /** When it is looked at again if somebody waits; so the pauses grow even where waiters come and go. */
  nextAt: number;
  quiet: number;
  /** Looks in a row that failed. */
  failed: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Milliseconds for which a look is fresh: within them, nobody's asking makes another one. */
const freshFor = 1000;
/** Milliseconds before a look that failed is tried again; further ones wait twice as long each, up to sixteen times. */
const firstRetry = 1000;
/** Milliseconds after which a thing that nobody waits for is forgotten. */
const forgetAfter = 10 * 60_000;

export function createStatusPoller<T>({
  fetch,
  pause,
  newer = (_before, latest) => latest,
  isFinal = () => false,
  clock,
  random = Math.random,
}: StatusPollerOptions<T>): StatusPoller<T> {
  const rooms = new Map<string, Topic<T>>();
  const looks = new Map<string, Promise<T>>();
  let sweepAt = 1024;
  let begun = 0;
  let closed = false;

  const plan = (id: string, room: Topic<T>) => {
    clearTimeout(room.timer);
    if (room.waiters.size === 0) return;
    room.timer = setTimeout(
      () => {
        lookForWaiters(id, room);
      },
      Math.max(0, room.nextAt - clock()),
    );
  };

  const postpone = (id: string, room: Topic<T>) => {
    // What was not answered is asked again before long, however seldom one looks else.
    const soon = room.failed > 0 ? firstRetry * 2 ** Math.min(room.failed - 1, 4) : Infinity;
    // Spread, so that many payments created together do not ask together for ever.
    room.nextAt = clock() + Math.min(pause(room.quiet), soon) * (0.75 + random() / 2);
    plan(id, room);
  };

  /** When the vendor is silent, the waiters go on waiting: they would be told to do that anyway. */
  const lookForWaiters = (id: string, room: Topic<T>) => {
    room.quiet += 1;
    lookOnce(id).catch(() => {
      room.failed += 1;
      postpone(id, room);
    });
  };

  /** A place for what was seen of `id`. Places that nobody came back to are given up. */
  const roomFor = (id: string, latest: T): Topic<T> => {
    const known = rooms.get(id);
    if (known) return known;
    if (rooms.size >= sweepAt) {
      const now = clock();
      for (const [other, {waiters, lookedAt, latest: seen}] of rooms) {
        const useful = isFinal(seen) ? freshFor : forgetAfter;
        if (waiters.size === 0 && lookedAt + useful <= now) rooms.delete(other);
      }
      sweepAt = Math.max(1024, rooms.size * 2);
    }
    const room = {
      waiters: new Set<Subscriber<T>>(),
      latest,
      lookedAt: 0,
      look: 0,
      nextAt: 0,
      quiet: 0,
      failed: 0,
      timer: undefined,
    };
    rooms.set(id, room);
    return room;
  };

  const tell = (id: string, seen: T, nth: number): T => {
    const room = roomFor(id, seen);
    if (nth < room.look) return room.latest;
    room.look = nth;
    room.failed = 0;
    room.latest = newer(room.latest, seen);
    room.lookedAt = clock();
    for (const {isKnown, leave} of room.waiters) {
      if (isKnown(room.latest)) continue;
      leave();
      room.quiet = 0;
    }
    postpone(id, room);
    return room.latest;
  };

  /** One look at a time per id: whoever asks meanwhile gets the same answer, and whoever waits hears of it. */
  const lookOnce = (id: string): Promise<T> => {
    const running = looks.get(id);
    if (running) return running;
    const nth = ++begun;
    const started = fetch(id)
      .then(seen => tell(id, seen, nth))
      .finally(() => looks.get(id) === started && looks.delete(id));
    looks.set(id, started);
    return started;
  };

  /** Whether what was seen answers the question, without a look. */
  const isEnough = (room: Topic<T>, isKnown: WaitOptions<T>['isKnown'], fresh: boolean): boolean => {
    const isFresh = clock() - room.lookedAt < freshFor;
    if (!isKnown) return isFresh;
    // Where the waiter knows what was seen lately, one more waiter costs no look.
    return isKnown(room.latest) && (fresh ? isFresh : clock() < room.nextAt);
  };

  const join = (id: string, room: Topic<T>, isKnown: (latest: T) => boolean, wait: number, signal?: AbortLike) =>
    new Promise<T>(resolve => {
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        room.waiters.delete(waiter);
        if (room.waiters.size === 0) clearTimeout(room.timer);
        resolve(room.latest);
      };
      const timer = setTimeout(leave, wait);
      signal?.addEventListener('abort', leave);
      const waiter = {isKnown, leave};
      room.waiters.add(waiter);
      if (room.waiters.size === 1) plan(id, room);
    });

  return {
    async waitForChange(id, {isKnown, wait = 0, fresh = false, signal} = {}) {
      const before = rooms.get(id);
      const latest = before && isEnough(before, isKnown, fresh) ? before.latest : undefined;
      if (before && latest === undefined) {
        before.quiet = isKnown?.(before.latest) && !fresh ? before.quiet + 1 : 0;
      }
      const first = latest ?? (await lookOnce(id));
      if (!isKnown?.(first) || wait <= 0 || signal?.aborted || closed) return first;
      return join(id, roomFor(id, first), isKnown, wait, signal);
    },

    invalidate(id) {
      const room = rooms.get(id);
      if (!room) return;
      // A look that is under way may have been answered before the news.
      looks.delete(id);
      room.quiet = -1;
      room.nextAt = 0;
      room.lookedAt = -Infinity;
      if (room.waiters.size > 0) lookForWaiters(id, room);
    },

    set(id, latest) {
      tell(id, latest, ++begun);
    },

    close() {
      closed = true;
      for (const {waiters} of rooms.values()) for (const {leave} of waiters) leave();
    },
  };
}
