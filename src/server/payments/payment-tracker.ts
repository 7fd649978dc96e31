import * as v from 'valibot';
import {isAfter, isFinal, paymentStatuses} from '../../contract/payment-status.js';
import type {VendorPayment} from '../cryptopocket/api.js';
import {HttpError} from '../http/http-error.js';
import type {Log} from '../observability/log.js';
import type {DistributedLock} from '../store/lock.js';
import type {Store} from '../store/store.js';
import {unref} from '../unref.js';
import {eventOf, givenUpEventOf, type PaymentEvent} from './payment-event.js';

/** Outbox and reconciliation worker: follows payments until they end, whether or not a page still waits, and calls `onPayment`. */
export interface PaymentTracker {
  /** Checks due payments from now on, for as long as this process lives. Safe to call again. */
  start(): void;
  /** From now on, this payment is tracked. */
  track(id: string): Promise<void>;
  /** Takes a fact about a payment, and calls `onPayment` if it is new to the merchant. */
  observe(payment: VendorPayment): void;
  /** Checks a payment as soon as possible: a webhook says that it moved. */
  checkNow(id: string): Promise<void>;
  /** Checks payments until nothing is due or `budgetMs` milliseconds have passed. Resolves to the number checked. */
  reconcileDue(budgetMs: number): Promise<number>;
  /** Resolves when no check and no call of `onPayment` is running. */
  idle(): Promise<void>;
  /** Starts nothing more. Resolves when all running checks have ended, after 8 s at the latest. */
  close(): Promise<void>;
}

export interface PaymentTrackerOptions {
  onPayment: (event: PaymentEvent) => Promise<void> | void;
  /** Milliseconds that one call of `onPayment` may take before it counts as failed. */
  onPaymentTimeoutMs: number;
  fetchPayment: (id: string) => Promise<VendorPayment>;
  /** Names of the fields in which a payment differs from what was ordered. */
  differences: (payment: VendorPayment) => Promise<readonly string[]>;
  store: Store;
  lock: DistributedLock;
  /** Whether webhooks arrive, so that polling is only a safety net. */
  receivesWebhooks: () => boolean;
  /** Days after which a payment that never ends is given up. */
  maxAgeDays: number;
  log: Log;
  clock: () => number;
}

const QUEUE_NAME = 'payments';
/** Payments leased from the store at once. */
const BATCH_SIZE = 20;
/** Payments checked at the same time by one process; others wait for a free place. */
const MAX_CONCURRENT_CHECKS = 100;
/** How long an instance that leased a payment has it for itself. */
const LEASE_MS = 60_000;
const ROUND_INTERVAL_MS = 5_000;
const CLOSE_TIMEOUT_MS = 8_000;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Days beyond `maxAgeDays` for which a payment is still checked if the vendor does not answer. */
const GRACE_DAYS = 0.9;

const recordSchema = v.object({
  /** Milliseconds since the epoch. */
  since: v.number(),
  /** The furthest status that `onPayment` accepted. */
  told: v.picklist(paymentStatuses),
  /** The last unknown status word that `onPayment` accepted. */
  toldWord: v.optional(v.string()),
  /** Deliveries in a row that failed. */
  missed: v.number(),
  /** Whether the payment is known to exist: it was created here, or the vendor reported it. */
  exists: v.boolean(),
});
type TrackingRecord = v.InferOutput<typeof recordSchema>;

/** Milliseconds before a payment of this age is checked again. */
function pauseAt(age: number, receivesWebhooks: boolean): number {
  if (age < 10 * minute) return receivesWebhooks ? 5 * minute : minute;
  if (age < 2 * hour) return 5 * minute;
  return age < day ? 30 * minute : 2 * hour;
}

/** Whether `onPayment` has not accepted this yet. */
function isNew(payment: VendorPayment, {told, toldWord}: TrackingRecord): boolean {
  return payment.status === 'unknown' ? payment.vendorStatus !== toldWord : isAfter(payment.status, told);
}

