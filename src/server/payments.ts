import * as v from 'valibot';
import type {PaymentRequest} from '../contract/api.js';
import {compareDecimals} from '../contract/minor-units.js';
import {readPayment, readTransfer, type Payment} from '../contract/payment.js';
import type {Problem} from '../contract/problem.js';
import {isWorse} from '../contract/price-change.js';
import {Failure} from './failure.js';
import {resumeLifetime, sessionLifetime, type Grant} from './grant.js';
import type {Limit} from './limits.js';
import type {Market} from './market.js';
import type {Log} from './log.js';
import {furthest, payableIn, type Note, type Payable, type PaymentNotes, type WayToPay} from './payment-notes.js';
import type {Store} from './store/store.js';
import type {GuidedPaymentOrder, Vendor, VendorPayment} from './vendor/vendor.js';
import type {Turns} from './turns.js';
import type {Waiting, Watch} from './watch.js';
import {hexOf} from './hex.js';
import {checkWallet} from './wallet.js';

/** Seconds for which an idempotency key is remembered. */
const keyLifetime = 24 * 60 * 60;

const attemptSchema = v.object({
  /** What was asked for under this key. */
  fingerprint: v.string(),
  externalId: v.string(),
  /** What the vendor created. Nothing more is created under this key, whatever goes wrong from then on. */
  created: v.optional(
    v.object({
      id: v.string(),
      gatewayUrl: v.optional(v.string()),
      transfer: v.optional(v.pipe(v.unknown(), v.transform(readTransfer))),
    }),
  ),
  /** What was answered. */
  payment: v.optional(v.pipe(v.unknown(), v.transform(readPayment))),
  /** The vendor created something else than was asked for. Nothing more is created under this key. */
  mismatched: v.optional(v.boolean()),
});
type Attempt = v.InferOutput<typeof attemptSchema>;

/** Characters of a vendor's word that we do not know. */
const mostOfWord = 64;

export interface Payments {
  /** One payment per `key`: the same request gets the same payment, another one `idempotency_key_reused`. */
  create(grant: Grant, key: string, request: PaymentRequest): Promise<Payment>;
  /** Waits for a status other than `known`; `not_found` for a payment of somebody else. */
  status(grant: Grant, id: string, known: string | undefined, waiting: Waiting<never>): Promise<Payment>;
  payable(id: string): Promise<Payable>;
  keepPayable(id: string, payable: Payable): Promise<void>;
  /** The payment that the buyer made of this purchase, if they did. */
  ofPurchase(grant: Grant): Promise<string | undefined>;
}

export interface PaymentsDependencies {
  vendor: Vendor;
  market: Market;
  store: Store;
  notes: PaymentNotes;
  turns: Turns;
  limit: Limit;
  watch: Watch<VendorPayment>;
  /** A payment exists from now on. */
  onCreated: (id: string) => Promise<void>;
  /** The vendor created no payment for this customer. */
  onRefused: (customer: string, why: Problem) => Promise<void>;
  /** Where the vendor's page for a direct payment sends the buyer back to. */
  returnUrl: string | undefined;
  log: Log;
}

