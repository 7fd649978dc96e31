import * as v from 'valibot';
import {isFinal, paymentStatuses} from '../contract/payment.js';
import type {Log} from './log.js';
import {eventOf, isFurther, type PaymentEvent} from './payment-event.js';
import {quietly} from './quiet-timer.js';
import type {Store} from './store/store.js';
import type {Turns} from './turns.js';
import type {VendorPayment} from './vendor/vendor.js';

/** Follows payments until they end, whether or not a page still waits for them, and tells the merchant what becomes of them. */
export interface Follow {
  /** From now on, this payment is followed. */
  begin(id: string): Promise<void>;
  /** The vendor said this of a payment; what is new in it is told. */
  saw(payment: VendorPayment): void;
  /** Looks at a payment as soon as possible, because somebody heard that it moved. */
  hurry(id: string): Promise<void>;
  /** Looks at what is due, and tells what is new. Resolves to how many payments that were. */
  round(): Promise<number>;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
  /** Ends what is under way, and begins nothing more. */
  close(): Promise<void>;
}

export interface FollowOptions {
  onPayment: (event: PaymentEvent) => Promise<void> | void;
  look: (id: string) => Promise<VendorPayment>;
  store: Store;
  turns: Turns;
  /** Whether the vendor's notifications arrive, so that looking is only a safety net. */
  hearsNews: () => boolean;
  /** Days after which a payment that never ends is given up. */
  patience: number;
  log: Log;
  clock: () => number;
}

const agenda = 'payments';
/** Payments in one round. */
const most = 20;
/** Milliseconds for which an instance that claimed a payment has it for itself. */
const claim = 60_000;
/** Milliseconds between two rounds. */
const roundPause = 5_000;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const recordSchema = v.object({
  /** Milliseconds since the epoch. */
  since: v.number(),
  /** The furthest status that the merchant took. */
  told: v.picklist(paymentStatuses),
  /** Times in a row that the merchant did not take it. */
  missed: v.number(),
  /** Whether there is such a payment, by our own or the vendor's word. */
  exists: v.boolean(),
});
type FollowRecord = v.InferOutput<typeof recordSchema>;

/** Milliseconds before a payment of this age is looked at again. */
function pauseAt(age: number, hearsNews: boolean): number {
  if (age < 10 * minute) return hearsNews ? 5 * minute : minute;
  if (age < 2 * hour) return 5 * minute;
  return age < day ? 30 * minute : 2 * hour;
}

export function createFollow({onPayment, look, store, turns, hearsNews, patience, log, clock}: FollowOptions): Follow {
  const underWay = new Set<Promise<unknown>>();
  /** Payments that a round looks at just now, and tells of by itself. */
  const attended = new Set<string>();
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

  /** Tells what is new, at one instance at a time, so that the merchant hears of it in order. Answers whether it was taken. */
  const tell = (payment: VendorPayment): Promise<boolean> =>
    turns.take(`telling:${payment.id}`, async () => {
      const {id, status} = payment;
      const record = await read(id);
      if (!isFurther(status, record.told)) return true;
      try {
        await onPayment(eventOf(payment));
      } catch (error) {
        log({level: 'error', event: 'on_payment', error});
        const missed = record.missed + 1;
        await write(id, {...record, missed});
        await store.schedule(agenda, id, clock() + Math.min(5 * second * 2 ** (missed - 1), 10 * minute));
        return false;
      }
      await write(id, {...record, told: status, missed: 0});
      if (isFinal(status)) await store.unschedule(agenda, id);
      return true;
    });

  const attend = async (id: string): Promise<void> => {
    const {since, exists} = await read(id);
    const age = clock() - since;
    attended.add(id);
    // What the vendor does not answer now is looked at again.
    const payment = await look(id).catch(() => undefined);
    attended.delete(id);
    if (payment && !(await tell(payment))) return;
    if (payment && isFinal(payment.status)) {
      await store.unschedule(agenda, id);
    } else if (age > (exists || payment ? patience * day : hour)) {
      if (exists) log({level: 'warn', event: 'payment_given_up'});
      await store.unschedule(agenda, id);
    } else {
      if (payment && !exists) await write(id, {...(await read(id)), exists: true});
      await store.schedule(agenda, id, clock() + pauseAt(age, hearsNews()));
    }
  };

  const round = async (): Promise<number> => {
    const now = clock();
    const due = await store.claim(agenda, now, now + claim, most);
    await Promise.all(due.map(attend));
    return due.length;
  };

  const roundsUntilDone = async (): Promise<void> => {
    while (!closed && (await round()) === most);
  };

  /** In the background; what fails there is done again when it is due. */
  const inBackground = (work: Promise<unknown>): void => {
    const watched = work
      .catch((error: unknown) => {
        log({level: 'warn', event: 'follow', error});
      })
      .finally(() => underWay.delete(watched));
    underWay.add(watched);
  };

  /** Goes on with rounds from the first payment on, as long as this process lives. */
  const keepRound = (): void => {
    if (timer !== undefined || closed) return;
    timer = quietly(
      setTimeout(() => {
        timer = undefined;
        inBackground(roundsUntilDone().finally(keepRound));
      }, roundPause),
    );
  };

  /** Writes down a payment; where that was done, what was told is not forgotten. */
  const know = (id: string, exists: boolean) => store.add(keyOf(id), JSON.stringify(begun(exists)), lifetime);

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    settled,
    async begin(id) {
      await know(id, true);
      await store.schedule(agenda, id, clock() + pauseAt(0, hearsNews()));
      keepRound();
    },
    saw(payment) {
      const news = isFurther(payment.status, 'created') && !attended.has(payment.id);
      if (news && !closed) inBackground(tell(payment));
    },
    async hurry(id) {
      await know(id, false);
      await store.schedule(agenda, id, closed ? clock() : clock() + claim);
      // Not as one of a round, where it would wait behind everything that is due.
      if (!closed) inBackground(Promise.all([attend(id), round()]));
      keepRound();
    },
    round,
    async close() {
      closed = true;
      clearTimeout(timer);
      await settled();
    },
  };
}
