import type {PaymentRequest} from '../../contract/api.js';
import type {Payment} from '../../contract/payment.js';
import type {Problem, ProblemCode} from '../../contract/problem.js';
import {HttpError} from '../http/http-error.js';
import {PURCHASE_TTL_SECONDS, type SessionClaims} from '../auth/session-claims.js';
import type {Limit} from '../http/rate-limits.js';
import type {Market} from '../market/market.js';
import type {Log} from '../observability/log.js';
import {createPaymentCreator} from './create-payment.js';
import {
  latestOf,
  readInstructions,
  type PaymentRecord,
  type PaymentInstructions,
  type PaymentRecords,
} from './payment-record.js';
import type {PaymentObserver} from './payment-observer.js';
import {createPaymentView} from './payment-view.js';
import type {Store} from '../store/store.js';
import {isApiError, isConnectionError} from '../cryptopocket/errors.js';
import type {Vendor, VendorPayment} from '../cryptopocket/api.js';
import type {DistributedLock} from '../store/lock.js';
import type {WaitOptions, StatusPoller} from '../polling/status-poller.js';
import {checkWallet} from './wallet.js';

/** Payments as the routes use them, each call scoped to one buyer. */
export interface Payments {
  /**
   * Creates at most one payment per purchase, whatever idempotency keys the requests use. A repeated order gets the first
   * payment. After a rejection by the vendor, the purchase can try again.
   * @throws {HttpError} `idempotency_key_reused` for a different order.
   */
  create(claims: SessionClaims, key: string, request: PaymentRequest): Promise<Payment>;
  /**
   * Waits for a status other than `known`.
   * @throws {HttpError} `not_found` if the payment is not the buyer's.
   */
  status(claims: SessionClaims, id: string, known: string | undefined, waiting: WaitOptions<never>): Promise<Payment>;
  instructions(id: string): Promise<PaymentInstructions>;
  rememberInstructions(id: string, payable: PaymentInstructions): Promise<void>;
  /** Id of the purchase's payment, if it has one. */
  ofPurchase(claims: SessionClaims): Promise<string | undefined>;
}

/** Our own rejections after which an idempotency key is unusable. The buyer never saw a payment of such a key. */
const KEY_ENDING_CODES: readonly ProblemCode[] = ['amount_mismatch', 'payment_provider_failed'];

/** A purchase and its customer. */
interface Buyer {
  purchase: string;
  customer: string;
}

export interface PaymentsDependencies {
  vendor: Vendor;
  market: Market;
  store: Store;
  records: PaymentRecords;
  observer: PaymentObserver;
  lock: DistributedLock;
  limit: Limit;
  poller: StatusPoller<VendorPayment>;
  /** Called after a payment was created. */
  onCreated: (id: string) => Promise<void>;
  /** Called if the vendor rejects a payment. Resolves with the page where the buyer can fix the reason, if there is one. */
  onRefused: (customer: string, why: Problem) => Promise<string | undefined>;
  /** The URL to which the vendor's page for a direct payment sends the buyer back. */
  returnUrl: string | undefined;
  log: Log;
}

