import {oneOf, optional} from './read-field.js';
import {object, text} from './read.js';

/** How far the vendor's identity check of a customer is. */
export const kycStatuses = ['required', 'in_review', 'approved', 'rejected'] as const;
export type KycStatus = (typeof kycStatuses)[number];

/** What the buyer's page may know of its customer: no id, no name, no e-mail. */
export interface Customer {
  kyc: KycStatus;
  /** Where the identity check is done, on the vendor's side; there while it is needed and known. */
  kycUrl?: string;
}

/** Reads the answer of `GET /customers/me`. */
export function readCustomer(value: unknown): Customer {
  const customer = object(value);
  return {kyc: oneOf(kycStatuses, customer.kyc), ...optional(customer, 'kycUrl', text)};
}
