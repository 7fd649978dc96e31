import {base64urlnopad} from '@scure/base';
import type {Handoff, HandoffPage} from '../../contract/api.js';
import {isHostedUrl} from '../../contract/hosted-url.js';
import type {Customers} from '../customers/customers.js';
import {HttpError} from '../http/http-error.js';
import type {SessionClaims} from '../auth/session-claims.js';
import type {Payments} from '../payments/payments.js';
import type {Store} from '../store/store.js';

/** Seconds for which a code is good: for somebody with the phone in their hand. */
const lifetime = 300;
const codeBytes = 18;
/** What a code looks like; for anything else the store is not asked. */
const codeForm = /^[\w-]{24}$/;
/** Stands in a code's place once somebody went on with it. */
const used = '';

/** Lets a buyer go on with one of the vendor's pages on another device. */
export interface Handoffs {
  /** A code that leads to `page` once; `not_found` where the session has no such page. */
  begin(claims: SessionClaims, page: HandoffPage): Promise<Handoff>;
  /** Where `code` leads to, for the first who asks. */
  take(code: string): Promise<string | undefined>;
}

export interface HandoversDependencies {
  store: Store;
  customers: Pick<Customers, 'kycPage' | 'enhancedPage'>;
  payments: Pick<Payments, 'ofPurchase' | 'status'>;
}

export function createHandoffs({store, customers, payments}: HandoversDependencies): Handoffs {
  const keyOf = (code: string) => `handover:${code}`;

  /** The vendor's page, from what we know of the session: nobody can name one. */
  const pageOf: Record<HandoffPage, (claims: SessionClaims) => Promise<string | undefined>> = {
    kyc: claims => customers.kycPage(claims),
    enhanced: claims => customers.enhancedPage(claims),
    async payment(claims) {
      // The session of whoever has just bought knows nothing of the payment yet.
      const id = claims.payment ?? (await payments.ofPurchase(claims));
      return id === undefined ? undefined : (await payments.status(claims, id, undefined, {})).gatewayUrl;
    },
  };

  return {
    async begin(claims, page) {
      const url = await pageOf[page](claims);
      if (url === undefined || !isHostedUrl(url)) throw new HttpError('not_found');
      const code = base64urlnopad.encode(crypto.getRandomValues(new Uint8Array(codeBytes)));
      await store.set(keyOf(code), url, lifetime);
      return {code, expiresIn: lifetime};
    },

    async take(code) {
      if (!codeForm.test(code)) return undefined;
      const url = await store.get(keyOf(code));
      if (url === undefined || !isHostedUrl(url)) return undefined;
      // Of two phones at once, one finds what it has read still written there.
      const first = await store.replace(keyOf(code), url, used, lifetime);
      // As the browser would write it, so that it fits a header whatever the vendor wrote.
      return first ? new URL(url).href : undefined;
    },
  };
}
