/** Code that `<cryptopocket-buy>` loads as one chunk for the steps after the amount. */
export {endsIdentity} from '../../machine/leave.js';
export {steps} from '../../machine/steps/index.js';
export {checkPage, type Known} from './check-page.js';
export {customStatesFor} from './custom-states.js';
export {PurchaseSession} from './purchase-session.js';
export {PurchaseView} from './purchase-view.js';
export {announcementFor} from './live-region.js';
