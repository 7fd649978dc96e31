import {createApiClient} from './api-client.js';
import {backOffice} from './back-office.js';
import {buying} from './buying.js';
import type {VendorClient} from './back-office-types.js';
import type {VendorOptions} from './types.js';

export type * from './back-office-types.js';
export type * from './types.js';

/** A client of CryptoPocket's API. Throws a TypeError where `baseUrl` is no http(s) address. */
export function createVendor(options: VendorOptions): VendorClient {
  const ask = createApiClient(options);
  return {...buying(ask), ...backOffice(ask)};
}
