/** What `<cryptopocket-buy>` needs once the buyer has chosen an amount; it arrives as one chunk. */
export {endsIdentity} from '../../machine/leave.js';
export {steps} from '../../machine/steps/index.js';
export {checkPage, type Known} from './check-page.js';
export {statesOf} from './custom-states.js';
export {PurchaseDesk} from './purchase-session.js';
export {PurchaseView} from './purchase-view.js';
export {announcementFor} from './live-region.js';
