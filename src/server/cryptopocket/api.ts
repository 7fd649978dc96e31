import {createApiClient} from './api-client.js';
import {backOffice} from './back-office.js';
import {buying} from './buying.js';
import type {VendorClient} from './back-office-types.js';
import type {VendorOptions} from './types.js';

export type * from './back-office-types.js';
export type * from './types.js';

/**
 * Creates a client of CryptoPocket's API.
 * @throws {TypeError} if `baseUrl` is not a plain http(s) URL.
 *
 * @example
 * const api = createVendor({apiKey, apiSecret, baseUrl: 'https://sandbox.cryptopocket.io/api'});
 * const payment = await api.payment('Zk3fQ8pLr2Vb7Wn5Xc1Ty9Hd4');
 */
export function createVendor(options: VendorOptions): VendorClient {
  const ask = createApiClient(options);
  return {...buying(ask), ...backOffice(ask)};
}
