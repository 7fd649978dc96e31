import {CompactEncrypt, CompactSign, jwtDecrypt, jwtVerify, type JWTPayload} from 'jose';

/** What a token is for. Each purpose has keys of its own, so a token of one is never accepted for another. */
export type Purpose = 'session' | 'resume' | 'code';

/** `signed` (JWS): its holder can read it. `encrypted` (JWE): only the adapter can. */
export type TokenFormat = 'signed' | 'encrypted';

export interface VerifiedToken {
  payload: JWTPayload;
  format: TokenFormat;
}

/** Makes and verifies the adapter's JSON Web Tokens. */
export interface Jwt {
  /** `endsAt`: milliseconds since the epoch. */
  mint(purpose: Purpose, format: TokenFormat, grant: object, endsAt: number): Promise<string>;
  /** Resolves with what is in `token`; `undefined` unless one of our secrets made it for this purpose and it has not ended. */
  verify(purpose: Purpose, token: string): Promise<VerifiedToken | undefined>;
}

interface Keys {
  signed: CryptoKey;
  encrypted: CryptoKey;
}

const bytes = new TextEncoder();

// Part of the input of the key derivation, so it must stay what it was when the tokens in use were made.
const KEY_LABELS: Record<TokenFormat, string> = {signed: 'signed', encrypted: 'sealed'};

const ALGORITHMS = {
  signed: {alg: 'HS256'},
  encrypted: {alg: 'dir', enc: 'A256GCM'},
} as const;

/** Derives the keys of one purpose with HKDF: the same at every instance that has the secret. */
async function deriveKeys(secret: string, purpose: Purpose): Promise<Keys> {
  const master = await crypto.subtle.importKey('raw', bytes.encode(secret), 'HKDF', false, ['deriveBits']);
  const derive = (format: TokenFormat) => {
    const info = bytes.encode(`cryptopocket-buy ${purpose} ${KEY_LABELS[format]}`);
    return crypto.subtle.deriveBits({name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info}, master, 256);
  };
  const hmac = {name: 'HMAC', hash: 'SHA-256'};
  return {
    signed: await crypto.subtle.importKey('raw', await derive('signed'), hmac, false, ['sign', 'verify']),
    encrypted: await crypto.subtle.importKey('raw', await derive('encrypted'), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]),
  };
}

/**
 * The first of `secrets` makes tokens. Those of the others are still accepted, so that a secret can be rotated.
 * `clock`: milliseconds since the epoch.
 */
export function createJwt(secrets: readonly string[], clock: () => number): Jwt {
  const keysFor = (purpose: Purpose) => Promise.all(secrets.map(secret => deriveKeys(secret, purpose)));
  // Derived when first needed: some runtimes allow no work before the first request.
  let derived: Record<Purpose, Promise<Keys[]>> | undefined;
  const keysOf = (purpose: Purpose) =>
    (derived ??= {session: keysFor('session'), resume: keysFor('resume'), code: keysFor('code')})[purpose];

  return {
    async mint(purpose, format, grant, endsAt) {
      const [keys] = await keysOf(purpose);
      if (!keys) throw new TypeError('there is no secret');
      const claims = bytes.encode(JSON.stringify({aud: purpose, exp: Math.floor(endsAt / 1000), grant}));
      return format === 'encrypted'
        ? new CompactEncrypt(claims).setProtectedHeader(ALGORITHMS.encrypted).encrypt(keys.encrypted)
        : new CompactSign(claims).setProtectedHeader(ALGORITHMS.signed).sign(keys.signed);
    },

    async verify(purpose, token) {
      const checks = {audience: purpose, requiredClaims: ['exp'], currentDate: new Date(clock())};
      const {signed, encrypted} = ALGORITHMS;
      // An encrypted one has five parts. Each format is verified with its own key, its own algorithm and no other.
      const format: TokenFormat = token.split('.').length === 5 ? 'encrypted' : 'signed';
      for (const keys of await keysOf(purpose)) {
        const verifying =
          format === 'encrypted'
            ? jwtDecrypt(token, keys.encrypted, {
                ...checks,
                keyManagementAlgorithms: [encrypted.alg],
                contentEncryptionAlgorithms: [encrypted.enc],
              })
            : jwtVerify(token, keys.signed, {...checks, algorithms: [signed.alg]});
        const verified = await verifying.catch(() => undefined);
        if (verified) return {payload: verified.payload, format};
      }
      return undefined;
    },
  };
}
