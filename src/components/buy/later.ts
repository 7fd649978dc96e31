/** What `<cryptopocket-buy>` needs once the buyer has chosen an amount; it arrives as one chunk. */
export {createClient} from '../../client/client.js';
export {keep, restore} from '../../flow/keep.js';
export {purchaseRules} from '../../flow/purchase.js';
export {put} from '../../flow/put.js';
export {Doors} from './doors.js';
export {statesOf} from './states.js';
export {purchaseAnnouncementsOf} from './purchase-events.js';
export {renderStep} from './render-step.js';
export {spokenOf} from './spoken.js';
