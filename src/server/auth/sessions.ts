import type {Session} from '../../contract/api.js';
import type {RouteContext} from '../http/route-context.js';
import {HttpError} from '../http/http-error.js';
import type {Customers} from '../customers/customers.js';
import type {Limit} from '../http/rate-limits.js';
import type {BuyFlowOptions} from '../options.js';
import type {Payments} from '../payments/payments.js';
import type {KeyedHash} from './keyed-hash.js';
import {SESSION_TTL_SECONDS, type SessionClaims, type SessionTokens} from './session-claims.js';
import {readInstructions} from '../payments/payment-record.js';

/** The SCHEME of the `Authorization` header, which is compared in lower case. */
const SCHEME = 'bearer ';

/** Starts and resumes purchases, and tells whose a request is. */
export interface Sessions {
  /**
   * Starts a purchase.
   * @throws {HttpError} `origin_not_allowed` if the request does not name the origin of its page.
   */
  create(context: RouteContext): Promise<SessionClaims>;
  /**
   * Resumes the purchase of a resume token.
   * @throws {HttpError} `resume_expired` if the token is not valid for this caller.
   */
  resume(context: RouteContext, token: string): Promise<SessionClaims>;
  /**
   * Reads the session token of a request.
   * @throws {HttpError} `session_expired` if there is none or it is not valid for this caller.
   */
  authenticate(context: RouteContext): Promise<SessionClaims>;
  /** Makes the answer of every route that changes what a session may see. */
  issue(claims: SessionClaims): Promise<Session>;
  /** Makes a resume token, which can do nothing but continue the purchase. */
  issueResumeToken(claims: SessionClaims): Promise<string>;
}

export interface SessionsDependencies {
  options: Pick<BuyFlowOptions, 'identify' | 'sendCode'>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  limit: Limit;
  hash: KeyedHash;
  tokens: SessionTokens;
  customers: Customers;
  payments: Payments;
}

export function createSessions({
  options,
  clock,
  limit,
  hash,
  tokens,
  customers,
  payments,
}: SessionsDependencies): Sessions {
  const {identify} = options;

  const issueResumeToken = async (claims: SessionClaims) => {
    const kycUrl = claims.customer === undefined ? undefined : await customers.kycUrl(claims.customer);
    const payable = claims.payment === undefined ? {} : await payments.instructions(claims.payment);
    return tokens.mintResume({...claims, ...(kycUrl === undefined ? {} : {kycUrl}), ...payable});
  };

  const issue = async (asked: SessionClaims): Promise<Session> => {
    // A purchase that has its payment leads to that payment only.
    const payment = asked.payment ?? (await payments.ofPurchase(asked));
    const claims = payment === undefined ? asked : {...asked, payment};
    return {
      token: await tokens.mintSession(claims),
      expiresIn: SESSION_TTL_SECONDS,
      resume: await issueResumeToken(claims),
      guest: options.sendCode ? 'code' : 'register',
      identified: claims.customer !== undefined ? 'customer' : claims.email !== undefined ? 'email' : 'no',
      ...(claims.payment === undefined ? {} : {payment: claims.payment}),
    };
  };

  const createSession = async ({request, caller}: RouteContext): Promise<SessionClaims> => {
    // A session is bound to the origin of its page.
    const origin = caller?.origin;
    if (origin === undefined) throw new HttpError('origin_not_allowed');
    const claims = {origin, purchase: crypto.randomUUID(), since: clock()};
    const buyer = await identify?.(request);
    return buyer ? customers.signInKnownBuyer(claims, buyer) : claims;
  };

  /**
   * Whether the caller may continue the purchase. Several people may share a browser: a logged-in buyer's purchase belongs to
   * that reference, and a guest's purchase is not for another person who logs in.
   */
  const isSameBuyer = async ({reference, email, customer}: SessionClaims, request: Request): Promise<boolean> => {
    const isGuest = email === undefined && customer === undefined;
    if (reference === undefined && isGuest) return true;
    const buyer = await identify?.(request);
    if (reference !== undefined) return !!buyer && hash.matches('reference', buyer.reference, reference);
    return !buyer || buyer.email.toLowerCase() === email?.toLowerCase();
  };

  const resumeSession = async ({request, caller}: RouteContext, token: string): Promise<SessionClaims> => {
    const {kycUrl, gatewayUrl, transfer, unchecked, ...claims} = await tokens.readResume(
      token,
      origin => caller?.isBoundTo(origin) ?? false,
    );
    if (!(await isSameBuyer(claims, request))) throw new HttpError('resume_expired');
    // After a restart the memory store is empty, and the token knows more.
    if (kycUrl !== undefined && claims.customer !== undefined) await customers.keepKycUrl(claims.customer, kycUrl);
    if (claims.payment !== undefined && (gatewayUrl !== undefined || transfer !== undefined)) {
      await payments.rememberInstructions(claims.payment, readInstructions({gatewayUrl, transfer, unchecked}));
    }
    if (await customers.isSuperseded(claims)) throw new HttpError('resume_expired');
    return claims;
  };

  const authenticate = async ({request, caller}: RouteContext): Promise<SessionClaims> => {
    const authorization = request.headers.get('authorization') ?? '';
    if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) throw new HttpError('session_expired');
    const token = authorization.slice(SCHEME.length);
    const claims = await tokens.readSession(token, origin => caller?.isBoundTo(origin) ?? false);
    await limit('calls', claims.purchase);
    // A buyer who logs out loses their sessions.
    if (claims.reference !== undefined && !(await isSameBuyer(claims, request))) throw new HttpError('session_expired');
    if (await customers.isSuperseded(claims)) throw new HttpError('session_expired');
    return claims;
  };

  return {create: createSession, resume: resumeSession, authenticate, issue, issueResumeToken};
}
