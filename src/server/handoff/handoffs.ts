import {base64urlnopad} from '@scure/base';
import type {Handover, HandoverPage} from '../../contract/api.js';
import {isHostedUrl} from '../../contract/hosted-url.js';
import type {Customers} from '../customers/customers.js';
import {HttpError} from '../http/http-error.js';
import type {SessionClaims} from '../auth/session-claims.js';
import type {Payments} from '../payments/payments.js';
import type {Store} from '../store/store.js';

const CODE_TTL_SECONDS = 300;
const CODE_BYTES = 18;
/** The store is not queried for anything else. */
const CODE_PATTERN = /^[\w-]{24}$/;
/** Replaces the URL of a code that was used. */
const USED = '';

/** Lets a buyer continue on one of the vendor's pages on another device. */
export interface Handoffs {
  /**
   * Creates a code that opens `page` once, within 300 seconds.
   * @throws {HttpError} `not_found` if the session has no such page.
   */
  begin(claims: SessionClaims, page: HandoverPage): Promise<Handover>;
  /** Resolves with the URL of `code`, for the first caller only. */
  take(code: string): Promise<string | undefined>;
}

export interface HandoversDependencies {
  store: Store;
  customers: Pick<Customers, 'kycPage' | 'enhancedPage'>;
  payments: Pick<Payments, 'ofPurchase' | 'status'>;
}

export function createHandoffs({store, customers, payments}: HandoversDependencies): Handoffs {
  const keyOf = (code: string) => `handover:${code}`;

  /** The vendor's page of a session. Only taken from our own data; a caller cannot supply a URL. */
  const pageOf: Record<HandoverPage, (claims: SessionClaims) => Promise<string | undefined>> = {
    kyc: claims => customers.kycPage(claims),
    enhanced: claims => customers.enhancedPage(claims),
    async payment(claims) {
      // A session from before the payment does not contain its id yet.
      const id = claims.payment ?? (await payments.ofPurchase(claims));
      return id === undefined ? undefined : (await payments.status(claims, id, undefined, {})).gatewayUrl;
    },
  };

  return {
    async begin(claims, page) {
      const url = await pageOf[page](claims);
      if (url === undefined || !isHostedUrl(url)) throw new HttpError('not_found');
      const code = base64urlnopad.encode(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
      await store.set(keyOf(code), url, CODE_TTL_SECONDS);
      return {code, expiresIn: CODE_TTL_SECONDS};
    },

    async take(code) {
      if (!CODE_PATTERN.test(code)) return undefined;
      const url = await store.get(keyOf(code));
      if (url === undefined || !isHostedUrl(url)) return undefined;
      // Compare-and-swap: of two concurrent requests, only one succeeds.
      const first = await store.replace(keyOf(code), url, USED, CODE_TTL_SECONDS);
      // Normalized, so that it is valid in a header.
      return first ? new URL(url).href : undefined;
    },
  };
}
