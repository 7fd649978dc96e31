import type {VendorPayment} from '../cryptopocket/api.js';
import type {PaymentRecords} from './payment-record.js';

/** The source of an update: the status poller, or the request that created the payment. */
export type PaymentSource = 'poll' | 'creation';

/** `payment` is the merged state. Its status is `unknown` if the vendor just reported an unknown status word. */
export type PaymentSubscriber = (payment: VendorPayment, source: PaymentSource) => void;

/** The single entry point for updates of a payment. */
export interface PaymentObserver {
  /**
   * Merges `latest` with what any instance has seen, saves it and notifies the subscribers. Resolves with the merged
   * payment, or with `latest` if the store cannot be reached.
   */
  observe(latest: VendorPayment, source: PaymentSource): Promise<VendorPayment>;
  subscribe(subscriber: PaymentSubscriber): void;
}

export function createPaymentObserver(records: PaymentRecords): PaymentObserver {
  const subscribers: PaymentSubscriber[] = [];
  return {
    async observe(latest, source) {
      const payment = await records.observe(latest).catch(() => latest);
      // An unknown word changes nothing for a buyer whose coins were sent, but the merchant must be notified.
      const fact = latest.status === 'unknown' ? latest : payment;
      for (const subscriber of subscribers) subscriber(fact, source);
      return payment;
    },
    subscribe(subscriber) {
      subscribers.push(subscriber);
    },
  };
}
