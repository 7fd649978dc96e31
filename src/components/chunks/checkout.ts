/** Claims the tags of the steps after the first, and brings what they need. Loaded when the buyer gets near. */
import {claim} from '../define-element.js';
import {CryptopocketCopyButton} from '../copy-button/copy-button.js';
import {CryptopocketEarlierPurchases} from '../earlier-purchases/earlier-purchases.js';
import {CryptopocketElsewhereStep} from '../other-tab-step/other-tab-step.js';
import {CryptopocketCodeStep} from '../code-step/code-step.js';
import {CryptopocketCustomerStep} from '../customer-step/customer-step.js';
import {CryptopocketDirectStep} from '../direct-step/direct-step.js';
import {CryptopocketEnhancedStep} from '../enhanced-step/enhanced-step.js';
import {CryptopocketHandover} from '../handoff/handoff.js';
import {CryptopocketKycStep} from '../kyc-step/kyc-step.js';
import {CryptopocketLeaveQuestion} from '../leave-question/leave-question.js';
import {CryptopocketOtherMethods} from '../other-methods/other-methods.js';
import {CryptopocketPaymentStep} from '../payment-step/payment-step.js';
import {CryptopocketQrCode} from '../qr-code/qr-code.js';
import {CryptopocketStatusStep} from '../status-step/status-step.js';
import {CryptopocketTransferDetails} from '../transfer-details/transfer-details.js';

export * from '../buy/checkout.js';

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
