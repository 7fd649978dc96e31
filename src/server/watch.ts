/** Asks about many things for many waiters: each thing is asked about once per interval, however many wait for it. */
export interface Watch<T> {
  /**
   * The latest about `id`: at once when nothing is `known` or it differs, else as soon as it differs, and after
   * `wait` milliseconds or when `signal` aborts in any case. Fails only where the very first look does.
   */
  next(id: string, isKnown: ((latest: T) => boolean) | undefined, wait: number, signal?: AbortSignal): Promise<T>;
  /** Looks at once, because somebody heard that `id` moved. */
  wake(id: string): void;
}

interface Room<T> {
  waiters: Set<(latest: T) => void>;
  latest: T;
  /** Somebody heard of news that no look has shown yet. */
  woken: boolean;
  /** Cuts the pause before the next look short. */
  hurry: () => void;
}

export interface WatchOptions<T> {
  look: (id: string) => Promise<T>;
  random?: () => number;
}

const firstPause = 1000;
const longestPause = 15_000;

export function createWatch<T>({look, random = Math.random}: WatchOptions<T>): Watch<T> {
  const rooms = new Map<string, Room<T>>();
  const looks = new Map<string, Promise<T>>();

  /** One look at a time per id: whoever asks meanwhile gets the same answer, and whoever waits hears of it. */
  const lookOnce = (id: string): Promise<T> => {
    const running = looks.get(id);
    if (running) return running;
    const started = look(id)
      .then(latest => {
        const room = rooms.get(id);
        if (room) room.latest = latest;
        room?.waiters.forEach(tell => {
          tell(latest);
        });
        return latest;
      })
      .finally(() => looks.get(id) === started && looks.delete(id));
    looks.set(id, started);
    return started;
  };

  const pauseIn = (room: Room<T>, ms: number) =>
    new Promise<void>(resolve => {
      // Spread, so that many payments created together do not ask together for ever.
      const timer = setTimeout(resolve, ms * (0.75 + random() / 2));
      room.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const keepLooking = async (id: string, room: Room<T>) => {
    let pause = firstPause;
    while (room.waiters.size > 0) {
      if (!room.woken) await pauseIn(room, pause);
      if (room.waiters.size === 0) break;
      pause = room.woken ? firstPause : Math.min(pause * 1.5, longestPause);
      room.woken = false;
      // When the vendor is silent, the waiters go on waiting: they would be told to do that anyway.
      await lookOnce(id).catch(() => undefined);
    }
    rooms.delete(id);
  };

  return {
    async next(id, isKnown, wait, signal) {
      const before = rooms.get(id);
      // Where others wait for the same news already, one more costs no look.
      const first = before && isKnown?.(before.latest) ? before.latest : await lookOnce(id);
      if (!isKnown?.(first) || wait <= 0 || signal?.aborted) return first;
      const existing = rooms.get(id);
      const room: Room<T> = existing ?? {waiters: new Set(), latest: first, woken: false, hurry: () => undefined};
      let latest: T = first;
      await new Promise<void>(resolve => {
        const leave = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', leave);
          room.waiters.delete(tell);
          if (room.waiters.size === 0) room.hurry();
          resolve();
        };
        const tell = (news: T) => {
          latest = news;
          if (!isKnown(news)) leave();
        };
        const timer = setTimeout(leave, wait);
        signal?.addEventListener('abort', leave);
        room.waiters.add(tell);
        if (!existing) {
          rooms.set(id, room);
          void keepLooking(id, room);
        }
      });
      return latest;
    },
    wake(id) {
      const room = rooms.get(id);
      if (!room) return;
      // A look that is under way may have been answered before the news.
      looks.delete(id);
      room.woken = true;
      room.hurry();
    },
  };
}
