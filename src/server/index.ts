export {createBuyFlow, type BuyFlow, type Peer} from './handler.js';
export type {BuyFlowOptions, CodeMessage, KnownBuyer, Limits, LogEntry} from './options.js';
export type {Store} from './store/store.js';
export {memoryStore} from './store/memory.js';
export {documentTypes} from './vendor/document-types.js';
export {VendorRefusal, VendorSilence} from './vendor/errors.js';
export {createVendor} from './vendor/vendor.js';
export type * from './vendor/vendor.js';