/** Rejects with `timeout` after `ms` milliseconds. The work continues, but its result is ignored. */
async function within<T>(ms: number, work: Promise<T> | T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = unref(
      setTimeout(() => {
        reject(new HttpError('timeout'));
      }, ms),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function createPaymentTracker({
  onPayment,
  onPaymentTimeoutMs,
  fetchPayment,
  differences,
  store,
  lock,
  receivesWebhooks,
  maxAgeDays,
  log,
  clock,
}: PaymentTrackerOptions): PaymentTracker {
  const running = new Set<Promise<unknown>>();
  /** Payments that are being checked, with the number of checks. Their check reports what is new. */
  const checking = new Map<string, number>();
  /** The latest report of a payment whose status word is unknown. */
  const unknownWords = new Map<string, VendorPayment>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const keyOf = (id: string) => `followed:${id}`;
  const begun = (exists: boolean): TrackingRecord => ({since: clock(), told: 'created', missed: 0, exists});
  const read = async (id: string): Promise<TrackingRecord> => {
    const text = await store.get(keyOf(id));
    const record = text === undefined ? undefined : v.safeParse(recordSchema, JSON.parse(text));
    return record?.success ? record.output : begun(false);
  };
  /** Seconds. */
  const lifetime = ((maxAgeDays + 1) * day) / second;
  const write = (id: string, record: TrackingRecord) => store.set(keyOf(id), JSON.stringify(record), lifetime);

  /** Calls `onPayment`. A failure is logged and the delivery is scheduled again. Resolves with whether it succeeded. */
  const deliver = async (id: string, record: TrackingRecord, event: PaymentEvent): Promise<boolean> => {
    try {
      await within(onPaymentTimeoutMs, onPayment(event));
      return true;
    } catch (error) {
      const timedOut = error instanceof HttpError && error.code === 'timeout';
      log({
        level: 'error',
        event: 'on_payment',
        paymentId: id,
        eventId: event.id,
        ...referenceOf(event.payment),
        ...(timedOut ? {code: 'timeout'} : {}),
        error: timedOut ? new Error(`onPayment did not finish within ${onPaymentTimeoutMs} ms`) : error,
      });
      const missed = record.missed + 1;
      await write(id, {...record, missed});
      await store.schedule(QUEUE_NAME, id, clock() + Math.min(5 * second * 2 ** (missed - 1), 10 * minute));
      return false;
    }
  };

  const withDifferences = async (event: PaymentEvent): Promise<PaymentEvent> => {
    const mismatch = await differences(event.payment);
    return mismatch.length > 0 ? {...event, mismatch} : event;
  };

  /** Delivers what is new. One instance at a time, so that events arrive in order. Resolves with whether it was accepted. */
  const deliverNew = (payment: VendorPayment): Promise<boolean> =>
    lock.withLock(`telling:${payment.id}`, async () => {
      const {id, status, vendorStatus} = payment;
      const record = await read(id);
      if (!isNew(payment, record)) return true;
      if (!(await deliver(id, record, await withDifferences(eventOf(payment))))) return false;
      const told = status === 'unknown' ? {toldWord: vendorStatus} : {told: status};
      await write(id, {...record, ...told, missed: 0});
      if (isFinal(status)) await store.unschedule(QUEUE_NAME, id);
      return true;
    });

  /** Resolves with whether it was accepted. */
  const deliverGivenUp = (payment: VendorPayment): Promise<boolean> =>
    lock.withLock(`telling:${payment.id}`, async () =>
      deliver(payment.id, await read(payment.id), await withDifferences(givenUpEventOf(payment))),
    );

  const giveUp = async (id: string, payment: VendorPayment | undefined): Promise<void> => {
    if (payment && !(await deliverGivenUp(payment))) return;
    log({level: 'warn', event: 'payment_given_up', paymentId: id, ...(payment ? referenceOf(payment) : {})});
    await store.unschedule(QUEUE_NAME, id);
  };

  const check = async (id: string): Promise<void> => {
    const {since, exists} = await read(id);
    const age = clock() - since;
    // A payment that cannot be fetched now is checked again later.
    const payment = await fetchPayment(id).catch(() => undefined);
    const word = payment?.status === 'unknown' ? undefined : unknownWords.get(id);
    if (payment && !(await deliverNew(payment))) return;
    if (word && !(await deliverNew(word))) return;
    if (payment && isFinal(payment.status)) {
      await store.unschedule(QUEUE_NAME, id);
    } else if (!exists && !payment && age > hour) {
      // Only a webhook ever named it.
      await store.unschedule(QUEUE_NAME, id);
    } else if (age > (payment ? maxAgeDays : maxAgeDays + GRACE_DAYS) * day) {
      await giveUp(id, payment);
    } else {
      if (payment && !exists) await write(id, {...(await read(id)), exists: true});
      await store.schedule(QUEUE_NAME, id, clock() + pauseAt(age, receivesWebhooks()));
    }
  };

  const runCheck = async (id: string): Promise<void> => {
    checking.set(id, (checking.get(id) ?? 0) + 1);
    try {
      await check(id);
    } finally {
      const others = (checking.get(id) ?? 1) - 1;
      if (others > 0) checking.set(id, others);
      else {
        checking.delete(id);
        unknownWords.delete(id);
      }
    }
  };

  /** Runs in the background. A failure is logged, and the payment is checked again when it is due. */
  const inBackground = (id: string | undefined, work: Promise<unknown>): Promise<unknown> => {
    const watched = work
      .catch((error: unknown) => {
        log({level: 'warn', event: 'follow', ...(id === undefined ? {} : {paymentId: id}), error});
      })
      .finally(() => running.delete(watched));
    running.add(watched);
    return watched;
  };

  /** Starts the checks that are due, without waiting for them. Resolves with the checks that it started. */
  const startDue = async (): Promise<Promise<unknown>[]> => {
    const free = Math.min(BATCH_SIZE, MAX_CONCURRENT_CHECKS - checking.size);
    if (closed || free <= 0) return [];
    const now = clock();
    const due = await store.claim(QUEUE_NAME, now, now + LEASE_MS, free);
    return due.map(id => inBackground(id, runCheck(id)));
  };

  const startAllDue = async (): Promise<void> => {
    while ((await startDue()).length === BATCH_SIZE);
  };

  /** Starts checks in intervals. A round does not wait for its checks, so one that hangs stops no other. */
  const scheduleRound = (): void => {
    if (timer !== undefined || closed) return;
    timer = unref(
      setTimeout(() => {
        timer = undefined;
        void inBackground(undefined, startAllDue()).finally(scheduleRound);
      }, ROUND_INTERVAL_MS),
    );
  };

  /** Writes the payment's record if there is none yet. */
  const remember = (id: string, exists: boolean) => store.add(keyOf(id), JSON.stringify(begun(exists)), lifetime);

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };

  return {
    start: scheduleRound,
    idle,
    async track(id) {
      await remember(id, true);
      await store.schedule(QUEUE_NAME, id, clock() + pauseAt(0, receivesWebhooks()));
    },
    observe(payment) {
      const unknown = payment.status === 'unknown';
      if (checking.has(payment.id)) {
        if (unknown) unknownWords.set(payment.id, payment);
      } else if (!closed && (unknown || isAfter(payment.status, 'created'))) {
        void inBackground(payment.id, deliverNew(payment));
      }
    },
    async checkNow(id) {
      await remember(id, false);
      await store.schedule(QUEUE_NAME, id, closed ? clock() : clock() + LEASE_MS);
      // At once: as part of a round it would wait behind everything else that is due.
      if (closed) return;
      void inBackground(id, runCheck(id));
      void inBackground(undefined, startDue());
    },
    async reconcileDue(budgetMs) {
      const started: Promise<unknown>[] = [];
      let isOver = false;
      const work = async (): Promise<void> => {
        while (!isOver) {
          const more = await startDue();
          started.push(...more);
          // A check that hangs delays others only when there is no free place.
          if (more.length === 0 && checking.size >= MAX_CONCURRENT_CHECKS) await Promise.race(running);
          else if (more.length === 0) break;
        }
        await Promise.all(started);
      };
      await within(budgetMs, inBackground(undefined, work())).catch(() => undefined);
      isOver = true;
      return started.length;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await within(CLOSE_TIMEOUT_MS, idle()).catch(() => {
        log({level: 'warn', event: 'close_timed_out', paymentIds: [...checking.keys()]});
      });
    },
  };
}

function referenceOf({externalId}: VendorPayment): {reference?: string} {
  return externalId === undefined ? {} : {reference: externalId};
}
