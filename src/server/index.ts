export {createBuyFlow, type BuyFlow} from './handler.js';
export type {
  AmountLimits,
  BuyFlowOptions,
  CodeMessage,
  KnownBuyer,
  Limits,
  LogEntry,
  Measurement,
  Polling,
} from './options.js';
export type {PaymentEvent} from './payment-event.js';
export type {Peer} from './call.js';
export {memoryStore, type MemoryStoreOptions} from './store/memory.js';
export type {Limiter, Store, StoreFinding} from './store/store.js';
export {documentTypes} from './vendor/document-types.js';
export {VendorRefusal, VendorSilence} from './vendor/errors.js';
export {createVendor} from './vendor/vendor.js';
export type * from './vendor/vendor.js';
