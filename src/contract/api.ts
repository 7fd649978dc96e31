import type {Payment} from './payment.js';
import {readPayment} from './payment.js';
import {oneOf, optional} from './read-field.js';
import {count, object, text} from './read.js';

/** How a buyer the merchant does not know is identified: by an e-mailed code, or as a new customer only. */
export const guestModes = ['code', 'register'] as const;
export type GuestMode = (typeof guestModes)[number];

/** How far the adapter knows who the buyer is: not at all, by a proven mailbox, or as the vendor's customer. */
export const identifications = ['no', 'email', 'customer'] as const;
export type Identification = (typeof identifications)[number];

/** The answer of `POST /sessions` and of every call that changes what a session may see. */
export interface Session {
  /** For `Authorization: Bearer`. Kept in memory only. */
  token: string;
  /** Seconds for which `token` is good. */
  expiresIn: number;
  /** Starts a session for this same purchase, within 24 hours, and can do nothing else. The one token to be stored. */
  resume: string;
  guest: GuestMode;
  identified: Identification;
  /** Id of the purchase's payment, once there is one. */
  payment?: string;
}
/** Body of `POST /sessions`. */
export interface SessionRequest {
  resume?: string;
}

/** Body of `POST /customers`. `email` may be left out where the session already has a proven one. */
export interface CustomerRequest {
  email?: string;
  name: string;
  /** BCP 47, for the language of the message with the code. */
  locale: string;
}

/** A code is on its way to the mailbox. The same answer whether or not the customer exists. */
export interface VerificationSent {
  verification: 'sent';
}

/** Body of `POST /customers/verification`. */
export interface VerificationRequest {
  email: string;
  code: string;
}

/** Body of `POST /payments`. `receives` is what the buyer was shown and agreed to; a clearly worse price is refused. */
export interface PaymentRequest {
  amount: string;
  asset: string;
  chain: string;
  paymentType: string;
  receives: string;
  /** The merchant's own reference, passed to the vendor as `external_id`. */
  externalId?: string;
  /** Where the coins go: makes it a direct payment, for which the buyer chose method and wallet with the merchant. */
  wallet?: string;
}

/** The answer of `POST /payments`. */
export interface PaymentCreated {
  payment: Payment;
  /** Replaces the session's resume token: this one knows the payment. */
  resume: string;
}

/** The vendor's pages that a buyer can go on with on another device. */
export const handoverPages = ['kyc', 'enhanced', 'payment'] as const;
export type HandoverPage = (typeof handoverPages)[number];

/** Body of `POST /handovers`. */
export interface HandoverRequest {
  page: HandoverPage;
}

/** The answer of `POST /handovers`: `GET /handovers/{code}` leads to the page, once, for `expiresIn` seconds. */
export interface Handover {
  code: string;
  expiresIn: number;
}

export function readHandover(value: unknown): Handover {
  const handover = object(value);
  return {code: text(handover.code), expiresIn: count(handover.expiresIn)};
}

export function readSession(value: unknown): Session {
  const session = object(value);
  return {
    token: text(session.token),
    expiresIn: count(session.expiresIn),
    resume: text(session.resume),
    guest: oneOf(guestModes, session.guest),
    identified: oneOf(identifications, session.identified),
    ...optional(session, 'payment', text),
  };
}

/** Reads the answer of `POST /customers`. */
export function readSessionOrSent(value: unknown): Session | VerificationSent {
  return object(value).verification === 'sent' ? {verification: 'sent'} : readSession(value);
}

export function readPaymentCreated(value: unknown): PaymentCreated {
  const created = object(value);
  return {payment: readPayment(created.payment), resume: text(created.resume)};
}
