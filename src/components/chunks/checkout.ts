/** Claims the tags of the steps after the first, and brings what they need. Loaded when the buyer gets near. */
import {defineElement} from '../define-element.js';
import {CryptopocketCopyButton} from '../copy-button/copy-button.js';
import {CryptopocketEarlierPurchases} from '../earlier-purchases/earlier-purchases.js';
import {CryptopocketOtherTabStep} from '../other-tab-step/other-tab-step.js';
import {CryptopocketCodeStep} from '../code-step/code-step.js';
import {CryptopocketCustomerStep} from '../customer-step/customer-step.js';
import {CryptopocketDirectStep} from '../direct-step/direct-step.js';
import {CryptopocketEnhancedStep} from '../enhanced-step/enhanced-step.js';
import {CryptopocketHandoff} from '../handoff/handoff.js';
import {CryptopocketKycStep} from '../kyc-step/kyc-step.js';
import {CryptopocketLeaveQuestion} from '../leave-question/leave-question.js';
import {CryptopocketOtherMethods} from '../other-methods/other-methods.js';
import {CryptopocketPaymentStep} from '../payment-step/payment-step.js';
import {CryptopocketQrCode} from '../qr-code/qr-code.js';
import {CryptopocketStatusStep} from '../status-step/status-step.js';
import {CryptopocketTransferDetails} from '../transfer-details/transfer-details.js';

export * from '../buy/checkout.js';

defineElement('cryptopocket-copy-button', CryptopocketCopyButton);
defineElement('cryptopocket-earlier-purchases', CryptopocketEarlierPurchases);
defineElement('cryptopocket-leave-question', CryptopocketLeaveQuestion);
defineElement('cryptopocket-other-methods', CryptopocketOtherMethods);
defineElement('cryptopocket-other-tab-step', CryptopocketOtherTabStep);
defineElement('cryptopocket-customer-step', CryptopocketCustomerStep);
defineElement('cryptopocket-code-step', CryptopocketCodeStep);
defineElement('cryptopocket-kyc-step', CryptopocketKycStep);
defineElement('cryptopocket-enhanced-step', CryptopocketEnhancedStep);
defineElement('cryptopocket-payment-step', CryptopocketPaymentStep);
defineElement('cryptopocket-status-step', CryptopocketStatusStep);
defineElement('cryptopocket-direct-step', CryptopocketDirectStep);
defineElement('cryptopocket-handoff', CryptopocketHandoff);
defineElement('cryptopocket-qr-code', CryptopocketQrCode);
defineElement('cryptopocket-transfer-details', CryptopocketTransferDetails);
