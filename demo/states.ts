import type {
  AmountState,
  CodeState,
  CustomerState,
  EnhancedState,
  KycState,
  PaymentState,
  Purchase,
  ResumingState,
  StatusState,
} from '../src/machine/state.js';

/** States of a purchase of 100 euros of USDC, each as the flow has it when nothing went wrong. */
export const order = {amount: '100.00', asset: 'USDC', chain: 'polygon', paymentType: 'card'};
export const quote = {...order, receives: '106.521739', expiresAt: Date.UTC(2040, 0, 1, 12)};
export const purchase: Purchase = {order, acceptedQuote: quote, key: 'key-1', resume: 'resume-1'};
const asking = {revision: 0, failures: 0, pause: 0};

export const amount: AmountState = {...asking, step: 'amount', order, quote, expired: false, refused: false};
export const customer: CustomerState = {
  ...asking,
  step: 'customer',
  purchase,
  draft: {email: '', name: '', codeSent: false},
  emailProven: false,
  sending: false,
};
export const code: CodeState = {
  ...asking,
  step: 'code',
  purchase,
  draft: {email: 'ada@example.org', name: 'Ada Byron', codeSent: true},
};
export const kyc: KycState = {
  ...asking,
  step: 'kyc',
  purchase,
  customer: {kyc: 'required', kycUrl: 'https://kyc.example.org/f/1'},
  forcedByVendor: false,
  popup: 'none',
};
export const enhanced: EnhancedState = {
  ...asking,
  step: 'enhanced',
  purchase,
  url: 'https://kyc.example.org/declaration/1',
  popup: 'none',
};
export const payment: PaymentState = {...asking, step: 'payment', purchase, quote, expired: false};
export const elsewhere: ResumingState = {...asking, step: 'resuming', purchase, activeInOtherTab: true};
export const direct: PaymentState = {...payment, purchase: {...purchase, wallet: ''}};
export const status: StatusState = {
  ...asking,
  step: 'status',
  purchase,
  id: 'pay1',
  popup: 'opened',
  payment: {
    id: 'pay1',
    status: 'created',
    amount: '100.00',
    asset: 'USDC',
    receives: '106.521739',
    gatewayUrl: 'https://pay.example.org/payment/pay1',
  },
};

export const transfer: StatusState = {
  ...status,
  popup: 'none',
  purchase: {...purchase, wallet: '0x1111111111111111111111111111111111111111', paymentRequested: true},
  payment: {
    id: 'pay1',
    status: 'created',
    amount: '100.00',
    asset: 'USDC',
    transfer: {
      iban: 'ES9121000418450200051332',
      bic: 'EXMPESMMXXX',
      recipient: 'Sandbox Payments S.L.',
      reference: '430001',
    },
  },
};
