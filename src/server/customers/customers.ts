import type {CustomerRequest, VerificationRequest, VerificationSent} from '../../contract/api.js';
import type {Customer, KycStatus} from '../../contract/kyc.js';
import type {Problem} from '../../contract/problem.js';
import type {Codes} from './email-codes.js';
import {Failure} from '../http/http-error.js';
import {resumeLifetime, sessionLifetime, unprovenLifetime, type Grant} from '../auth/session-claims.js';
import type {KeyedHash} from '../auth/keyed-hash.js';
import type {Limit} from '../http/rate-limits.js';
import type {Log} from '../observability/log.js';
import type {KnownBuyer} from '../options.js';
import type {Store} from '../store/store.js';
import type {Turns} from '../store/lock.js';
import {isFromVendor} from '../cryptopocket/errors.js';
import type {Vendor} from '../cryptopocket/api.js';
import type {Waiting, Watch} from '../polling/status-poller.js';

export interface Customers {
  /** A session's grant for somebody the merchant knows. */
  admit(grant: Grant, buyer: KnownBuyer): Promise<Grant>;
  /** A guest says who they are: a code is sent before anybody is looked up, or a new customer is registered. */
  enter(grant: Grant, request: CustomerRequest, address?: string): Promise<Grant | VerificationSent>;
  /** A guest proves their mailbox, and from then on owns its customer. */
  verify(grant: Grant, request: VerificationRequest, address?: string): Promise<Grant>;
  /** Waits for a KYC status other than `known`. */
  status(grant: Grant, known: string | undefined, waiting: Waiting<never>): Promise<Customer>;
  /** Whether `grant` has its customer without a proof, and somebody has proven since that the customer is theirs. */
  isOvertaken(grant: Grant): Promise<boolean>;
  kycUrl(customer: string): Promise<string | undefined>;
  keepKycUrl(customer: string, url: string): Promise<void>;
  /**
   * Keeps the page that the vendor sends `customer` to instead of creating a payment, and gives it. Has one made where an
   * enhanced verification is wanted and no page was named.
   */
  keepLinkOf(customer: string, why: Problem): Promise<string | undefined>;
  /** The page of the identity check, where one is known or can be found. */
  kycPage(grant: Grant): Promise<string | undefined>;
  /** The page of the enhanced verification that the vendor asked for. */
  enhancedPage(grant: Grant): Promise<string | undefined>;
}

export interface CustomersDependencies {
  vendor: Vendor;
  store: Store;
  /** Absent where the merchant configured no delivery; guests can then only register. */
  codes: Codes | undefined;
  limit: Limit;
  hash: KeyedHash;
  turns: Turns;
  watch: Watch<KycStatus>;
  returnUrl: string | undefined;
  log: Log;
}

/** Stands in the place of a registered customer's id from before the vendor is asked until it has answered. */
const intended = '';

/** Seconds between two searches for a link that is not known. */
const seekPause = 10;

