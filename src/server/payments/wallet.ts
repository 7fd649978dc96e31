import {bytesToHex} from '@noble/hashes/utils.js';
import {keccak_256 as keccak256} from '@noble/hashes/sha3.js';
import {sha256} from '@noble/hashes/sha2.js';
import {base58, bech32, bech32m, createBase58check} from '@scure/base';
import {otherNetwork, readWallet} from '../../contract/wallet.js';
import {HttpError} from '../http/http-error.js';

/** Chains that share one address format. */
interface Family {
  /** The chain that represents the family, as the vendor names it. */
  network: string;
  chains: readonly string[];
  isAddress: (text: string) => boolean;
}

const CHAIN_FAMILIES: readonly Family[] = [
  {
    network: 'ethereum',
    chains: ['ethereum', 'polygon', 'bsc', 'base', 'arbitrum', 'optimism', 'avalanche'],
    isAddress: isEvmAddress,
  },
  {network: 'bitcoin', chains: ['bitcoin'], isAddress: isBitcoinAddress},
  {network: 'tron', chains: ['tron'], isAddress: isTronAddress},
  {network: 'solana', chains: ['solana'], isAddress: isSolanaAddress},
];

/** Loose check for addresses on an unknown chain. The vendor decides. */
const PLAUSIBLE_ADDRESS = /^[\x21-\x7e]{10,128}$/;

/**
 * Returns the wallet address in `text`, which may be a payment URI. Coins that are sent to a wrong address are lost.
 * @throws {HttpError} `wallet_invalid` for an invalid address, a wrong checksum or an address without an owner;
 * `wallet_wrong_network` for an address of another kind of chain, or a URI that names another chain.
 */
export function checkWallet(chain: string, text: string): string {
  const read = readWallet(text);
  if (!read) throw new HttpError('wallet_invalid');
  const network = otherNetwork(read, chain);
  if (network !== undefined) throw new HttpError('wallet_wrong_network', {network});
  const wallet = read.address;
  // Also protects the decoders from very long input.
  if (!PLAUSIBLE_ADDRESS.test(wallet)) throw new HttpError('wallet_invalid');
  const family = CHAIN_FAMILIES.find(({chains}) => chains.includes(chain));
  if (!family || family.isAddress(wallet)) return wallet;
  const other = CHAIN_FAMILIES.find(({isAddress}) => isAddress(wallet));
  throw other ? new HttpError('wallet_wrong_network', {network: other.network}) : new HttpError('wallet_invalid');
}

function isEvmAddress(text: string): boolean {
  const digits = /^0x([0-9a-fA-F]{40})$/.exec(text)?.[1];
  if (digits === undefined) return false;
  const lower = digits.toLowerCase();
  // An address in one case only has no checksum.
  return digits === lower || digits === digits.toUpperCase() || digits === withChecksum(lower);
}

/** EIP-55: a letter is upper case if the hash digit at its position is 8 or more. */
function withChecksum(lower: string): string {
  const hash = bytesToHex(keccak256(new TextEncoder().encode(lower)));
  return lower.replace(/[a-f]/g, (letter, at: number) =>
    /[89a-f]/.test(hash.charAt(at)) ? letter.toUpperCase() : letter,
  );
}

function isBitcoinAddress(text: string): boolean {
  return hasVersion(text, [0x00, 0x05]) || isSegwitAddress(text);
}

function isTronAddress(text: string): boolean {
  return hasVersion(text, [0x41]);
}

/** Whether `text` is one of these version bytes and 20 more bytes, with a valid checksum. */
function hasVersion(text: string, versions: readonly number[]): boolean {
  const bytes = decode(base58WithChecksum, text);
  return bytes?.length === 21 && versions.some(version => bytes[0] === version);
}

const base58WithChecksum = createBase58check(sha256);

/** BIP 173 (bech32) for version 0, BIP 350 (bech32m) for all later versions. */
function isSegwitAddress(text: string): boolean {
  return [bech32, bech32m].some(coding => {
    const decoded = coding.decodeUnsafe(text);
    const [version, ...words] = decoded?.words ?? [];
    const program = coding.fromWordsUnsafe(words);
    if (decoded?.prefix !== 'bc' || version === undefined || !program) return false;
    if (version === 0) return coding === bech32 && (program.length === 20 || program.length === 32);
    return coding === bech32m && version <= 16 && program.length >= 2 && program.length <= 40;
  });
}

function isSolanaAddress(text: string): boolean {
  return decode(base58, text)?.length === 32;
}

/** The bytes of `text`, or `undefined` if it is not valid in this encoding. */
function decode(coding: {decode: (text: string) => Uint8Array}, text: string): Uint8Array | undefined {
  try {
    return coding.decode(text);
  } catch {
    return undefined;
  }
}
