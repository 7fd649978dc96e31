import * as v from 'valibot';
import {isFinal, paymentStatuses} from '../../contract/payment.js';
import {Failure} from '../http/http-error.js';
import type {Log} from '../observability/log.js';
import {eventOf, givenUpEventOf, isFurther, type PaymentEvent} from './payment-event.js';
import {quietly} from '../unref.js';
import type {Store} from '../store/store.js';
import type {Turns} from '../store/lock.js';
import type {VendorPayment} from '../cryptopocket/api.js';

/** Tracks payments until they end, whether or not a page still waits for them, and tells the merchant what happened. */
export interface Follow {
  /** Checks due payments from now on, for as long as this process lives. Safe to call again. */
  start(): void;
  /** From now on, this payment is tracked. */
  begin(id: string): Promise<void>;
  /** The vendor reported this about a payment; what is new in it is told. */
  saw(payment: VendorPayment): void;
  /** Checks a payment as soon as possible, because a notification says that it moved. */
  hurry(id: string): Promise<void>;
  /** Checks payments until nothing is due or `budgetMs` milliseconds have passed. Resolves to the number checked. */
  reconcile(budgetMs: number): Promise<number>;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
  /** Starts nothing more. Resolves when everything under way has ended, after 8 seconds in any case. */
  close(): Promise<void>;
}

export interface FollowOptions {
  onPayment: (event: PaymentEvent) => Promise<void> | void;
  /** Milliseconds that one call of `onPayment` may take before it counts as failed. */
  onPaymentTimeoutMs: number;
  look: (id: string) => Promise<VendorPayment>;
  /** Names of the fields in which a payment differs from what was ordered. */
  differences: (payment: VendorPayment) => Promise<readonly string[]>;
  store: Store;
  turns: Turns;
  /** Whether the vendor's notifications arrive, so that polling is only a safety net. */
  hearsNews: () => boolean;
  /** Days after which a payment that never ends is given up. */
  patience: number;
  log: Log;
  clock: () => number;
}

const agenda = 'payments';
/** Payments claimed from the store at once. */
const batch = 20;
/** Payments checked at the same time by one process; others wait for a free place. */
const mostAtOnce = 100;
/** Milliseconds for which an instance that claimed a payment has it for itself. */
const claim = 60_000;
/** Milliseconds between two rounds. */
const roundPause = 5_000;
/** Milliseconds after which `close` no longer waits. */
const closeTimeoutMs = 8_000;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Days beyond `patience` during which a payment is still checked, because the vendor does not answer. */
const graceDays = 0.9;

const recordSchema = v.object({
  /** Milliseconds since the epoch. */
  since: v.number(),
  /** The furthest status that the merchant took. */
  told: v.picklist(paymentStatuses),
  /** The latest of the vendor's words that we do not know that the merchant took. */
  toldWord: v.optional(v.string()),
  /** Deliveries in a row that failed. */
  missed: v.number(),
  /** Whether there is such a payment, by our own or the vendor's word. */
  exists: v.boolean(),
});
type FollowRecord = v.InferOutput<typeof recordSchema>;

/** Milliseconds before a payment of this age is checked again. */
function pauseAt(age: number, hearsNews: boolean): number {
  if (age < 10 * minute) return hearsNews ? 5 * minute : minute;
  if (age < 2 * hour) return 5 * minute;
  return age < day ? 30 * minute : 2 * hour;
}

/** Whether the merchant has not been told of what `payment` says. */
function isNew(payment: VendorPayment, {told, toldWord}: FollowRecord): boolean {
  return payment.status === 'unknown' ? payment.vendorStatus !== toldWord : isFurther(payment.status, told);
}

