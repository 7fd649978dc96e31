import {hmac} from '@noble/hashes/hmac.js';
import {sha256} from '@noble/hashes/sha2.js';
import {base64url, CompactEncrypt, jwtDecrypt, jwtVerify, type JWTPayload} from 'jose';

/** What a token is for. Each has keys of its own, so that no token can be used for another end. */
export type Purpose = 'session' | 'resume' | 'code';

/** `signed`: its holder can read it. `sealed`: nobody but us can. */
type TokenFormat = 'signed' | 'sealed';

export interface OpenedToken {
  payload: JWTPayload;
  form: TokenFormat;
}

/** Makes and opens tokens (JWT): signed ones (JWS) where nothing in them is to be hidden, else encrypted ones (JWE). */
export interface Jwt {
  /** `endsAt`: milliseconds since the epoch. */
  mint(purpose: Purpose, form: TokenFormat, grant: object, endsAt: number): Promise<string>;
  /** What is in `token`, if any of our secrets made it for this purpose and it has not ended. */
  open(purpose: Purpose, token: string): Promise<OpenedToken | undefined>;
}

const bytes = new TextEncoder();

/** Of every token that is signed. */
const signedHeader = base64url.encode(JSON.stringify({alg: 'HS256'}));

interface Keys {
  /** Signs a text. Not with WebCrypto, as the library would: its way through another thread takes longer than the hash. */
  sign: (text: string) => Uint8Array;
  signed: CryptoKey;
  sealed: CryptoKey;
}

/** The keys for one purpose; the same at every instance that has the secret. */
async function derive(secret: string, purpose: Purpose): Promise<Keys> {
  const master = await crypto.subtle.importKey('raw', bytes.encode(secret), 'HKDF', false, ['deriveBits']);
  const from = async (form: TokenFormat) => {
    const info = bytes.encode(`cryptopocket-buy ${purpose} ${form}`);
    const how = {name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info};
    return new Uint8Array(await crypto.subtle.deriveBits(how, master, 256));
  };
  const forSigned = await from('signed');
  const keyed = hmac.create(sha256, forSigned);
  const hs256 = {name: 'HMAC', hash: 'SHA-256'};
  return {
    sign: text => keyed.clone().update(bytes.encode(text)).digest(),
    signed: await crypto.subtle.importKey('raw', forSigned, hs256, false, ['verify']),
    sealed: await crypto.subtle.importKey('raw', await from('sealed'), 'AES-GCM', false, ['encrypt', 'decrypt']),
  };
}

/** The first of `secrets` makes tokens; those of the others are accepted, so that secrets can be changed. */
export function createJwt(secrets: readonly string[], clock: () => number): Jwt {
  const keysFor = (purpose: Purpose) => Promise.all(secrets.map(secret => derive(secret, purpose)));
  // Derived when first needed: some runtimes allow no work before the first request.
  let derived: Record<Purpose, Promise<Keys[]>> | undefined;
  const keysOf = (purpose: Purpose) =>
    (derived ??= {session: keysFor('session'), resume: keysFor('resume'), code: keysFor('code')})[purpose];

  return {
    async mint(purpose, form, grant, endsAt) {
      const [keys] = await keysOf(purpose);
      if (!keys) throw new TypeError('there is no secret');
      // Written as it is: to have the library build the claims takes longer than to sign them.
      const text = JSON.stringify({aud: purpose, exp: Math.floor(endsAt / 1000), grant});
      if (form === 'sealed') {
        const header = {alg: 'dir', enc: 'A256GCM'};
        return new CompactEncrypt(bytes.encode(text)).setProtectedHeader(header).encrypt(keys.sealed);
      }
      const content = `${signedHeader}.${base64url.encode(text)}`;
      return `${content}.${base64url.encode(keys.sign(content))}`;
    },

    async open(purpose, token) {
      const checks = {audience: purpose, requiredClaims: ['exp'], currentDate: new Date(clock())};
      const sealed = {...checks, keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM']};
      const signed = {...checks, algorithms: ['HS256']};
      // A sealed one has five parts. Each form is opened by its own key, with its own algorithm and no other.
      const form: TokenFormat = token.split('.').length === 5 ? 'sealed' : 'signed';
      for (const keys of await keysOf(purpose)) {
        const opening =
          form === 'sealed' ? jwtDecrypt(token, keys.sealed, sealed) : jwtVerify(token, keys.signed, signed);
        const opened = await opening.catch(() => undefined);
        if (opened) return {payload: opened.payload, form};
      }
      return undefined;
    },
  };
}
