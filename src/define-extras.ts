/** Claims the tags that only some purchases need: direct payments, and going on with a phone. Loaded when one does. */
import {claim} from './claim.js';
import {CryptopocketDirectStep} from './components/direct-step/direct-step.js';
import {CryptopocketHandover} from './components/handover/handover.js';
import {CryptopocketQrCode} from './components/qr-code/qr-code.js';
import {CryptopocketTransferDetails} from './components/transfer-details/transfer-details.js';

claim('cryptopocket-direct-step', CryptopocketDirectStep);
claim('cryptopocket-handover', CryptopocketHandover);
claim('cryptopocket-qr-code', CryptopocketQrCode);
claim('cryptopocket-transfer-details', CryptopocketTransferDetails);