/** Rejects with a `timeout` after `ms` milliseconds. What is under way then goes on unheeded. */
async function within<T>(ms: number, work: Promise<T> | T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = quietly(
      setTimeout(() => {
        reject(new Failure('timeout'));
      }, ms),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function createFollow({
  onPayment,
  onPaymentTimeoutMs,
  look,
  differences,
  store,
  turns,
  hearsNews,
  patience,
  log,
  clock,
}: FollowOptions): Follow {
  const underWay = new Set<Promise<unknown>>();
  /** Payments that are being checked, and told of by that check, with the number of checks. */
  const attended = new Map<string, number>();
  /** The vendor's latest report of a payment, where its word is not one that we know. */
  const unknownWords = new Map<string, VendorPayment>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const keyOf = (id: string) => `followed:${id}`;
  const begun = (exists: boolean): FollowRecord => ({since: clock(), told: 'created', missed: 0, exists});
  const read = async (id: string): Promise<FollowRecord> => {
    const text = await store.get(keyOf(id));
    const record = text === undefined ? undefined : v.safeParse(recordSchema, JSON.parse(text));
    return record?.success ? record.output : begun(false);
  };
  /** Seconds. */
  const lifetime = ((patience + 1) * day) / second;
  const write = (id: string, record: FollowRecord) => store.set(keyOf(id), JSON.stringify(record), lifetime);

  /** Calls the merchant's function. A failure is logged, and the payment scheduled to be told again. */
  const deliver = async (id: string, record: FollowRecord, event: PaymentEvent): Promise<boolean> => {
    try {
      await within(onPaymentTimeoutMs, onPayment(event));
      return true;
    } catch (error) {
      const timedOut = error instanceof Failure && error.code === 'timeout';
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
      await store.schedule(agenda, id, clock() + Math.min(5 * second * 2 ** (missed - 1), 10 * minute));
      return false;
    }
  };

  const withDifferences = async (event: PaymentEvent): Promise<PaymentEvent> => {
    const mismatch = await differences(event.payment);
    return mismatch.length > 0 ? {...event, mismatch} : event;
  };

  /** Tells what is new, at one instance at a time, so that the merchant hears of it in order. Resolves to whether it was taken. */
  const tell = (payment: VendorPayment): Promise<boolean> =>
    turns.take(`telling:${payment.id}`, async () => {
      const {id, status, vendorStatus} = payment;
      const record = await read(id);
      if (!isNew(payment, record)) return true;
      if (!(await deliver(id, record, await withDifferences(eventOf(payment))))) return false;
      const told = status === 'unknown' ? {toldWord: vendorStatus} : {told: status};
      await write(id, {...record, ...told, missed: 0});
      if (isFinal(status)) await store.unschedule(agenda, id);
      return true;
    });

  /** Resolves to whether the merchant took it. */
  const tellGivenUp = (payment: VendorPayment): Promise<boolean> =>
    turns.take(`telling:${payment.id}`, async () =>
      deliver(payment.id, await read(payment.id), await withDifferences(givenUpEventOf(payment))),
    );

  const giveUp = async (id: string, payment: VendorPayment | undefined): Promise<void> => {
    if (payment && !(await tellGivenUp(payment))) return;
    log({level: 'warn', event: 'payment_given_up', paymentId: id, ...(payment ? referenceOf(payment) : {})});
    await store.unschedule(agenda, id);
  };

  const check = async (id: string): Promise<void> => {
    const {since, exists} = await read(id);
    const age = clock() - since;
    // What the vendor does not answer now is asked for again.
    const payment = await look(id).catch(() => undefined);
    const word = payment?.status === 'unknown' ? undefined : unknownWords.get(id);
    if (payment && !(await tell(payment))) return;
    if (word && !(await tell(word))) return;
    if (payment && isFinal(payment.status)) {
      await store.unschedule(agenda, id);
    } else if (!exists && !payment && age > hour) {
      // Nobody but a notification ever spoke of it.
      await store.unschedule(agenda, id);
    } else if (age > (payment ? patience : patience + graceDays) * day) {
      await giveUp(id, payment);
    } else {
      if (payment && !exists) await write(id, {...(await read(id)), exists: true});
      await store.schedule(agenda, id, clock() + pauseAt(age, hearsNews()));
    }
  };

  const attend = async (id: string): Promise<void> => {
    attended.set(id, (attended.get(id) ?? 0) + 1);
    try {
      await check(id);
    } finally {
      const others = (attended.get(id) ?? 1) - 1;
      if (others > 0) attended.set(id, others);
      else {
        attended.delete(id);
        unknownWords.delete(id);
      }
    }
  };

  /** In the background; what fails there is done again when it is due. */
  const inBackground = (id: string | undefined, work: Promise<unknown>): Promise<unknown> => {
    const watched = work
      .catch((error: unknown) => {
        log({level: 'warn', event: 'follow', ...(id === undefined ? {} : {paymentId: id}), error});
      })
      .finally(() => underWay.delete(watched));
    underWay.add(watched);
    return watched;
  };

  /** Starts checking what is due, without waiting for it. Resolves to the checks that it started. */
  const startDue = async (): Promise<Promise<unknown>[]> => {
    const free = Math.min(batch, mostAtOnce - attended.size);
    if (closed || free <= 0) return [];
    const now = clock();
    const due = await store.claim(agenda, now, now + claim, free);
    return due.map(id => inBackground(id, attend(id)));
  };

  const startAllDue = async (): Promise<void> => {
    while ((await startDue()).length === batch);
  };

  /** A check that hangs stops no other: a round starts them, and does not wait. */
  const keepRound = (): void => {
    if (timer !== undefined || closed) return;
    timer = quietly(
      setTimeout(() => {
        timer = undefined;
        void inBackground(undefined, startAllDue()).finally(keepRound);
      }, roundPause),
    );
  };

  /** Writes down a payment; where that was done, what was told is not forgotten. */
  const know = (id: string, exists: boolean) => store.add(keyOf(id), JSON.stringify(begun(exists)), lifetime);

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    start: keepRound,
    settled,
    async begin(id) {
      await know(id, true);
      await store.schedule(agenda, id, clock() + pauseAt(0, hearsNews()));
    },
    saw(payment) {
      const unknown = payment.status === 'unknown';
      if (attended.has(payment.id)) {
        if (unknown) unknownWords.set(payment.id, payment);
      } else if (!closed && (unknown || isFurther(payment.status, 'created'))) {
        void inBackground(payment.id, tell(payment));
      }
    },
    async hurry(id) {
      await know(id, false);
      await store.schedule(agenda, id, closed ? clock() : clock() + claim);
      // Not as one of a round, where it would wait behind everything that is due.
      if (closed) return;
      void inBackground(id, attend(id));
      void inBackground(undefined, startDue());
    },
    async reconcile(budgetMs) {
      const started: Promise<unknown>[] = [];
      let isOver = false;
      const work = async (): Promise<void> => {
        while (!isOver) {
          const more = await startDue();
          started.push(...more);
          // A check that hangs delays others only when no place is left for them.
          if (more.length === 0 && attended.size >= mostAtOnce) await Promise.race(underWay);
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
      await within(closeTimeoutMs, settled()).catch(() => {
        log({level: 'warn', event: 'close_timed_out', paymentIds: [...attended.keys()]});
      });
    },
  };
}

function referenceOf({externalId}: VendorPayment): {reference?: string} {
  return externalId === undefined ? {} : {reference: externalId};
}
