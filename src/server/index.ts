/**
 * The server adapter: `createBuyFlow` handles the requests of the page, `memoryStore` and custom stores keep its state, and
 * `createVendor` is a client of CryptoPocket's API for back-office work.
 *
 * @module
 */
export {createBuyFlow, type BuyFlow} from './http/handler.js';
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
export type {PaymentEvent} from './payments/payment-event.js';
export type {Peer} from './http/route-context.js';
export {memoryStore, type MemoryStoreOptions} from './store/memory.js';
export type {Limiter, Store, StoreFinding} from './store/store.js';
export {documentTypes} from './cryptopocket/document-types.js';
export {
  CryptopocketApiError,
  CryptopocketConnectionError,
  /** @deprecated Use `CryptopocketApiError`. */
  CryptopocketApiError as VendorRefusal,
  /** @deprecated Use `CryptopocketConnectionError`. */
  CryptopocketConnectionError as VendorSilence,
} from './cryptopocket/errors.js';
export {createVendor} from './cryptopocket/api.js';
export type * from './cryptopocket/api.js';
