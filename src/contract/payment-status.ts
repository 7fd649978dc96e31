/**
 * Where a payment stands. `created`: not paid yet; `bank_pending`: the transfer is on its way; `payment_received`: the
 * euros are in, coins are being bought; `completed`: the coins were sent; `failed`: refused; `unknown`: the vendor used a
 * status that this version does not know, so keep watching.
 */
export const paymentStatuses = [
  'created',
  'bank_pending',
  'payment_received',
  'completed',
  'failed',
  'unknown',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/**
 * How far along a payment is. Answers can overtake each other, so a payment only ever moves to a higher rank. `failed` is
 * not documented as final: coins that were sent after all outrank it.
 */
const STATUS_ORDER: Record<PaymentStatus, number> = {
  unknown: 0,
  created: 0,
  bank_pending: 1,
  payment_received: 2,
  failed: 3,
  completed: 4,
};

/** Whether `status` is further along than `other`. */
export function isAfter(status: PaymentStatus, other: PaymentStatus): boolean {
  return STATUS_ORDER[status] > STATUS_ORDER[other];
}

/** Whether nothing more will happen to a payment in `status`. */
export function isFinal(status: PaymentStatus): boolean {
  return status === 'completed' || status === 'failed';
}

/**
 * The answer to believe of two about the same payment: the one that is further along. An unknown status has no rank, so it
 * is believed until something final was seen.
 */
export function mergePayment<T extends {status: PaymentStatus}>(before: T, latest: T): T {
  const isOpen = latest.status === 'unknown' && !isFinal(before.status);
  return !isOpen && isAfter(before.status, latest.status) ? before : latest;
}
