export {createBuyFlow, type BuyFlow, type Peer} from './handler.js';
export type {BuyFlowOptions, CodeMessage, KnownBuyer, Limits, LogEntry} from './options.js';
export type {Store} from './store/store.js';
export {memoryStore} from './store/memory.js';
export {createVendor, type Vendor, type VendorOptions} from './vendor/vendor.js';
