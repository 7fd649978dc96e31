import {bytesToHex} from '@noble/hashes/utils.js';

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The length of payment ids in the vendor's samples. */
const ID_LENGTH = 25;

/** 25 letters and digits. */
export function randomId(): string {
  return randomLetters(ID_LENGTH);
}

/** `length` letters and digits. */
export function randomLetters(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, byte => lettersAndDigits.charAt(byte % lettersAndDigits.length)).join('');
}

/** `bytes` random bytes, two lower-case hex digits each. */
export function randomHex(bytes: number): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(bytes)));
}
