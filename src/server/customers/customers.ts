import type {CustomerRequest, VerificationRequest, VerificationSent} from '../../contract/api.js';
import type {Customer, KycStatus} from '../../contract/kyc.js';
import type {Problem} from '../../contract/problem.js';
import type {EmailCodes} from './email-codes.js';
import {HttpError} from '../http/http-error.js';
import {
  RESUME_TTL_SECONDS,
  SESSION_TTL_SECONDS,
  UNPROVEN_PURCHASE_TTL_SECONDS,
  type SessionClaims,
} from '../auth/session-claims.js';
import type {KeyedHash} from '../auth/keyed-hash.js';
import type {Limit} from '../http/rate-limits.js';
import type {Log} from '../observability/log.js';
import type {KnownBuyer} from '../options.js';
import type {Store} from '../store/store.js';
import type {DistributedLock} from '../store/lock.js';
import {isApiError} from '../cryptopocket/errors.js';
import type {Vendor} from '../cryptopocket/api.js';
import type {WaitOptions, StatusPoller} from '../polling/status-poller.js';

/** Links sessions to the vendor's customers. */
export interface Customers {
  /** Resolves with the claims of a session for a buyer whom the merchant identified. */
  signInKnownBuyer(claims: SessionClaims, buyer: KnownBuyer): Promise<SessionClaims>;
  /**
   * Takes the details of a guest. With email codes, sends a code and looks nothing up before it is verified. Without them,
   * registers a new customer.
   */
  startGuest(
    claims: SessionClaims,
    request: CustomerRequest,
    address?: string,
  ): Promise<SessionClaims | VerificationSent>;
  /** Checks the code of a guest. The claims that it resolves with own the customer with that email. */
  verify(claims: SessionClaims, request: VerificationRequest, address?: string): Promise<SessionClaims>;
  /** Waits for a KYC status other than `known`. */
  status(claims: SessionClaims, known: string | undefined, waiting: WaitOptions<never>): Promise<Customer>;
  /** Whether the session got its customer without verification, and the owner of the customer has signed in since. */
  isSuperseded(claims: SessionClaims): Promise<boolean>;
  kycUrl(customer: string): Promise<string | undefined>;
  keepKycUrl(customer: string, url: string): Promise<void>;
  /**
   * Remembers and returns the page that the vendor requires `customer` to visit before a payment. If the vendor requires an
   * enhanced verification and named no page, requests one.
   */
  rememberVerificationUrl(customer: string, why: Problem): Promise<string | undefined>;
  /** The page of the identity check, if one is known or can be found. */
  kycPage(claims: SessionClaims): Promise<string | undefined>;
  /** The page of the enhanced verification that the vendor required. */
  enhancedPage(claims: SessionClaims): Promise<string | undefined>;
}

export interface CustomersDependencies {
  vendor: Vendor;
  store: Store;
  /** Absent if the merchant set no `sendCode`. Guests can then only register. */
  codes: EmailCodes | undefined;
  limit: Limit;
  hash: KeyedHash;
  lock: DistributedLock;
  poller: StatusPoller<KycStatus>;
  returnUrl: string | undefined;
  log: Log;
}

/** Stored instead of the customer's id from before the registration request until the vendor has answered. */
const REGISTRATION_PENDING = '';

/** The minimum interval between two searches of the listing for a link that is not known. */
const URL_SEARCH_INTERVAL_SECONDS = 10;

