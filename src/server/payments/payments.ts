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

export interface Payments {
  /**
   * One payment per purchase, whatever keys it is asked for with: the same order gets the first payment again, another order
   * `idempotency_key_reused`. Once the vendor refused, the purchase is free for another try.
   */
  create(claims: SessionClaims, key: string, request: PaymentRequest): Promise<Payment>;
  /** Waits for a status other than `known`; `not_found` for a payment of somebody else. */
  status(claims: SessionClaims, id: string, known: string | undefined, waiting: WaitOptions<never>): Promise<Payment>;
  instructions(id: string): Promise<PaymentInstructions>;
  rememberInstructions(id: string, payable: PaymentInstructions): Promise<void>;
  /** The payment that the buyer made of this purchase, if they did. */
  ofPurchase(claims: SessionClaims): Promise<string | undefined>;
}

/** Our own refusals after which a key is of no use to anybody; no payment of it was ever handed out. */
const endsKey: readonly ProblemCode[] = ['amount_mismatch', 'payment_provider_failed'];

/** A purchase, and the customer who makes it. */
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
  /** A payment exists from now on. */
  onCreated: (id: string) => Promise<void>;
  /** The vendor created no payment for this customer. Gives the page where the buyer can settle it, if there is one. */
  onRefused: (customer: string, why: Problem) => Promise<string | undefined>;
  /** Where the vendor's page for a direct payment sends the buyer back to. */
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

  /** Of one purchase, as two tabs have it, two people may be the buyer. */
  const purchaseKey = (purchase: string, customer: string) => `purchase:${purchase}:${customer}`;

  /** The idempotency key that a purchase pays under. */
  const keyOfPurchase = (purchase: string, customer: string) => `purchase-key:${purchase}:${customer}`;

  /** The first key that the purchase was paid with; `key` where there was none. */
  const claimPurchase = async ({purchase, customer}: Buyer, key: string): Promise<string> => {
    const name = keyOfPurchase(purchase, customer);
    // A holder that is gone was released between the two questions.
    for (;;) {
      if (await store.add(name, key, PURCHASE_TTL_SECONDS)) return key;
      const holder = await store.get(name);
      if (holder !== undefined) return holder;
    }
  };

  // Of two ids that the vendor may give, none may end where another's key begins.
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

  const look = async (id: string): Promise<VendorPayment> => {
    for (let again = true; ; again = false) {
      try {
        return await poller.waitForChange(id);
      } catch (error) {
        // What the vendor says of an id that it does not know is undocumented, so it looks like a garbled answer. One
        // that is garbled by chance is not so twice.
        const garbled = isConnectionError(error) && error.code === 'bad_answer';
        if (garbled && again) continue;
        throw garbled || isApiError(error) ? new HttpError('not_found') : error;
      }
    }
  };

  /** What is noted of the buyer's payment; `not_found` unless it is theirs, by our own record or by the vendor's word. */
  const readOwn = async ({customer, payment: only}: SessionClaims, id: string): Promise<PaymentRecord> => {
    const isNotTheirs = only !== undefined && only !== id;
    // The vendor is asked neither for somebody who can have no payment, nor about what can be nobody's id.
    if (isNotTheirs || customer === undefined || !/^[\x21-\x7e]{1,255}$/.test(id)) throw new HttpError('not_found');
    const record = await records.read(id);
    if (only !== undefined) return record;
    const owner = record.customer ?? (await look(id)).customerId;
    if (owner !== customer) throw new HttpError('not_found');
    if (record.customer === undefined) await records.add(id, {customer});
    return record;
  };

  /** Creates the payment of a purchase under the key that it pays under, or finds it created. */
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
        // The purchase was paid under another key, by a version that did not record which, or so long ago that it is forgotten.
        if (!before) await store.delete(keyOfPurchase(purchase, customer), holder);
        throw new HttpError('idempotency_key_reused');
      }
    }
    try {
      const made = await creator.createOnce({customer, storeKey, fingerprint, request});
      // For each answer again, as a process may die in between; for as long as any tab may go on with the purchase.
      await store.set(purchaseKey(purchase, customer), made.id, PURCHASE_TTL_SECONDS);
      await onCreated(made.id);
      return made;
    } catch (error) {
      // Nothing can be paid under this key any more. After a refusal it can: then nothing was created under it.
      if (error instanceof HttpError && endsKey.includes(error.code)) {
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
    // Two tabs may talk to two instances: whoever is second waits for what the first gets, also with another order,
    // so that a refusal comes once the payment is there to be view.
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
        // A resumed purchase that has its payment is there to follow that one: it is told again of that, where the answer
        // was lost and the session renewed since, and creates no other.
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
        // While somebody waited, another instance may have seen more.
        const now = known === undefined ? record : await records.read(id);
        return view.toPublicPayment(latestOf(now, latest), {...record, ...now});
      });
    },
  };
}

/** What was ordered. Without `receives`: a fresh look at the price is not another purchase. */
function fingerprintOf({amount, asset, chain, paymentType, externalId, wallet}: PaymentRequest): string {
  const direct = wallet === undefined ? [] : [wallet];
  return JSON.stringify([amount, asset, chain, paymentType, externalId ?? null, ...direct]);
}
