import * as v from 'valibot';
import type {PaymentRequest} from '../contract/api.js';
import {compareDecimals} from '../contract/minor-units.js';
import {readPayment, type Payment} from '../contract/payment.js';
import {isWorse} from '../contract/price-change.js';
import {Failure} from './failure.js';
import {resumeLifetime, type Grant} from './grant.js';
import type {Market} from './market.js';
import type {LogEntry} from './options.js';
import type {Store} from './store/store.js';
import type {Vendor, VendorPayment} from './vendor/vendor.js';
import {createWatch} from './watch.js';

/** Seconds for which an idempotency key is remembered. */
const keyLifetime = 24 * 60 * 60;
/** Seconds after which a creation by another instance counts as died; longer than the vendor's calls can take. */
const longestCreation = 3 * 60;

const attemptSchema = v.object({
  /** What was asked for under this key. */
  fingerprint: v.string(),
  externalId: v.string(),
  /** What was answered. */
  payment: v.optional(v.pipe(v.unknown(), v.transform(readPayment))),
  /** The vendor created something else than was asked for. Nothing more is created under this key. */
  mismatched: v.optional(v.boolean()),
});
type Attempt = v.InferOutput<typeof attemptSchema>;

export interface Payments {
  /** One payment per `key`: the same request gets the same payment, another one `idempotency_key_reused`. */
  create(grant: Grant, key: string, request: PaymentRequest): Promise<Payment>;
  /** Waits up to `wait` milliseconds for a status other than `known`; `not_found` for a payment of somebody else. */
  status(grant: Grant, id: string, known: string | undefined, wait: number, signal: AbortSignal): Promise<Payment>;
  /** Looks again for whoever waits for `id`. */
  wake(id: string): void;
  gatewayUrl(id: string): Promise<string | undefined>;
  keepGatewayUrl(id: string, url: string): Promise<void>;
}

export interface PaymentsDependencies {
  vendor: Vendor;
  market: Market;
  store: Store;
  log: (entry: LogEntry) => void;
}

