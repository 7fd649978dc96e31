/** Claims the tags of the steps after the first, and brings what they need. Loaded when the buyer gets near. */
import {claim} from './claim.js';
import {CryptopocketCopyButton} from './components/copy-button/copy-button.js';
import {CryptopocketEarlierPurchases} from './components/earlier-purchases/earlier-purchases.js';
import {CryptopocketElsewhereStep} from './components/elsewhere-step/elsewhere-step.js';
import {CryptopocketCodeStep} from './components/code-step/code-step.js';
import {CryptopocketCustomerStep} from './components/customer-step/customer-step.js';
import {CryptopocketDirectStep} from './components/direct-step/direct-step.js';
import {CryptopocketEnhancedStep} from './components/enhanced-step/enhanced-step.js';
import {CryptopocketHandover} from './components/handover/handover.js';
import {CryptopocketKycStep} from './components/kyc-step/kyc-step.js';
import {CryptopocketLeaveQuestion} from './components/leave-question/leave-question.js';
import {CryptopocketOtherMethods} from './components/other-methods/other-methods.js';
import {CryptopocketPaymentStep} from './components/payment-step/payment-step.js';
import {CryptopocketQrCode} from './components/qr-code/qr-code.js';
import {CryptopocketStatusStep} from './components/status-step/status-step.js';
import {CryptopocketTransferDetails} from './components/transfer-details/transfer-details.js';

export * from './components/buy/later.js';

claim('cryptopocket-copy-button', CryptopocketCopyButton);
claim('cryptopocket-earlier-purchases', CryptopocketEarlierPurchases);
claim('cryptopocket-leave-question', CryptopocketLeaveQuestion);
claim('cryptopocket-other-methods', CryptopocketOtherMethods);
claim('cryptopocket-elsewhere-step', CryptopocketElsewhereStep);
claim('cryptopocket-customer-step', CryptopocketCustomerStep);
claim('cryptopocket-code-step', CryptopocketCodeStep);
claim('cryptopocket-kyc-step', CryptopocketKycStep);
claim('cryptopocket-enhanced-step', CryptopocketEnhancedStep);
claim('cryptopocket-payment-step', CryptopocketPaymentStep);
claim('cryptopocket-status-step', CryptopocketStatusStep);
claim('cryptopocket-direct-step', CryptopocketDirectStep);
claim('cryptopocket-handover', CryptopocketHandover);
claim('cryptopocket-qr-code', CryptopocketQrCode);
claim('cryptopocket-transfer-details', CryptopocketTransferDetails);
