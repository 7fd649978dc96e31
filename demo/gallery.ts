/** Every state of every step, by what it shows, in the order in which a buyer meets them. */
import type {Payment} from '../src/contract/payment.js';
import type {BuyState} from '../src/machine/state.js';
import * as states from './states.js';

const paid: Payment = {
  id: 'pay1',
  status: 'created',
  amount: '100.00',
  asset: 'USDC',
  receives: '106.521739',
  createdAt: Date.UTC(2026, 4, 1, 12),
};
const status = (change: Partial<Payment>): BuyState => ({...states.status, payment: {...paid, ...change}});
const directBy = (paymentType: string): BuyState => ({
  ...states.direct,
  purchase: {...states.direct.purchase, order: {...states.order, paymentType}},
});

const noQuote = {...states.amount, quote: undefined};

export const gallery = {
  'the price': states.amount,
  'no amount': {...noQuote, order: {...states.order, amount: ''}},
  'a price on its way': noQuote,
  'an outdated price': {...states.amount, expired: true},
  'the session on its way': {...states.amount, confirmed: {key: 'k', draft: states.code.draft}},
  'an amount below the minimum': {
    ...noQuote,
    refused: true,
    problem: {code: 'amount_too_low', details: {minimum: '10'}},
  },
  'no connection': {...noQuote, failures: 1, problem: {code: 'offline'}},
  'a purchase in another tab': states.elsewhere,
  'a guest’s details': states.customer,
  'a missing name': {...states.customer, emailProven: true},
  'a wrong e-mail': {...states.customer, problem: {code: 'email_invalid'}},
  'an e-mail that is taken': {...states.customer, problem: {code: 'customer_exists'}},
  'a name that is missing': {...states.customer, problem: {code: 'name_invalid'}},
  'details being sent': {...states.customer, sending: true},
  'the code': states.code,
  'a wrong code': {...states.code, problem: {code: 'code_wrong', details: {triesLeft: 1}}},
  'an expired code': {...states.code, problem: {code: 'code_expired'}},
  'a code being checked': {...states.code, code: '123456'},
  'another code': {...states.code, resend: 'done'},
  'the identity being asked for': {...states.kyc, customer: undefined},
  'the identity check': states.kyc,
  'the identity check, opened': {...states.kyc, popup: 'opened'},
  'the identity check, blocked': {...states.kyc, popup: 'blocked'},
  'the identity check without a link': {...states.kyc, customer: {kyc: 'required'}},
  'the identity in review': {...states.kyc, customer: {kyc: 'in_review'}},
  'the identity rejected': {...states.kyc, customer: {kyc: 'rejected'}},
  'more questions': states.enhanced,
  'more questions, opened': {...states.enhanced, popup: 'opened'},
  'more questions without a link': {...states.enhanced, url: undefined},
  'the review': states.payment,
  'a worse price': {...states.payment, quote: {...states.quote, receives: '100'}},
  'the payment being made': {...states.payment, creating: {opened: 'opened'}},
  'a payment refused': {...states.payment, problem: {code: 'payment_provider_failed', requestId: 'req_7Qm2'}},
  'a direct payment': states.direct,
  'a direct payment by transfer': directBy('transfer'),
  'a direct payment by a method without a name': directBy('pix'),
  'a direct payment being made': {...states.direct, creating: {opened: 'opened'}},
  'a wrong wallet': {...states.direct, problem: {code: 'wallet_invalid'}},
  'a wallet of another network': {
    ...states.direct,
    problem: {code: 'wallet_wrong_network', details: {network: 'bitcoin'}},
  },
  'the payment to be paid': states.status,
  'the payment to be paid, blocked': {...states.status, popup: 'blocked'},
  'the payment to be paid, without a link': status({}),
  'the payment about to be left': {...states.status, leaving: 'restart'},
  'the payment of somebody else': {...states.status, leaving: 'identity'},
  'where to send a transfer': states.transfer,
  'a transfer on its way': status({status: 'bank_pending'}),
  'the payment received': status({status: 'payment_received'}),
  'an unknown status': status({status: 'unknown', vendorStatus: 'odd'}),
  'the coins sent': status({status: 'completed', txId: '0xabc'}),
  'the payment rejected': status({status: 'failed'}),
  'the payment being looked up': {...states.status, payment: undefined},
} satisfies Record<string, BuyState>;
