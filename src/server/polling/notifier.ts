import type {Log} from '../observability/log.js';
import type {Store} from '../store/store.js';

/** Publishes the vendor's webhooks to all instances, so that each wakes the pages that wait at it. */
export interface Notifier {
  /** Tells all instances that the payment with `id` moved. If the store cannot, at least this instance learns it. */
  publish(id: string): Promise<void>;
  /** Calls `subscriber` for every payment that any instance publishes. */
  subscribe(subscriber: (id: string) => void): void;
  /** Whether a webhook arrived within the last 24 hours, so that polling is only a safety net. */
  isReceivingWebhooks(): boolean;
  /** Starts to listen. Safe to call again. Some runtimes allow no work before the first request. */
  start(): void;
  stop(): void;
}

/** The pause before the notifier tries again to listen. */
const LISTEN_RETRY_MS = 30_000;
/** How long one webhook is taken as a sign that others will come. */
const WEBHOOKS_EXPECTED_MS = 24 * 60 * 60_000;

/** `clock`: milliseconds on a clock that only goes forward. */
export function createNotifier(store: Store, log: Log, clock: () => number): Notifier {
  const subscribers: ((id: string) => void)[] = [];
  let receivedAt = -Infinity;
  let listening: Promise<() => void> | undefined;
  let stopped = false;
  let retryAt = -Infinity;

  const receive = (id: string) => {
    receivedAt = clock();
    for (const subscriber of subscribers) subscriber(id);
  };
  return {
    async publish(id) {
      try {
        await store.publish(id);
      } catch (error) {
        // The other instances find out by polling.
        log({level: 'warn', event: 'news', error});
        receive(id);
      }
    },
    subscribe(subscriber) {
      subscribers.push(subscriber);
    },
    isReceivingWebhooks: () => clock() - receivedAt < WEBHOOKS_EXPECTED_MS,
    start() {
      if (listening || stopped || clock() < retryAt) return;
      listening = store.listen(receive);
      listening.catch((error: unknown) => {
        log({level: 'warn', event: 'news', error});
        listening = undefined;
        retryAt = clock() + LISTEN_RETRY_MS;
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
