import {hmac} from '@noble/hashes/hmac.js';
import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex} from '@noble/hashes/utils.js';

/**
 * Stands for something private, such as an email address or a code, where it only has to be recognised: HMAC-SHA256 under
 * the session secret, in hex, so that nobody who reads the store can try out candidates.
 */
export interface KeyedHash {
  /** Under the current secret; for writing. `purpose` keeps hashes of different things apart. */
  of(purpose: string, text: string): string;
  /** Under each secret that is still accepted, the current one first; for looking up what was written before a rotation. */
  allOf(purpose: string, text: string): string[];
  /** Whether `hash` is the one of `text`. */
  matches(purpose: string, text: string, hash: string): boolean;
}

export function createKeyedHash(secrets: readonly [string, ...string[]]): KeyedHash {
  const bytes = new TextEncoder();
  const keyed = secrets.map(secret => hmac.create(sha256, bytes.encode(`cryptopocket-buy keyed hash ${secret}`)));
  const allOf: KeyedHash['allOf'] = (purpose, text) =>
    keyed.map(hash =>
      bytesToHex(
        hash
          .clone()
          .update(bytes.encode(`${purpose}\n${text}`))
          .digest(),
      ),
    );
  return {
    of: (purpose, text) => allOf(purpose, text)[0] ?? '',
    allOf,
    matches: (purpose, text, hash) => allOf(purpose, text).includes(hash),
  };
}
