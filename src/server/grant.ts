import {EncryptJWT, SignJWT, jwtDecrypt, jwtVerify} from 'jose';
import * as v from 'valibot';
import {Failure} from './failure.js';

/** Seconds for which a session token is good. */
export const sessionLifetime = 15 * 60;
/** Seconds for which a stored purchase can be resumed. */
export const resumeLifetime = 24 * 60 * 60;

/** What the holder of a token may see and do. */
export type Grant = v.InferOutput<typeof grantSchema>;

const grantSchema = v.object({
  /** The only origin from which the token works. */
  origin: v.string(),
  /** One buyer's way from amount to coins; idempotency keys and codes belong to it. */
  purchase: v.string(),
  /** The vendor's id of the customer that the session owns. */
  customer: v.optional(v.string()),
  /** A mailbox that is proven to be this buyer's. */
  email: v.optional(v.string()),
  /** The one payment that a resumed purchase may see. */
  payment: v.optional(v.string()),
});

/** What a resume token carries beside the grant, so that no store is needed to go on after a restart. */
const resumeSchema = v.object({
  ...grantSchema.entries,
  kycUrl: v.optional(v.string()),
  gatewayUrl: v.optional(v.string()),
});
export type Resumable = v.InferOutput<typeof resumeSchema>;

export interface Grants {
  mintSession(grant: Grant): Promise<string>;
  /** What `token` allows on `origin`, or `session_expired`. */
  readSession(token: string, sameOrigin: (origin: string) => boolean): Promise<Grant>;
  mintResume(resumable: Resumable): Promise<string>;
  /** What `token` allows on `origin`, or `resume_expired`. */
  readResume(token: string, sameOrigin: (origin: string) => boolean): Promise<Resumable>;
}

async function derive(secret: string, purpose: string): Promise<Uint8Array> {
  const bytes = new TextEncoder();
  const master = await crypto.subtle.importKey('raw', bytes.encode(secret), 'HKDF', false, ['deriveBits']);
  const info = bytes.encode(`cryptopocket-buy ${purpose}`);
  return new Uint8Array(
    await crypto.subtle.deriveBits({name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info}, master, 256),
  );
}

/**
 * Session tokens are signed (HS256). Resume tokens lie in the buyer's browser for a day and are therefore encrypted:
 * they tell nobody who the customer is. Both keys come from one secret, so that several instances agree with no set-up.
 */
export function createGrants(secret: string, clock: () => number): Grants {
  const keys = Promise.all([derive(secret, 'session'), derive(secret, 'resume')]);
  const issuer = 'cryptopocket-buy';
  const now = () => new Date(clock());
  const after = (seconds: number) => new Date(clock() + seconds * 1000);

  return {
    async mintSession(grant) {
      return new SignJWT({grant})
        .setProtectedHeader({alg: 'HS256'})
        .setIssuer(issuer)
        .setAudience('session')
        .setExpirationTime(after(sessionLifetime))
        .sign((await keys)[0]);
    },
    async readSession(token, sameOrigin) {
      try {
        const checks = {issuer, audience: 'session', algorithms: ['HS256'], currentDate: now()};
        const {payload} = await jwtVerify(token, (await keys)[0], checks);
        const grant = v.parse(grantSchema, payload['grant']);
        if (sameOrigin(grant.origin)) return grant;
      } catch {
        // Whatever is wrong with a token, its holder learns one thing only.
      }
      throw new Failure('session_expired');
    },
    async mintResume(resumable) {
      return new EncryptJWT({resumable})
        .setProtectedHeader({alg: 'dir', enc: 'A256GCM'})
        .setIssuer(issuer)
        .setAudience('resume')
        .setExpirationTime(after(resumeLifetime))
        .encrypt((await keys)[1]);
    },
    async readResume(token, sameOrigin) {
      try {
        const checks = {
          issuer,
          audience: 'resume',
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          currentDate: now(),
        };
        const {payload} = await jwtDecrypt(token, (await keys)[1], checks);
        const resumable = v.parse(resumeSchema, payload['resumable']);
        if (sameOrigin(resumable.origin)) return resumable;
      } catch {
        // As above.
      }
      throw new Failure('resume_expired');
    },
  };
}
