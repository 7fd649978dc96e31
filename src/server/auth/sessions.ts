import type {Session} from '../../contract/api.js';
import type {Call} from '../http/route-context.js';
import {Failure} from '../http/http-error.js';
import {sessionLifetime, type Grant} from './session-claims.js';
import type {Parts} from '../services.js';
import {payableIn} from '../payments/payment-record.js';

/** Before a token in a header; in any case. */
const scheme = 'bearer ';

/** Who may do what in which purchase: begins purchases, takes them up again, and knows whose a call is. */
export interface Purchases {
  /** For a page that has none; `origin_not_allowed` where it does not say whose it is. */
  start(call: Call): Promise<Grant>;
  /** The one that `token` leads to; `resume_expired` where it leads to none of this caller's. */
  resume(call: Call, token: string): Promise<Grant>;
  /** What the session of a call allows; `session_expired` where there is none. */
  grantOf(call: Call): Promise<Grant>;
  sessionOf(grant: Grant): Promise<Session>;
  /** A token that leads back to the purchase. */
  resumeOf(grant: Grant): Promise<string>;
}

export function createPurchases(parts: Parts): Purchases {
  const {options, clock, limit, hash, grants, customers, payments} = parts;
  const {identify} = options;

  const resumeOf = async (grant: Grant) => {
    const kycUrl = grant.customer === undefined ? undefined : await customers.kycUrl(grant.customer);
    const payable = grant.payment === undefined ? {} : await payments.payable(grant.payment);
    return grants.mintResume({...grant, ...(kycUrl === undefined ? {} : {kycUrl}), ...payable});
  };

  const sessionOf = async (asked: Grant): Promise<Session> => {
    // What was begun before the payment leads to that payment, and to no other.
    const payment = asked.payment ?? (await payments.ofPurchase(asked));
    const grant = payment === undefined ? asked : {...asked, payment};
    return {
      token: await grants.mintSession(grant),
      expiresIn: sessionLifetime,
      resume: await resumeOf(grant),
      guest: options.sendCode ? 'code' : 'register',
      identified: grant.customer !== undefined ? 'customer' : grant.email !== undefined ? 'email' : 'no',
      ...(grant.payment === undefined ? {} : {payment: grant.payment}),
    };
  };

  const startPurchase = async ({request, caller}: Call): Promise<Grant> => {
    // A session is bound to a page's origin, so somebody who names none gets none.
    const origin = caller?.origin;
    if (origin === undefined) throw new Failure('origin_not_allowed');
    const grant = {origin, purchase: crypto.randomUUID(), since: clock()};
    const buyer = await identify?.(request);
    return buyer ? customers.admit(grant, buyer) : grant;
  };

  /**
   * Whether whoever calls may go on with what `grant` began. A browser may be used by several people: what a logged-in buyer
   * began is for the same reference only, and what a guest began is not for somebody else who logs in.
   */
  const isSameBuyer = async ({reference, email, customer}: Grant, request: Request): Promise<boolean> => {
    const isGuest = email === undefined && customer === undefined;
    if (reference === undefined && isGuest) return true;
    const buyer = await identify?.(request);
    if (reference !== undefined) return !!buyer && hash.matches('reference', buyer.reference, reference);
    return !buyer || buyer.email.toLowerCase() === email?.toLowerCase();
  };

  const resumePurchase = async ({request, caller}: Call, token: string): Promise<Grant> => {
    const {kycUrl, gatewayUrl, transfer, unchecked, ...grant} = await grants.readResume(
      token,
      origin => caller?.owns(origin) ?? false,
    );
    if (!(await isSameBuyer(grant, request))) throw new Failure('resume_expired');
    // After a restart the token knows more than the store.
    if (kycUrl !== undefined && grant.customer !== undefined) await customers.keepKycUrl(grant.customer, kycUrl);
    if (grant.payment !== undefined && (gatewayUrl !== undefined || transfer !== undefined)) {
      await payments.keepPayable(grant.payment, payableIn({gatewayUrl, transfer, unchecked}));
    }
    if (await customers.isOvertaken(grant)) throw new Failure('resume_expired');
    return grant;
  };

  const grantOf = async ({request, caller}: Call): Promise<Grant> => {
    const authorization = request.headers.get('authorization') ?? '';
    if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) throw new Failure('session_expired');
    const token = authorization.slice(scheme.length);
    const grant = await grants.readSession(token, origin => caller?.owns(origin) ?? false);
    await limit('calls', grant.purchase);
    // Logging out ends the sessions of that buyer.
    if (grant.reference !== undefined && !(await isSameBuyer(grant, request))) throw new Failure('session_expired');
    if (await customers.isOvertaken(grant)) throw new Failure('session_expired');
    return grant;
  };

  return {start: startPurchase, resume: resumePurchase, grantOf, sessionOf, resumeOf};
}
