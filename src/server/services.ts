import type {KycStatus} from '../contract/kyc.js';
import {isFinal} from '../contract/payment.js';
import {createAddressOf, type AddressOf} from './http/client-ip.js';
import {createCheck} from './observability/health.js';
import {createCodes} from './customers/email-codes.js';
import {createCustomers, type Customers} from './customers/customers.js';
import {createFollow, type Follow} from './payments/payment-tracker.js';
import {createGrants, purchaseLifetime, type Grants} from './auth/session-claims.js';
import {createHandovers, type Handovers} from './handoff/handoffs.js';
import {createKeyedHash, type KeyedHash} from './auth/keyed-hash.js';
import {createLimit, type Limit} from './http/rate-limits.js';
import type {Log} from './observability/log.js';
import {createMarket, type Market} from './market/market.js';
import {createObserve, measured, type Observe} from './observability/instrumentation.js';
import {createNews, type News} from './polling/notifier.js';
import {
  apiSecretsOf,
  defaultLimits,
  defaultPolling,
  sandboxBaseUrl,
  sessionSecretsOf,
  type BuyFlowOptions,
} from './options.js';
import {newerPayment} from './payments/payment-event.js';
import {createPaymentNotes} from './payments/payment-record.js';
import {createPayments, type Payments} from './payments/payments.js';
import {kycPause, paymentPause} from './polling/intervals.js';
import {memoryStore} from './store/memory.js';
import type {Store} from './store/store.js';
import {createTokens} from './auth/jwt.js';
import {createTurns} from './store/lock.js';
import {createVendor, type Vendor, type VendorPayment} from './cryptopocket/api.js';
import {createWatch} from './polling/status-poller.js';

/** What the routes are made of. */
export interface Parts {
  options: BuyFlowOptions;
  clock: () => number;
  log: Log;
  /** Absent where nobody measures. */
  observe: Observe | undefined;
  vendor: Vendor;
  store: Store;
  limit: Limit;
  addressOf: AddressOf;
  hash: KeyedHash;
  grants: Grants;
  market: Market;
  customers: Customers;
  payments: Payments;
  handovers: Handovers;
  news: News;
  /** There where the merchant wants to hear of payments. */
  follow: Follow | undefined;
  check(): Promise<{store: boolean; vendor: boolean}>;
  close(): Promise<void>;
}

/** Days after which a payment that was never paid is no longer followed. */
const followDays = 14;

/** Milliseconds that one call of the merchant's `onPayment` may take. */
const onPaymentTimeoutMs = 30_000;

/** Puts the adapter together. */
export function assemble(options: BuyFlowOptions, log: Log): Parts {
  const {clock = Date.now, apiKey, baseUrl = sandboxBaseUrl, onPayment, quoteLifetime = 60} = options;
  const [apiSecret] = apiSecretsOf(options);
  // How old something is must not depend on a clock that is set back.
  const monotonic = options.clock ?? (() => Math.floor(performance.now()));
  const observe = createObserve(options.observe);
  const store = options.store ?? memoryStore({clock});
  const client =
    options.vendor ??
    createVendor({
      apiKey,
      apiSecret,
      baseUrl,
      creationTimeout: options.creationTimeoutMs,
      now: monotonic,
      ...(options.fetch ? {fetch: options.fetch} : {}),
    });
  const vendor = observe ? measured(client, observe) : client;
  const limit = createLimit(store, {...defaultLimits, ...options.limits});
  const polling = {...defaultPolling, ...options.polling};
  const turns = createTurns(store);
  const secrets = sessionSecretsOf(options);
  const hash = createKeyedHash(secrets);
  const tokens = createTokens(secrets, clock);

  const patience = options.followDays ?? followDays;
  const notes = createPaymentNotes(store, Math.max(purchaseLifetime, (patience + 1) * 24 * 60 * 60));
  const kycWatch = createWatch<KycStatus>({
    look: id => vendor.kycStatus(id),
    pause: kycPause(polling),
    clock: monotonic,
  });
  const paymentWatch = createWatch<VendorPayment>({
    look: async id => {
      const latest = await vendor.payment(id);
      // Where nothing can be remembered just now, what the vendor says has to do.
      const payment = await notes.saw(latest).catch(() => latest);
      // A word that we do not know changes nothing for the buyer whose coins were sent, but the merchant hears of it.
      follow?.saw(latest.status === 'unknown' ? latest : payment);
      return payment;
    },
    pause: paymentPause(polling, () => news.isHeard()),
    newer: newerPayment,
    isOver: ({status}) => isFinal(status),
    clock: monotonic,
  });
  const news = createNews(
    store,
    payment => {
      paymentWatch.wake(payment);
    },
    log,
    monotonic,
  );
  const follow =
    onPayment &&
    createFollow({
      onPayment,
      onPaymentTimeoutMs: options.onPaymentTimeoutMs ?? onPaymentTimeoutMs,
      differences: async payment => notes.differences(payment),
      look: id => paymentWatch.next(id),
      store,
      turns,
      hearsNews: () => news.isHeard(),
      patience,
      log,
      clock,
    });

  const market = createMarket({
    vendor,
    store,
    quoteLifetime,
    offered: options.assets,
    limits: options.limits,
    clock: monotonic,
  });
  const {sendCode} = options;
  const codes = sendCode && createCodes({store, limit, hash, tokens, deliver: sendCode, clock});
  const {returnUrl} = options;
  const customers = createCustomers({vendor, store, codes, limit, hash, turns, watch: kycWatch, returnUrl, log});
  const payments = createPayments({
    vendor,
    market,
    store,
    notes,
    turns,
    limit,
    watch: paymentWatch,
    onCreated: async id => follow?.begin(id),
    onRefused: (customer, why) => customers.keepLinkOf(customer, why),
    returnUrl,
    log,
  });
  return {
    options,
    clock,
    log,
    observe,
    vendor,
    store,
    limit,
    addressOf: createAddressOf(options.trustedProxies ?? [], proxy => {
      log({level: 'warn', event: 'proxy_not_trusted', proxy});
    }),
    hash,
    grants: createGrants(tokens, clock),
    market,
    customers,
    payments,
    handovers: createHandovers({store, customers, payments}),
    news,
    follow,
    check: createCheck({store, market, clock: monotonic}),
    async close() {
      kycWatch.close();
      paymentWatch.close();
      news.stop();
      await follow?.close();
      if (!options.store) await store.close();
    },
  };
}
