import type {
  CustomerRequest,
  Handover,
  HandoverPage,
  PaymentCreated,
  PaymentRequest,
  Session,
  VerificationSent,
} from './api.js';
import type {Customer, KycStatus} from './kyc.js';
import type {Payment, PaymentStatus} from './payment.js';

/** What the buyer knows of a status. */
export interface Known<S> {
  known?: S | undefined;
  /** There is a reason to believe that this is no longer so: what was seen some time ago will not do. */
  eager?: boolean | undefined;
}

/**
 * Who answers what a purchase asks. Each call rejects with something that has a `code` (see `ProblemCode`); whatever
 * has none counts as `offline`.
 */
export interface Backend {
  /** A new session, or that of the purchase that `resume` names. */
  session(resume: string | undefined, signal: AbortSignal): Promise<Session>;
  customer(request: Omit<CustomerRequest, 'locale'>, signal: AbortSignal): Promise<Session | VerificationSent>;
  verify(email: string, code: string, signal: AbortSignal): Promise<Session>;
  /** Answers when the KYC status is no longer `known`, or after a while in any case. */
  kyc(known: Known<KycStatus>, signal: AbortSignal): Promise<Customer>;
  pay(request: PaymentRequest, key: string, signal: AbortSignal): Promise<PaymentCreated>;
  /** Answers when the payment's status is no longer `known`, or after a while in any case. */
  payment(id: string, known: Known<PaymentStatus>, signal: AbortSignal): Promise<Payment>;
  /** A way to go on with `page` on another device. */
  handOver(page: HandoverPage): Promise<Handover>;
}
