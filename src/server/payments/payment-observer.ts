import type {VendorPayment} from '../cryptopocket/api.js';
import type {PaymentRecords} from './payment-record.js';

/** Who learnt the fact: the status poller by asking, or the call that created the payment. */
export type PaymentSource = 'poll' | 'creation';

/** `payment` is what to believe; its status is `unknown` if the vendor just used a word that we do not know. */
export type PaymentSubscriber = (payment: VendorPayment, source: PaymentSource) => void;

/** The one way in for every fact about a payment. */
export interface PaymentObserver {
  /**
   * Orders `latest` after what any instance has seen, remembers it and notifies the subscribers. Resolves with the payment
   * to believe. If the store cannot be reached, that is `latest`.
   */
  observe(latest: VendorPayment, source: PaymentSource): Promise<VendorPayment>;
  subscribe(subscriber: PaymentSubscriber): void;
}

export function createPaymentObserver(records: PaymentRecords): PaymentObserver {
  const subscribers: PaymentSubscriber[] = [];
  return {
    async observe(latest, source) {
      const payment = await records.observe(latest).catch(() => latest);
      // An unknown word changes nothing for a buyer whose coins were sent, but the merchant has to hear of it.
      const fact = latest.status === 'unknown' ? latest : payment;
      for (const subscriber of subscribers) subscriber(fact, source);
      return payment;
    },
    subscribe(subscriber) {
      subscribers.push(subscriber);
    },
  };
}
