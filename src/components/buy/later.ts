/** What `<cryptopocket-buy>` needs once the buyer has chosen an amount; it arrives as one chunk. */
export {endsIdentity} from '../../flow/leave.js';
export {purchaseRules} from '../../flow/purchase.js';
export {checkPage, type Known} from './check-page.js';
export {statesOf} from './states.js';
export {PurchaseDesk} from './purchase-desk.js';
export {PurchaseView} from './purchase-view.js';
export {spokenOf} from './spoken.js';