/** A reference of our own for a payment, if the merchant has none: the same for every try, even where the store forgot. */
async function referenceFor(attempt: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(attempt));
  return hexOf(new Uint8Array(digest, 0, 16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function createPayments({
  vendor,
  market,
  store,
  notes,
  turns,
  limit,
  watch,
  onCreated,
  onRefused,
  returnUrl,
  log,
}: PaymentsDependencies): Payments {
  const inFlight = new Map<string, {fingerprint: string; payment: Promise<Payment>}>();

  /** Of one purchase, as two tabs have it, two people may be the buyer. */
  const purchaseKey = (purchase: string, customer: string) => `purchase:${purchase}:${customer}`;

  /** Whether the vendor wrote down another amount than `asked`; its operator hears of it. */
  const isMismatched = ({amount}: VendorPayment, asked: string | undefined): boolean => {
    if (asked === undefined || compareDecimals(amount, asked) === 0) return false;
    log({level: 'error', event: 'amount_mismatch'});
    return true;
  };

  const toPayment = (payment: VendorPayment, {chain, gatewayUrl, transfer, unchecked}: Note): Payment => {
    const unpaid = payment.status === 'created' || payment.status === 'unknown';
    const payable = unpaid && !isMismatched(payment, unchecked);
    const {id, status, amount, asset, receives, txId, vendorStatus} = payment;
    const shown: Payment = {id, status, amount, asset};
    if (chain !== undefined) shown.chain = chain;
    if (receives !== undefined) shown.receives = receives;
    const createdAt = Date.parse(payment.createdAt ?? '');
    if (createdAt >= 0) shown.createdAt = createdAt;
    if (txId !== undefined) shown.txId = txId;
    if (status === 'unknown') shown.vendorStatus = vendorStatus.slice(0, mostOfWord);
    if (payable && gatewayUrl !== undefined) shown.gatewayUrl = gatewayUrl;
    if (payable && transfer !== undefined) shown.transfer = transfer;
    return shown;
  };

  /** The vendor takes euros and tells cents: the first look shows whether both mean the same amount. */
  const crossCheck = async (id: string, amount: string): Promise<VendorPayment | undefined> => {
    let recorded: VendorPayment;
    try {
      recorded = await vendor.payment(id);
    } catch {
      // Unread is not wrong: the payment exists, and is checked when its status is read.
      return undefined;
    }
    if (isMismatched(recorded, amount)) throw new Failure('amount_mismatch');
    watch.saw(id, recorded);
    return recorded;
  };

  const readAttempt = async (storeKey: string, fingerprint: string): Promise<Attempt | undefined> => {
    const text = await store.get(storeKey);
    const before = text === undefined ? undefined : v.parse(attemptSchema, JSON.parse(text));
    if (before && before.fingerprint !== fingerprint) throw new Failure('idempotency_key_reused');
    if (before?.mismatched) throw new Failure('amount_mismatch');
    return before;
  };

  /** With a wallet the buyer has chosen everything already; without, the vendor's page asks. */
  const createAtVendor = async (
    order: GuidedPaymentOrder,
    wallet: string | undefined,
  ): Promise<{id: string} & WayToPay> => {
    if (wallet === undefined) return vendor.createGuidedPayment(order);
    const created = await vendor.createPayment({...order, wallet, callbackUrl: returnUrl});
    if (created.kind === 'redirect') return {id: created.id, gatewayUrl: created.url};
    const {id, iban, bic, beneficiary: recipient, reference} = created;
    return {id, transfer: {iban, bic, recipient, reference}};
  };

  /** What is written down under its key is the purchase's one payment; again for each answer, as a process may die in between. */
  const handOut = async (customer: string, purchase: string, payment: Payment): Promise<Payment> => {
    await store.set(purchaseKey(purchase, customer), payment.id, resumeLifetime + sessionLifetime);
    await onCreated(payment.id);
    return payment;
  };

  const attempt = async (
    customer: string,
    purchase: string,
    storeKey: string,
    fingerprint: string,
    request: PaymentRequest,
  ): Promise<Payment> => {
    const before = await readAttempt(storeKey, fingerprint);
    if (before?.payment) return handOut(customer, purchase, before.payment);
    const {amount, asset, chain, paymentType, receives, wallet} = request;
    // After a lost answer the payment may exist already; then the price is no question any more.
    if (!before) {
      const {receives: now} = await market.quote({amount, asset, chain, paymentType});
      if (isWorse(now, receives)) throw new Failure('quote_changed');
      await limit('payments', customer);
    }

    const externalId = before?.externalId ?? request.externalId ?? (await referenceFor(storeKey));
    const kept = {fingerprint, externalId};
    let written = JSON.stringify({...kept, created: before?.created} satisfies Attempt);
    await store.set(storeKey, written, keyLifetime);
    /** Writes how far it came, unless an instance that thought this one dead was faster. */
    const write = async (progress: Partial<Attempt>): Promise<boolean> => {
      const next = JSON.stringify({...kept, ...progress} satisfies Attempt);
      const mine = await store.replace(storeKey, written, next, keyLifetime);
      if (mine) written = next;
      return mine;
    };
    const othersPayment = async (): Promise<Payment> => {
      const first = await readAttempt(storeKey, fingerprint);
      if (!first?.payment) throw new Failure('busy', undefined, 1);
      return first.payment;
    };
    try {
      const order = {customerId: customer, amount, asset, chain, paymentType, externalId};
      const created = before?.created ?? (await createAtVendor(order, wallet));
      // Before anything else can fail, since asking the vendor once more could make a second payment.
      if (!before?.created && !(await write({created})))
        return await handOut(customer, purchase, await othersPayment());
      const {id} = created;
      const way = payableIn(created);
      const recorded = await crossCheck(id, amount);
      const fresh: Payment = {id, status: 'created', amount, asset, chain};
      const payment = {...fresh, ...(recorded ? toPayment(recorded, {}) : {}), ...way};
      await notes.add(id, {customer, chain, ...way, ...(recorded ? {} : {unchecked: amount})});
      return await handOut(customer, purchase, (await write({payment})) ? payment : await othersPayment());
    } catch (error) {
      // Only the vendor's no tells that nothing was created: then the key is free again. After anything else the same
      // reference is tried again, except where what was created is known to be wrong.
      if (isFromVendor(error, 'VendorRefusal')) {
        await store.delete(storeKey, written);
        await onRefused(customer, error);
      }
      if (error instanceof Failure && error.code === 'amount_mismatch') await write({mismatched: true});
      throw error;
    }
  };

  const look = async (id: string): Promise<VendorPayment> => {
    for (let again = true; ; again = false) {
      try {
        return await watch.next(id);
      } catch (error) {
        // What the vendor says of an id that it does not know is undocumented, so it looks like a garbled answer. One
        // that is garbled by chance is not so twice.
        const garbled = isFromVendor(error, 'VendorSilence') && error.code === 'bad_answer';
        if (garbled && again) continue;
        throw garbled || isFromVendor(error, 'VendorRefusal') ? new Failure('not_found') : error;
      }
    }
  };

  /** What is noted of the buyer's payment; `not_found` unless it is theirs, by our own note or by the vendor's word. */
  const readOwn = async ({customer, payment: only}: Grant, id: string): Promise<Note> => {
    const isNotTheirs = only !== undefined && only !== id;
    // The vendor is asked neither for somebody who can have no payment, nor about what can be nobody's id.
    if (isNotTheirs || customer === undefined || !/^[\x21-\x7e]{1,255}$/.test(id)) throw new Failure('not_found');
    const note = await notes.read(id);
    if (only !== undefined) return note;
    const owner = note.customer ?? (await look(id)).customerId;
    if (owner !== customer) throw new Failure('not_found');
    if (note.customer === undefined) await notes.add(id, {customer});
    return note;
  };

  return {
    ofPurchase: async ({purchase, customer}) =>
      customer === undefined ? undefined : store.get(purchaseKey(purchase, customer)),
    payable: async id => payableIn({...(await notes.read(id))}),
    keepPayable: (id, payable) => notes.add(id, payable),

    async create(grant, key, request) {
      if (grant.customer === undefined) throw new Failure('customer_required');
      // Of two ids that the vendor may give, none may end where another's key begins.
      const storeKey = `attempt:${encodeURIComponent(grant.customer)}:${key}`;
      const {amount, asset, chain, paymentType, externalId, wallet} = request;
      if (wallet !== undefined) checkWallet(chain, wallet);
      // Without `receives`: a fresh look at the price is not another purchase.
      const fingerprint = JSON.stringify([
        amount,
        asset,
        chain,
        paymentType,
        externalId ?? null,
        ...(wallet === undefined ? [] : [wallet]),
      ]);
      if (grant.payment !== undefined) {
        // A resumed purchase that has its payment is there to follow that one: it is told again of that, where the answer
        // was lost and the session renewed since, and creates no other.
        const before = await readAttempt(storeKey, fingerprint);
        if (before?.payment?.id !== grant.payment) throw new Failure('customer_required');
        return before.payment;
      }
      const running = inFlight.get(storeKey);
      if (running) {
        if (running.fingerprint !== fingerprint) throw new Failure('idempotency_key_reused');
        return running.payment;
      }
      const {customer, purchase} = grant;
      // Two tabs may talk to two instances: whoever is second waits for what the first gets.
      const payment = turns
        .take(`creating:${storeKey}`, () => attempt(customer, purchase, storeKey, fingerprint, request))
        .finally(() => inFlight.delete(storeKey));
      inFlight.set(storeKey, {fingerprint, payment});
      return payment;
    },

    async status(grant, id, known, waiting) {
      const note = await readOwn(grant, id);
      const {wait, fresh, signal} = waiting;
      const isKnown = known === undefined ? undefined : ({status}: VendorPayment) => status === known;
      return watch.next(id, {isKnown, wait, fresh, signal}).then(async latest => {
        // While somebody waited, another instance may have seen more.
        const now = known === undefined ? note : await notes.read(id);
        return toPayment(furthest(now, latest), {...note, ...now});
      });
    },
  };
}

function isFromVendor(error: unknown, name: 'VendorRefusal' | 'VendorSilence'): error is Error & Problem {
  return error instanceof Error && error.name === name && 'code' in error;
}