export function createPayments({vendor, market, store, log}: PaymentsDependencies): Payments {
  const watch = createWatch({look: (id: string) => vendor.payment(id)});
  const inFlight = new Map<string, {fingerprint: string; payment: Promise<Payment>}>();

  const keepGatewayUrl = (id: string, url: string) => store.set(`gateway-url:${id}`, url, resumeLifetime);
  const gatewayUrl = (id: string) => store.get(`gateway-url:${id}`);

  const uncheckedKey = (id: string) => `unchecked-amount:${id}`;

  /** Whether the vendor wrote down another amount than `asked`; its operator hears of it. */
  const isMismatched = ({amount}: VendorPayment, asked: string | undefined): boolean => {
    if (asked === undefined || compareDecimals(amount, asked) === 0) return false;
    log({level: 'error', event: 'amount_mismatch'});
    return true;
  };

  const toPayment = async (payment: VendorPayment): Promise<Payment> => {
    const unpaid = payment.status === 'created' || payment.status === 'unknown';
    const payable = unpaid && !isMismatched(payment, await store.get(uncheckedKey(payment.id)));
    const url = payable ? await gatewayUrl(payment.id) : undefined;
    return {
      id: payment.id,
      status: payment.status,
      amount: payment.amount,
      asset: payment.asset,
      ...(payment.receives === undefined ? {} : {receives: payment.receives}),
      ...(payment.txId === undefined ? {} : {txId: payment.txId}),
      ...(payment.status === 'unknown' ? {vendorStatus: payment.vendorStatus} : {}),
      ...(url === undefined ? {} : {gatewayUrl: url}),
    };
  };

  /** The vendor takes euros and tells cents: the first look shows whether both mean the same amount. */
  const crossCheck = async (id: string, amount: string): Promise<VendorPayment | undefined> => {
    let recorded: VendorPayment;
    try {
      recorded = await vendor.payment(id);
    } catch {
      // Unread is not wrong: the payment exists, and is checked when its status is read.
      await store.set(uncheckedKey(id), amount, resumeLifetime);
      return undefined;
    }
    if (isMismatched(recorded, amount)) throw new Failure('amount_mismatch');
    return recorded;
  };

  const readAttempt = async (storeKey: string, fingerprint: string): Promise<Attempt | undefined> => {
    const text = await store.get(storeKey);
    const before = text === undefined ? undefined : v.parse(attemptSchema, JSON.parse(text));
    if (before && before.fingerprint !== fingerprint) throw new Failure('idempotency_key_reused');
    if (before?.mismatched) throw new Failure('amount_mismatch');
    return before;
  };

  const attempt = async (customer: string, storeKey: string, fingerprint: string, request: PaymentRequest) => {
    const before = await readAttempt(storeKey, fingerprint);
    if (before?.payment) return before.payment;
    const {amount, asset, chain, paymentType, receives} = request;
    // After a lost answer the payment may exist already; then the price is no question any more.
    if (!before) {
      const {receives: now} = await market.quote({amount, asset, chain, paymentType});
      if (isWorse(now, receives)) throw new Failure('quote_changed');
    }

    const externalId = before?.externalId ?? request.externalId ?? crypto.randomUUID();
    const kept: Attempt = {fingerprint, externalId};
    const keep = (more: Partial<Attempt> = {}) => store.set(storeKey, JSON.stringify({...kept, ...more}), keyLifetime);
    await keep();
    try {
      const order = {customerId: customer, amount, asset, chain, paymentType, externalId};
      const created = await vendor.createGuidedPayment(order);
      const recorded = await crossCheck(created.id, amount);
      const fresh: Payment = {id: created.id, status: 'created', amount, asset, chain};
      const payment = {...fresh, ...(recorded ? await toPayment(recorded) : {}), gatewayUrl: created.gatewayUrl};
      await keep({payment});
      await keepGatewayUrl(created.id, created.gatewayUrl);
      await store.set(`payment-customer:${created.id}`, customer, resumeLifetime);
      return payment;
    } catch (error) {
      // Only the vendor's no tells that nothing was created: then the key is free again. After anything else the same
      // reference is tried again, except where what was created is known to be wrong.
      if (isNamed(error, 'VendorRefusal')) await store.delete(storeKey);
      if (error instanceof Failure) await keep({mismatched: true});
      throw error;
    }
  };

  /** `attempt`, by one instance at a time: two tabs may talk to two instances. */
  const attemptAlone = async (...args: Parameters<typeof attempt>): Promise<Payment> => {
    const lock = `creating:${args[1]}`;
    if (!(await store.add(lock, '', longestCreation))) throw new Failure('busy', undefined, 1);
    try {
      return await attempt(...args);
    } finally {
      await store.delete(lock);
    }
  };

  const look = async (id: string): Promise<VendorPayment> => {
    for (let again = true; ; again = false) {
      try {
        return await watch.next(id, undefined, 0);
      } catch (error) {
        // What the vendor says of an id that it does not know is undocumented, so it looks like a garbled answer. One
        // that is garbled by chance is not so twice.
        const garbled = isNamed(error, 'VendorSilence') && 'code' in error && error.code === 'bad_answer';
        if (garbled && again) continue;
        throw garbled || isNamed(error, 'VendorRefusal') ? new Failure('not_found') : error;
      }
    }
  };

  /** Throws `not_found` unless `id` is the buyer's, by our own record or by the vendor's word. */
  const checkOwner = async ({customer, payment: only}: Grant, id: string): Promise<void> => {
    if (only !== undefined) {
      if (only === id) return;
      throw new Failure('not_found');
    }
    if (!/^[\x21-\x7e]{1,255}$/.test(id)) throw new Failure('not_found');
    const key = `payment-customer:${id}`;
    const owner = (await store.get(key)) ?? (await look(id)).customerId;
    if (customer === undefined || owner !== customer) throw new Failure('not_found');
    await store.set(key, customer, resumeLifetime);
  };

  return {
    keepGatewayUrl,
    gatewayUrl,
    wake: id => {
      watch.wake(id);
    },

    async create(grant, key, request) {
      // A resumed purchase that has its payment is there to follow that one.
      if (grant.customer === undefined || grant.payment !== undefined) throw new Failure('customer_required');
      const storeKey = `attempt:${grant.customer}:${key}`;
      const {amount, asset, chain, paymentType, externalId} = request;
      // Without `receives`: a fresh look at the price is not another purchase.
      const fingerprint = JSON.stringify([amount, asset, chain, paymentType, externalId ?? null]);
      const running = inFlight.get(storeKey);
      if (running) {
        if (running.fingerprint !== fingerprint) throw new Failure('idempotency_key_reused');
        return running.payment;
      }
      const payment = attemptAlone(grant.customer, storeKey, fingerprint, request).finally(() =>
        inFlight.delete(storeKey),
      );
      inFlight.set(storeKey, {fingerprint, payment});
      return payment;
    },

    async status(grant, id, known, wait, signal) {
      await checkOwner(grant, id);
      return toPayment(
        await watch.next(id, known === undefined ? undefined : now => now.status === known, wait, signal),
      );
    },
  };
}

function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}
