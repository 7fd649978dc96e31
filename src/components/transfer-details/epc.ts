import type {BankTransfer} from '../../contract/payment.js';

/** Characters that a recipient's name and a reference may have at most. */
const mostOfName = 70;
const mostOfReference = 140;

/**
 * What a banking app reads from the QR code of a SEPA transfer, as the European Payments Council lays it down (EPC069-12,
 * version 002, UTF-8): recipient, IBAN, euros, and the reference as free text.
 */
export function epcText({iban, bic, recipient, reference}: BankTransfer, amount: string): string {
  const line = (text: string, most: number) => text.replace(/\s+/g, ' ').trim().slice(0, most);
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    line(bic, 11),
    line(recipient, mostOfName),
    iban.replace(/\s/g, ''),
    `EUR${amount}`,
    '',
    '',
    line(reference, mostOfReference),
  ].join('\n');
}
