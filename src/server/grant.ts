import {EncryptJWT, jwtDecrypt} from 'jose';
import * as v from 'valibot';
import type {ProblemCode} from '../contract/problem.js';
import {Failure} from './failure.js';

/** Seconds for which a session token is good. */
export const sessionLifetime = 15 * 60;
/** Seconds for which a resume token is good. */
export const resumeLifetime = 24 * 60 * 60;
/** Seconds after which a purchase is over, however often it is resumed; an identity check may take days. */
export const purchaseLifetime = 30 * 24 * 60 * 60;
/** The same for a buyer who proved no mailbox. */
export const unprovenLifetime = 7 * 24 * 60 * 60;

/** What the holder of a token may see and do. */
export type Grant = v.InferOutput<typeof grantSchema>;

const grantSchema = v.object({
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

const issuer = 'cryptopocket-buy';
/** Tokens that were read lately and need not be decrypted again: of so many buyers at once. */
const mostRemembered = 10_000;

type Purpose = 'session' | 'resume';

/** Milliseconds since the epoch. */
function endOf({since, email}: Grant): number {
  return since + (email === undefined ? unprovenLifetime : purchaseLifetime) * 1000;
}

/** A key for one purpose, so that no token can be used for another; the same at every instance that has the secret. */
async function derive(secret: string, purpose: Purpose): Promise<CryptoKey> {
  const bytes = new TextEncoder();
  const master = await crypto.subtle.importKey('raw', bytes.encode(secret), 'HKDF', false, ['deriveKey']);
  const info = bytes.encode(`cryptopocket-buy ${purpose} token`);
  const derivation = {name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info};
  return crypto.subtle.deriveKey(derivation, master, {name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
}

/**
 * Tokens are encrypted (JWE with one fixed algorithm), so that neither a page nor what is stored in a browser tells who
 * the customer is. The first of `secrets` makes them; those of the others are accepted, so that secrets can be changed.
 */
export function createGrants(secrets: readonly string[], clock: () => number): Grants {
  const keysFor = async (purpose: Purpose) => Promise.all(secrets.map(secret => derive(secret, purpose)));
  // Derived when first needed: some runtimes allow no work before the first request.
  let derived: Record<Purpose, Promise<CryptoKey[]>> | undefined;
  const keysOf = (purpose: Purpose) => (derived ??= {session: keysFor('session'), resume: keysFor('resume')})[purpose];
  const remembered = new Map<string, {grant: Grant; endsAt: number}>();

  const mint = async (purpose: Purpose, grant: Grant, lifetime: number) => {
    const [key] = await keysOf(purpose);
    if (!key) throw new TypeError('there is no secret');
    return new EncryptJWT({grant})
      .setProtectedHeader({alg: 'dir', enc: 'A256GCM'})
      .setIssuer(issuer)
      .setAudience(purpose)
      .setExpirationTime(new Date(Math.min(clock() + lifetime * 1000, endOf(grant))))
      .encrypt(key);
  };

  /** What is in `token`, if any of the secrets made it for this purpose and it has not ended. */
  const open = async (purpose: Purpose, token: string) => {
    const checks = {
      issuer,
      audience: purpose,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
      currentDate: new Date(clock()),
    };
    for (const key of await keysOf(purpose)) {
      const opened = await jwtDecrypt(token, key, checks).catch(() => undefined);
      if (opened) return opened.payload;
    }
    return undefined;
  };

  const remember = (token: string, grant: Grant, exp: number | undefined) => {
    const oldest = remembered.keys().next();
    if (remembered.size >= mostRemembered && !oldest.done) remembered.delete(oldest.value);
    remembered.set(token, {grant, endsAt: (exp ?? 0) * 1000});
  };

  // Whatever is wrong with a token, its holder learns one thing only.
  const owned = <G extends Grant>(
    grant: G | undefined,
    sameOrigin: (origin: string) => boolean,
    code: ProblemCode,
  ): G => {
    if (!grant || !sameOrigin(grant.origin)) throw new Failure(code);
    return grant;
  };

  return {
    mintSession: grant => mint('session', grant, sessionLifetime),
    async readSession(token, sameOrigin) {
      const known = remembered.get(token);
      if (known && known.endsAt > clock()) return owned(known.grant, sameOrigin, 'session_expired');
      const payload = await open('session', token);
      const read = v.safeParse(grantSchema, payload?.['grant']);
      if (read.success) remember(token, read.output, payload?.exp);
      return owned(read.success ? read.output : undefined, sameOrigin, 'session_expired');
    },
    mintResume: resumable => mint('resume', resumable, resumeLifetime),
    async readResume(token, sameOrigin) {
      const payload = await open('resume', token);
      const read = v.safeParse(resumeSchema, payload?.['grant']);
      return owned(read.success ? read.output : undefined, sameOrigin, 'resume_expired');
    },
  };
}
