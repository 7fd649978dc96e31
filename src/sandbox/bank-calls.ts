import type {Operation} from './call.js';
import {failure} from './call.js';
import {toEuros} from './coins.js';
import {bankAccount} from './payments.js';

// The documentation only says that these answers are lists. Fields and errors are the sandbox's own.

export const bankAccounts: Operation = () => ({
  status: 'ok',
  data: [{iban: bankAccount.iban, bic: bankAccount.bic, holder: bankAccount.destinationName}],
});

/** The received bank transfers of buyers, oldest first. */
export const bankAccountTransactions: Operation = (world, {id}) => {
  if (id !== bankAccount.iban) return failure(world, 'account_not_found');
  const arrived = world.payments
    .all()
    .filter(
      ({paymentType, status}) => paymentType === 'transfer' && ['payment_received', 'coins_sent'].includes(status),
    );
  const data = arrived.map(({reference, cents, currency}) => ({
    concept: reference,
    amount: toEuros(cents),
    currency,
  }));
  return {status: 'ok', data};
};
