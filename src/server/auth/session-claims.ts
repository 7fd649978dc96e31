import * as v from 'valibot';
import type {ProblemCode} from '../../contract/problem.js';
import {HttpError} from '../http/http-error.js';
import type {Purpose, Jwt} from './jwt.js';

/** Seconds for which a session token is good. */
export const SESSION_TTL_SECONDS = 15 * 60;
/** Seconds for which a resume token is good. */
export const RESUME_TTL_SECONDS = 24 * 60 * 60;
/** Seconds after which a purchase is over, however often it is resumed; an identity check may take days. */
export const PURCHASE_TTL_SECONDS = 30 * 24 * 60 * 60;
/** The same for a buyer who proved no mailbox. */
export const UNPROVEN_PURCHASE_TTL_SECONDS = 7 * 24 * 60 * 60;

/** What the holder of a session token may see and do. */
export type SessionClaims = v.InferOutput<typeof sessionClaimsSchema>;

const sessionClaimsSchema = v.object({
  /** The only origin from which the token works. */
  origin: v.string(),
  /** One buyer's way from amount to coins; idempotency keys and codes belong to it. */
  purchase: v.string(),
  /** When the purchase began; milliseconds since the epoch. */
  since: v.number(),
  /** The vendor's id of the customer that the session owns. */
  customer: v.optional(v.string()),
  /** A mailbox that is proven to be this buyer's. */
  email: v.optional(v.string()),
  /**
   * Keyed hash of the merchant's own reference for this buyer, where `identify` named one: only they may go on with it.
   * Absent for guests.
   */
  reference: v.optional(v.string()),
  /** The one payment that a resumed purchase may see. */
  payment: v.optional(v.string()),
});

/** What a resume token carries beside the claims, so that no store is needed to go on after a restart. */
const resumeClaimsSchema = v.object({
  ...sessionClaimsSchema.entries,
  kycUrl: v.optional(v.string()),
  gatewayUrl: v.optional(v.string()),
  transfer: v.optional(v.object({iban: v.string(), bic: v.string(), recipient: v.string(), reference: v.string()})),
  /** The payment's amount, where it has yet to be compared with what the vendor wrote down. */
  unchecked: v.optional(v.string()),
});
export type ResumeClaims = v.InferOutput<typeof resumeClaimsSchema>;

export interface SessionTokens {
  mintSession(claims: SessionClaims): Promise<string>;
  /** What `token` allows on `origin`, or `session_expired`. */
  readSession(token: string, sameOrigin: (origin: string) => boolean): Promise<SessionClaims>;
  mintResume(resumable: ResumeClaims): Promise<string>;
  /** What `token` allows on `origin`, or `resume_expired`. */
  readResume(token: string, sameOrigin: (origin: string) => boolean): Promise<ResumeClaims>;
}

/** Tokens that were read lately and need not be verified again: of so many buyers at once. */
const MAX_REMEMBERED_TOKENS = 10_000;

/** The claims of a buyer of whom nothing is known yet. A token with any other claim is encrypted. */
const openClaimsSchema = v.strictObject({origin: v.string(), purchase: v.string(), since: v.number()});

/** Milliseconds since the epoch. */
function endOf({since, email}: SessionClaims): number {
  return since + (email === undefined ? UNPROVEN_PURCHASE_TTL_SECONDS : PURCHASE_TTL_SECONDS) * 1000;
}

/** Mints and reads session and resume tokens. Those that know the customer are encrypted, so no browser can read who it is. */
export function createSessionTokens(jwt: Jwt, clock: () => number): SessionTokens {
  const remembered = new Map<string, {claims: SessionClaims; endsAt: number}>();

  const mint = (purpose: Purpose, claims: SessionClaims, lifetime: number) => {
    const format = Object.keys(claims).every(name => Object.hasOwn(openClaimsSchema.entries, name))
      ? 'signed'
      : 'encrypted';
    return jwt.mint(purpose, format, claims, Math.min(clock() + lifetime * 1000, endOf(claims)));
  };

  /** The claims in `token` and when it ends, if it is one of ours for this purpose. */
  const read = async <S extends typeof sessionClaimsSchema | typeof resumeClaimsSchema>(
    purpose: Purpose,
    token: string,
    schema: S,
  ) => {
    const verified = await jwt.verify(purpose, token);
    if (!verified || (verified.format === 'signed' && !v.is(openClaimsSchema, verified.payload['grant'])))
      return undefined;
    const parsed = v.safeParse(schema, verified.payload['grant']);
    return parsed.success ? {claims: parsed.output, endsAt: (verified.payload.exp ?? 0) * 1000} : undefined;
  };

  const remember = (token: string, what: {claims: SessionClaims; endsAt: number}) => {
    const oldest = remembered.keys().next();
    if (remembered.size >= MAX_REMEMBERED_TOKENS && !oldest.done) remembered.delete(oldest.value);
    remembered.set(token, what);
  };

  // The same answer for every defect of a token, so that nothing can be learnt by trying.
  const owned = <G extends SessionClaims>(
    claims: G | undefined,
    sameOrigin: (origin: string) => boolean,
    code: ProblemCode,
  ): G => {
    if (!claims || !sameOrigin(claims.origin)) throw new HttpError(code);
    return claims;
  };

  return {
    mintSession: claims => mint('session', claims, SESSION_TTL_SECONDS),
    async readSession(token, sameOrigin) {
      const known = remembered.get(token);
      if (known && known.endsAt > clock()) return owned(known.claims, sameOrigin, 'session_expired');
      const verified = await read('session', token, sessionClaimsSchema);
      if (verified) remember(token, verified);
      return owned(verified?.claims, sameOrigin, 'session_expired');
    },
    mintResume: resumable => mint('resume', resumable, RESUME_TTL_SECONDS),
    async readResume(token, sameOrigin) {
      return owned((await read('resume', token, resumeClaimsSchema))?.claims, sameOrigin, 'resume_expired');
    },
  };
}