export function createPayments({
  vendor,
  market,
  store,
  records,
  observer,
  lock,
  limit,
  poller,
  onCreated,
  onRefused,
  returnUrl,
  log,
}: PaymentsDependencies): Payments {
  const inFlight = new Map<string, Promise<Payment>>();

  /** Per customer, because two tabs of one purchase can have different customers. */
  const purchaseKey = (purchase: string, customer: string) => `purchase:${purchase}:${customer}`;

  /** Store key of the idempotency key that a purchase uses. */
  const keyOfPurchase = (purchase: string, customer: string) => `purchase-key:${purchase}:${customer}`;

  /** Resolves with the idempotency key that the purchase uses: the first one that it sent. */
  const claimPurchase = async ({purchase, customer}: Buyer, key: string): Promise<string> => {
    const name = keyOfPurchase(purchase, customer);
    // If there is no holder, it was released between the two calls.
    for (;;) {
      if (await store.add(name, key, PURCHASE_TTL_SECONDS)) return key;
      const holder = await store.get(name);
      if (holder !== undefined) return holder;
    }
  };

  // Encoded, so that no customer id can run into the key of another one.
  const storeKeyOf = (customer: string, key: string) => `attempt:${encodeURIComponent(customer)}:${key}`;

  const view = createPaymentView(log);
  const creator = createPaymentCreator({
    vendor,
    market,
    store,
    records,
    observer,
    view,
    limit,
    log,
    onRefused,
    returnUrl,
  });

  const fetchPayment = async (id: string): Promise<VendorPayment> => {
    for (let again = true; ; again = false) {
      try {
        return await poller.waitForChange(id);
      } catch (error) {
        // The vendor's answer for an unknown id is undocumented, so it looks like a garbled answer. The second attempt
        // rules out an answer that was garbled by chance.
        const garbled = isConnectionError(error) && error.code === 'bad_answer';
        if (garbled && again) continue;
        throw garbled || isApiError(error) ? new HttpError('not_found') : error;
      }
    }
  };

  /** Reads the record of the buyer's own payment. Our record or the vendor says whose it is; otherwise `not_found`. */
  const readOwn = async ({customer, payment: only}: SessionClaims, id: string): Promise<PaymentRecord> => {
    const isNotTheirs = only !== undefined && only !== id;
    // Do not call the vendor for a session that can have no payment, or for an impossible id.
    if (isNotTheirs || customer === undefined || !/^[\x21-\x7e]{1,255}$/.test(id)) throw new HttpError('not_found');
    const record = await records.read(id);
    if (only !== undefined) return record;
    const owner = record.customer ?? (await fetchPayment(id)).customerId;
    if (owner !== customer) throw new HttpError('not_found');
    if (record.customer === undefined) await records.add(id, {customer});
    return record;
  };

  /** Creates the payment of a purchase under the purchase's key, or returns the one that was created before. */
  const createUnder = async (
    buyer: Buyer,
    holder: string,
    fingerprint: string,
    request: PaymentRequest,
  ): Promise<Payment> => {
    const {customer, purchase} = buyer;
    const storeKey = storeKeyOf(customer, holder);
    const paid = await store.get(purchaseKey(purchase, customer));
    if (paid !== undefined) {
      const before = await creator.read(storeKey, fingerprint);
      if (before?.payment?.id !== paid) {
        // Another key created the payment: an older version did not record which, or the record has expired.
        if (!before) await store.delete(keyOfPurchase(purchase, customer), holder);
        throw new HttpError('idempotency_key_reused');
      }
    }
    try {
      const made = await creator.createOnce({customer, storeKey, fingerprint, request});
      // Written for every answer, because a process may have died before it. Kept as long as a tab can resume the purchase.
      await store.set(purchaseKey(purchase, customer), made.id, PURCHASE_TTL_SECONDS);
      await onCreated(made.id);
      return made;
    } catch (error) {
      // This key can create no payment any more. After a rejection by the vendor it can, because nothing was created.
      if (error instanceof HttpError && KEY_ENDING_CODES.includes(error.code)) {
        await store.delete(keyOfPurchase(purchase, customer), holder);
      }
      throw error;
    }
  };

  const createOnce = async (
    buyer: Buyer,
    key: string,
    fingerprint: string,
    request: PaymentRequest,
  ): Promise<Payment> => {
    const holder = await claimPurchase(buyer, key);
    // Two tabs may use two instances. The second request waits for the first, also with a different order, so that it is
    // rejected only when the payment exists.
    return lock.withLock(`creating:${storeKeyOf(buyer.customer, holder)}`, () =>
      createUnder(buyer, holder, fingerprint, request),
    );
  };

  return {
    ofPurchase: async ({purchase, customer}) =>
      customer === undefined ? undefined : store.get(purchaseKey(purchase, customer)),
    instructions: async id => readInstructions({...(await records.read(id))}),
    rememberInstructions: (id, payable) => records.add(id, payable),

    async create({customer, purchase, payment: only}, key, asGiven) {
      if (customer === undefined) throw new HttpError('customer_required');
      const buyer = {customer, purchase};
      const {chain} = asGiven;
      const wallet = asGiven.wallet === undefined ? undefined : checkWallet(chain, asGiven.wallet);
      const request = wallet === undefined ? asGiven : {...asGiven, wallet};
      const fingerprint = fingerprintOf(request);
      if (only !== undefined) {
        // A resumed purchase that has a payment cannot create another one. It gets its own payment again, because the first
        // answer may have been lost before the session was renewed.
        const holder = (await store.get(keyOfPurchase(purchase, customer))) ?? key;
        const before = await creator.read(storeKeyOf(customer, holder), fingerprint);
        if (before?.payment?.id !== only) throw new HttpError('customer_required');
        return before.payment;
      }
      const asked = storeKeyOf(customer, key) + fingerprint;
      const running = inFlight.get(asked);
      if (running) return running;
      const payment = createOnce(buyer, key, fingerprint, request).finally(() => inFlight.delete(asked));
      inFlight.set(asked, payment);
      return payment;
    },

    async status(claims, id, known, waiting) {
      const record = await readOwn(claims, id);
      const {wait, fresh, signal} = waiting;
      const isKnown = known === undefined ? undefined : ({status}: VendorPayment) => status === known;
      return poller.waitForChange(id, {isKnown, wait, fresh, signal}).then(async latest => {
        // During the wait, another instance may have seen a later status.
        const now = known === undefined ? record : await records.read(id);
        return view.toPublicPayment(latestOf(now, latest), {...record, ...now});
      });
    },
  };
}

/** Identifies an order. Without `receives`, because a new quote does not make it another order. */
function fingerprintOf({amount, asset, chain, paymentType, externalId, wallet}: PaymentRequest): string {
  const direct = wallet === undefined ? [] : [wallet];
  return JSON.stringify([amount, asset, chain, paymentType, externalId ?? null, ...direct]);
}
