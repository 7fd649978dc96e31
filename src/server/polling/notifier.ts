import type {Log} from '../observability/log.js';
import type {Store} from '../store/store.js';

/** The vendor's notifications, told to all instances: whoever gets one, everybody's waiters hear of it. */
export interface News {
  /** Tells all instances that `payment` moved. */
  tell(payment: string): Promise<void>;
  /** Whether notifications arrive these days, so that looking is only a safety net. */
  isHeard(): boolean;
  /** Begins to listen, unless that was done. Not before the first request: some runtimes allow no work before it. */
  start(): void;
  stop(): void;
}

/** Milliseconds before listening is tried again where it was refused. */
const listenPause = 30_000;
/** Milliseconds for which one notification shows that others will come. */
const trust = 24 * 60 * 60_000;

export function createNews(store: Store, onNews: (payment: string) => void, log: Log, clock: () => number): News {
  let heardAt = -Infinity;
  let listening: Promise<() => void> | undefined;
  let stopped = false;
  let againAt = -Infinity;

  const hear = (payment: string) => {
    heardAt = clock();
    onNews(payment);
  };
  return {
    async tell(payment) {
      try {
        await store.publish(payment);
      } catch (error) {
        // At least whoever waits here hears of it; the others find out by looking.
        log({level: 'warn', event: 'news', error});
        hear(payment);
      }
    },
    isHeard: () => clock() - heardAt < trust,
    start() {
      if (listening || stopped || clock() < againAt) return;
      listening = store.listen(hear);
      listening.catch((error: unknown) => {
        log({level: 'warn', event: 'news', error});
        listening = undefined;
        againAt = clock() + listenPause;
      });
    },
    stop() {
      stopped = true;
      listening?.then(
        end => {
          end();
        },
        () => undefined,
      );
    },
  };
}
