import {amount} from './amount.js';
import {code} from './code.js';
import {customer} from './customer.js';
import {enhanced} from './enhanced.js';
import {kyc} from './kyc.js';
import {payment} from './payment.js';
import {resuming} from './resuming.js';
import {status} from './status.js';

/** The steps of a purchase. */
export const steps = {amount, resuming, customer, code, kyc, enhanced, payment, status};
