import type {KycStatus} from '../contract/kyc.js';
import {isFinal, mergePayment} from '../contract/payment-status.js';
import {createJwt} from './auth/jwt.js';
import {createKeyedHash, type KeyedHash} from './auth/keyed-hash.js';
import {createSessionTokens, PURCHASE_TTL_SECONDS, type SessionTokens} from './auth/session-claims.js';
import {createVendor, type Vendor, type VendorPayment} from './cryptopocket/api.js';
import {createCustomers, type Customers} from './customers/customers.js';
import {createEmailCodes} from './customers/email-codes.js';
import {createHandoffs, type Handoffs} from './handoff/handoffs.js';
import {createSessions, type Sessions} from './auth/sessions.js';
import {createClientIp, type ClientIp} from './http/client-ip.js';
import {createLimit, type Limit} from './http/rate-limits.js';
import {createMarket, type Market} from './market/market.js';
import {createCheck} from './observability/health.js';
import {createObserve, instrumented, type OnMetric} from './observability/instrumentation.js';
import type {Log} from './observability/log.js';
import {
  apiSecretsOf,
  defaultLimits,
  defaultPolling,
  sandboxBaseUrl,
  sessionSecretsOf,
  type BuyFlowOptions,
} from './options.js';
import {createPaymentObserver} from './payments/payment-observer.js';
import {createPaymentRecords} from './payments/payment-record.js';
import {createPaymentTracker, type PaymentTracker} from './payments/payment-tracker.js';
import {createPayments, type Payments} from './payments/payments.js';
import {kycPause, paymentPause} from './polling/intervals.js';
import {createNotifier, type Notifier} from './polling/notifier.js';
import {createStatusPoller} from './polling/status-poller.js';
import {createLock} from './store/lock.js';
import {memoryStore} from './store/memory.js';
import type {Store} from './store/store.js';

/** The services that the routes use. */
export interface Services {
  options: BuyFlowOptions;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Log;
  /** Absent if the merchant takes no metrics. */
  onMetric: OnMetric | undefined;
  vendor: Vendor;
  store: Store;
  limit: Limit;
  clientIp: ClientIp;
  hash: KeyedHash;
  tokens: SessionTokens;
  market: Market;
  customers: Customers;
  payments: Payments;
  handoffs: Handoffs;
  sessions: Sessions;
  notifier: Notifier;
  /** Absent if the merchant gave no `onPayment`. */
  tracker: PaymentTracker | undefined;
  check(): Promise<{store: boolean; vendor: boolean}>;
  close(): Promise<void>;
}

/** Default of `followDays`. */
const TRACK_FOR_DAYS = 14;

/** Default of `onPaymentTimeoutMs`. */
const ON_PAYMENT_TIMEOUT_MS = 30_000;

const DAY_SECONDS = 24 * 60 * 60;

/** Wires the adapter. Each service only receives services that are created before it. */
export function createServices(options: BuyFlowOptions, log: Log): Services {
  const {clock = Date.now, onPayment, quoteLifetime = 60, returnUrl, sendCode} = options;
  // Durations must not depend on a clock that can be set back.
  const monotonic = options.clock ?? (() => Math.floor(performance.now()));
  const onMetric = createObserve(options.observe);
  const store = options.store ?? memoryStore({clock});
  const vendor = createVendorClient(options, monotonic, onMetric);
  const limit = createLimit(store, {...defaultLimits, ...options.limits});
  const lock = createLock(store);
  const secrets = sessionSecretsOf(options);
  const hash = createKeyedHash(secrets);
  const jwt = createJwt(secrets, clock);
  const notifier = createNotifier(store, log, monotonic);
  const polling = {...defaultPolling, ...options.polling};
  const maxAgeDays = options.followDays ?? TRACK_FOR_DAYS;

  const records = createPaymentRecords(store, Math.max(PURCHASE_TTL_SECONDS, (maxAgeDays + 1) * DAY_SECONDS));
  const observer = createPaymentObserver(records);
  const kycPoller = createStatusPoller<KycStatus>({
    fetch: id => vendor.kycStatus(id),
    pause: kycPause(polling),
    clock: monotonic,
  });
  const paymentPoller = createStatusPoller<VendorPayment>({
    fetch: async id => observer.observe(await vendor.payment(id), 'poll'),
    pause: paymentPause(polling, () => notifier.isReceivingWebhooks()),
    newer: mergePayment,
    isFinal: ({status}) => isFinal(status),
    clock: monotonic,
  });
  const tracker =
    onPayment &&
    createPaymentTracker({
      onPayment,
      onPaymentTimeoutMs: options.onPaymentTimeoutMs ?? ON_PAYMENT_TIMEOUT_MS,
      differences: payment => records.differences(payment),
      fetchPayment: id => paymentPoller.waitForChange(id),
      store,
      lock,
      receivesWebhooks: () => notifier.isReceivingWebhooks(),
      maxAgeDays,
      log,
      clock,
    });
  notifier.subscribe(id => {
    paymentPoller.invalidate(id);
  });
  observer.subscribe((payment, source) => {
    // The poller already has its own results, in the order of its requests.
    if (source !== 'poll') paymentPoller.set(payment.id, payment);
  });
  observer.subscribe(payment => tracker?.observe(payment));

  const market = createMarket({
    vendor,
    store,
    quoteLifetime,
    offered: options.assets,
    limits: options.limits,
    clock: monotonic,
  });
  const codes = sendCode && createEmailCodes({store, limit, hash, jwt, deliver: sendCode, clock});
  const customers = createCustomers({vendor, store, codes, limit, hash, lock, poller: kycPoller, returnUrl, log});
  const payments = createPayments({
    vendor,
    market,
    store,
    records,
    observer,
    lock,
    limit,
    poller: paymentPoller,
    onCreated: async id => tracker?.track(id),
    onRefused: (customer, why) => customers.rememberVerificationUrl(customer, why),
    returnUrl,
    log,
  });
  const tokens = createSessionTokens(jwt, clock);
  return {
    options,
    clock,
    log,
    onMetric,
    vendor,
    store,
    limit,
    clientIp: createClientIp(options.trustedProxies ?? [], proxy => {
      log({level: 'warn', event: 'proxy_not_trusted', proxy});
    }),
    hash,
    tokens,
    market,
    customers,
    payments,
    handoffs: createHandoffs({store, customers, payments}),
    sessions: createSessions({options, clock, limit, hash, tokens, customers, payments}),
    notifier,
    tracker,
    check: createCheck({store, market, clock: monotonic}),
    async close() {
      kycPoller.close();
      paymentPoller.close();
      notifier.stop();
      await tracker?.close();
      if (!options.store) await store.close();
    },
  };
}

function createVendorClient(options: BuyFlowOptions, now: () => number, onMetric: OnMetric | undefined): Vendor {
  const {apiKey, baseUrl = sandboxBaseUrl, creationTimeoutMs, fetch} = options;
  const [apiSecret] = apiSecretsOf(options);
  const client =
    options.vendor ??
    createVendor({apiKey, apiSecret, baseUrl, creationTimeout: creationTimeoutMs, now, ...(fetch ? {fetch} : {})});
  return onMetric ? instrumented(client, onMetric) : client;
}