export function createCustomers({
  vendor,
  store,
  codes,
  limit,
  hash,
  lock,
  poller,
  returnUrl,
  log,
}: CustomersDependencies): Customers {
  const keepKycUrl = (customer: string, url: string) => store.set(`kyc-url:${customer}`, url, RESUME_TTL_SECONDS);
  const kycUrl = (customer: string) => store.get(`kyc-url:${customer}`);

  const register = async (email: string, name: string) => {
    const {id, kycUrl: url} = await vendor.registerCustomer({
      email,
      name,
      ...(returnUrl === undefined ? {} : {callbackUrl: returnUrl}),
    });
    if (url === undefined) return id;
    await keepKycUrl(id, url);
    // A customer with a new link has not passed the check yet.
    poller.set(id, 'required');
    return id;
  };

  /** The value of the first of `keys` that exists. */
  const firstOf = async (keys: readonly string[]): Promise<string | undefined> => {
    for (const key of keys) {
      const value = await store.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  };

  /** A rejection means that nothing was registered, so a customer who is found later is not this purchase's. */
  const registerFirst = async (key: string, email: string, name: string): Promise<string> => {
    try {
      return await register(email, name);
    } catch (error) {
      if (isApiError(error)) await store.delete(key, REGISTRATION_PENDING);
      throw error;
    }
  };

  /** After a lost answer, the customer may be registered but not listed yet. */
  const registerAgain = (email: string, name: string): Promise<string> =>
    findOrRegister(email, name).catch((error: unknown) => {
      const exists = isApiError(error) && error.code === 'customer_exists';
      throw exists ? new HttpError('busy', undefined, 2) : error;
    });

  /**
   * Registers a guest without verification. This must never give access to an existing customer, so it fails if the email is
   * registered. The store records that the email was free before the vendor is asked to register it. After a lost answer,
   * the customer who is found is therefore the one that this purchase registered.
   */
  const registerNew = async (purchase: string, email: string, name: string) => {
    const key = `registered:${purchase}:${hash.of('mailbox', email)}`;
    const before = await firstOf([
      ...hash.allOf('mailbox', email).map(mailbox => `registered:${purchase}:${mailbox}`),
      // The key that versions before 0.2 used.
      `registered:${purchase}:${email}`,
    ]);
    const begun = before !== undefined;
    const registered = before === REGISTRATION_PENDING ? undefined : before;
    if (!begun) {
      if (await vendor.findCustomer(email)) throw new HttpError('customer_exists');
      await store.set(key, REGISTRATION_PENDING, UNPROVEN_PURCHASE_TTL_SECONDS);
    }
    const id = registered ?? (begun ? await registerAgain(email, name) : await registerFirst(key, email, name));
    // The listing may lag behind, and the vendor may answer a registered email with the existing customer. Reject a customer
    // whom another purchase registered, whose owner has signed in, or whose identity check is past the first status.
    const registrant = `registrant:${id}`;
    const first = await store.add(registrant, purchase, UNPROVEN_PURCHASE_TTL_SECONDS);
    if (!first && (await store.get(registrant)) !== purchase) throw new HttpError('customer_exists');
    if ((await store.get(provenKey(id))) !== undefined) throw new HttpError('customer_exists');
    if (registered === undefined) await store.set(key, id, UNPROVEN_PURCHASE_TTL_SECONDS);
    if ((await vendor.kycStatus(id)) !== 'required') throw new HttpError('customer_exists');
    return id;
  };

  const find = async (email: string) => {
    const customer = await vendor.findCustomer(email);
    if (customer?.kycUrl !== undefined) await keepKycUrl(customer.id, customer.kycUrl);
    return customer?.id;
  };

  /** Searches the listing for the link. Limited in frequency, because pages poll and there may be no link. */
  const seekKycUrl = async (customer: string, email: string) => {
    if (await store.add(`kyc-url-sought:${customer}`, '', URL_SEARCH_INTERVAL_SECONDS)) await find(email);
    return kycUrl(customer);
  };

  const kycPage = async ({customer, email}: SessionClaims) => {
    if (customer === undefined) return undefined;
    return (await kycUrl(customer)) ?? (email === undefined ? undefined : await seekKycUrl(customer, email));
  };

  const enhancedKey = (customer: string) => `enhanced-url:${customer}`;
  const provenKey = (customer: string) => `proven:${customer}`;

  const makeEnhancedUrl = (customer: string): Promise<string | undefined> =>
    vendor.enhancedVerificationUrl(customer).catch((error: unknown) => {
      log({level: 'warn', event: 'enhanced_verification_url', customerId: customer, error});
      return undefined;
    });

  const findOrRegister = async (email: string, name: string) => {
    try {
      return (await find(email)) ?? (await register(email, name));
    } catch (error) {
      // Another tab, or a request whose answer was lost, registered the customer after our search.
      const raced = error instanceof Error && 'code' in error && error.code === 'customer_exists';
      const id = raced ? await find(email) : undefined;
      if (id === undefined) throw error;
      return id;
    }
  };

  return {
    async isSuperseded({customer, email}) {
      if (customer === undefined || email !== undefined) return false;
      return (await store.get(provenKey(customer))) !== undefined;
    },
    keepKycUrl,
    kycUrl,
    kycPage,
    enhancedPage: async ({customer}) => (customer === undefined ? undefined : store.get(enhancedKey(customer))),
    async rememberVerificationUrl(customer, {code, details}) {
      const url = details?.url;
      if (code === 'kyc_required' && url !== undefined) await keepKycUrl(customer, url);
      if (code !== 'enhanced_verification_required') return url;
      const enhanced = url ?? (await store.get(enhancedKey(customer))) ?? (await makeEnhancedUrl(customer));
      if (enhanced !== undefined) await store.set(enhancedKey(customer), enhanced, RESUME_TTL_SECONDS);
      return enhanced;
    },
    async signInKnownBuyer(claims, {reference, email, name}) {
      const known = {...claims, email, reference: hash.of('reference', reference)};
      const key = `customer:${hash.of('buyer', JSON.stringify([reference, email.toLowerCase()]))}`;
      const remembered = await store.get(key);
      const customer = remembered ?? (name === undefined ? await find(email) : await findOrRegister(email, name));
      if (customer === undefined) return known;
      // Without email codes, a guest may have registered this email before its owner signed in.
      if (!codes) await store.set(provenKey(customer), '', UNPROVEN_PURCHASE_TTL_SECONDS + SESSION_TTL_SECONDS);
      if (remembered === undefined) await store.set(key, customer, RESUME_TTL_SECONDS);
      return {...known, customer};
    },

    async startGuest(claims, {email, name, locale}, address) {
      if (claims.email !== undefined) {
        return {...claims, customer: claims.customer ?? (await findOrRegister(claims.email, name))};
      }
      if (email === undefined) throw new HttpError('email_invalid', {field: 'email'});
      if (codes) {
        await codes.send(claims.purchase, {email, name, locale}, address);
        return {verification: 'sent'};
      }
      // Bulk registration would block emails for their owners.
      await limit('codesPerAddress', address);
      // Concurrent requests of one purchase must result in one registration.
      const id = await lock.withLock(`registering:${claims.purchase}`, () => registerNew(claims.purchase, email, name));
      return {...claims, customer: id};
    },

    async verify(claims, {email, code}, address) {
      if (!codes) throw new HttpError('not_found');
      const {name, consume} = await codes.prove(claims.purchase, email, code, address);
      const customer = await findOrRegister(email, name);
      await consume();
      return {...claims, email, customer};
    },

    async status(claims, known, waiting) {
      const {customer} = claims;
      if (customer === undefined) throw new HttpError('customer_required');
      const isKnown = known === undefined ? undefined : (kyc: KycStatus) => kyc === known;
      const kyc = await poller.waitForChange(customer, {...waiting, isKnown});
      if (kyc !== 'required') return {kyc};
      const url = await kycPage(claims);
      return url === undefined ? {kyc} : {kyc, kycUrl: url};
    },
  };
}