export function createCustomers({
  vendor,
  store,
  codes,
  limit,
  hash,
  turns,
  watch,
  returnUrl,
  log,
}: CustomersDependencies): Customers {
  const keepKycUrl = (customer: string, url: string) => store.set(`kyc-url:${customer}`, url, resumeLifetime);
  const kycUrl = (customer: string) => store.get(`kyc-url:${customer}`);

  const register = async (email: string, name: string) => {
    const {id, kycUrl: url} = await vendor.registerCustomer({
      email,
      name,
      ...(returnUrl === undefined ? {} : {callbackUrl: returnUrl}),
    });
    if (url === undefined) return id;
    await keepKycUrl(id, url);
    // Whoever has just been given the link to the check has not passed it.
    watch.saw(id, 'required');
    return id;
  };

  /** The first of `keys` that something is written under, with what is written. */
  const firstOf = async (keys: readonly string[]): Promise<string | undefined> => {
    for (const key of keys) {
      const value = await store.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  };

  /** A clear no says that nothing was registered, so whoever is found later is somebody else's. */
  const registerFirst = async (key: string, email: string, name: string): Promise<string> => {
    try {
      return await register(email, name);
    } catch (error) {
      if (isFromVendor(error, 'VendorRefusal')) await store.delete(key, intended);
      throw error;
    }
  };

  /** After a lost answer: the customer may be registered, and not be in the listing yet. */
  const registerAgain = (email: string, name: string): Promise<string> =>
    findOrRegister(email, name).catch((error: unknown) => {
      const exists = isFromVendor(error, 'VendorRefusal') && error.code === 'customer_exists';
      throw exists ? new Failure('busy', undefined, 2) : error;
    });

  /**
   * For a guest who proves nothing, so only where nobody has this email: another's customer is never lent. That nobody had
   * it is written down before the vendor is asked to register, so that a lost answer locks nobody out: whoever is found
   * afterwards is the one whom this purchase registered.
   */
  const registerNew = async (purchase: string, email: string, name: string) => {
    const key = `registered:${purchase}:${hash.of('mailbox', email)}`;
    const before = await firstOf([
      ...hash.allOf('mailbox', email).map(mailbox => `registered:${purchase}:${mailbox}`),
      // What versions before 0.2 wrote.
      `registered:${purchase}:${email}`,
    ]);
    const begun = before !== undefined;
    const registered = before === intended ? undefined : before;
    if (!begun) {
      if (await vendor.findCustomer(email)) throw new Failure('customer_exists');
      await store.set(key, intended, unprovenLifetime);
    }
    const id = registered ?? (begun ? await registerAgain(email, name) : await registerFirst(key, email, name));
    // The listing may lag behind, and a vendor may answer a known email with the known customer: then it is another
    // purchase's, or its owner's, or one that has gone further than any new one can.
    const registrant = `registrant:${id}`;
    const first = await store.add(registrant, purchase, unprovenLifetime);
    if (!first && (await store.get(registrant)) !== purchase) throw new Failure('customer_exists');
    if ((await store.get(provenKey(id))) !== undefined) throw new Failure('customer_exists');
    if (registered === undefined) await store.set(key, id, unprovenLifetime);
    if ((await vendor.kycStatus(id)) !== 'required') throw new Failure('customer_exists');
    return id;
  };

  const find = async (email: string) => {
    const customer = await vendor.findCustomer(email);
    if (customer?.kycUrl !== undefined) await keepKycUrl(customer.id, customer.kycUrl);
    return customer?.id;
  };

  /** Looks for the link in the listing; now and then only, as there may be none, however often a page asks. */
  const seekKycUrl = async (customer: string, email: string) => {
    if (await store.add(`kyc-url-sought:${customer}`, '', seekPause)) await find(email);
    return kycUrl(customer);
  };

  const kycPage = async ({customer, email}: Grant) => {
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
      // Two tabs, or a lost answer: somebody registered it since we looked.
      const raced = error instanceof Error && 'code' in error && error.code === 'customer_exists';
      const id = raced ? await find(email) : undefined;
      if (id === undefined) throw error;
      return id;
    }
  };

  return {
    async isOvertaken({customer, email}) {
      if (customer === undefined || email !== undefined) return false;
      return (await store.get(provenKey(customer))) !== undefined;
    },
    keepKycUrl,
    kycUrl,
    kycPage,
    enhancedPage: async ({customer}) => (customer === undefined ? undefined : store.get(enhancedKey(customer))),
    async keepLinkOf(customer, {code, details}) {
      const url = details?.url;
      if (code === 'kyc_required' && url !== undefined) await keepKycUrl(customer, url);
      if (code !== 'enhanced_verification_required') return url;
      const enhanced = url ?? (await store.get(enhancedKey(customer))) ?? (await makeEnhancedUrl(customer));
      if (enhanced !== undefined) await store.set(enhancedKey(customer), enhanced, resumeLifetime);
      return enhanced;
    },
    async admit(grant, {reference, email, name}) {
      const known = {...grant, email, reference: hash.of('reference', reference)};
      const key = `customer:${hash.of('buyer', JSON.stringify([reference, email.toLowerCase()]))}`;
      const remembered = await store.get(key);
      const customer = remembered ?? (name === undefined ? await find(email) : await findOrRegister(email, name));
      if (customer === undefined) return known;
      // Where guests prove nothing, one may have registered this e-mail before its owner came.
      if (!codes) await store.set(provenKey(customer), '', unprovenLifetime + sessionLifetime);
      if (remembered === undefined) await store.set(key, customer, resumeLifetime);
      return {...known, customer};
    },

    async enter(grant, {email, name, locale}, address) {
      if (grant.email !== undefined) {
        return {...grant, customer: grant.customer ?? (await findOrRegister(grant.email, name))};
      }
      if (email === undefined) throw new Failure('email_invalid', {field: 'email'});
      if (codes) {
        await codes.send(grant.purchase, {email, name, locale}, address);
        return {verification: 'sent'};
      }
      // Whoever registers in bulk takes e-mails away from their owners.
      await limit('codesPerAddress', address);
      // Two calls of one purchase at once are one registration.
      const id = await turns.take(`registering:${grant.purchase}`, () => registerNew(grant.purchase, email, name));
      return {...grant, customer: id};
    },

    async verify(grant, {email, code}, address) {
      if (!codes) throw new Failure('not_found');
      const {name, spend} = await codes.prove(grant.purchase, email, code, address);
      const customer = await findOrRegister(email, name);
      await spend();
      return {...grant, email, customer};
    },

    async status(grant, known, waiting) {
      const {customer} = grant;
      if (customer === undefined) throw new Failure('customer_required');
      const isKnown = known === undefined ? undefined : (kyc: KycStatus) => kyc === known;
      const kyc = await watch.next(customer, {...waiting, isKnown});
      if (kyc !== 'required') return {kyc};
      const url = await kycPage(grant);
      return url === undefined ? {kyc} : {kyc, kycUrl: url};
    },
  };
}
