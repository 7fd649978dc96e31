/** Chains by the number that EIP-155 gives them, as the vendor names them. */
const chainsById: Partial<Record<string, string>> = {
  1: 'ethereum',
  10: 'optimism',
  56: 'bsc',
  137: 'polygon',
  8453: 'base',
  42161: 'arbitrum',
  43114: 'avalanche',
};

/** What people paste where a wallet's address is asked for. */
export interface WalletText {
  /** Without what cannot be seen, and without a scheme. */
  address: string;
  /** Of an `ethereum:` URI: the number of its chain. */
  chainId?: string;
}

/** Nobody has the key of it, so whatever is sent there is lost. */
const zeroAddress = /^0x0{40}$/i;

/**
 * Reads an address as it comes out of chats and QR codes: with invisible marks in it and spaces around it, or as an `ethereum:` URI
 * (EIP-681). Nothing where it is no address that coins may be sent to: the zero address, or a URI that calls a contract.
 */
export function readWallet(typed: string): WalletText | undefined {
  const text = typed.replace(/\p{Cf}/gu, '').trim();
  if (zeroAddress.test(text)) return undefined;
  if (!/^ethereum:/i.test(text)) return {address: text};
  const [, address = '', chainId] = /^ethereum:(?:pay-)?(0x[0-9a-f]{40})(?:@(\d+))?(?:\?[^/]*)?$/i.exec(text) ?? [];
  if (address === '' || zeroAddress.test(address)) return undefined;
  return chainId === undefined ? {address} : {address, chainId};
}

/** Which other network than `chain` a URI names; empty where we have no name for it. Nothing where it names none, or may name `chain`. */
export function otherNetwork({chainId}: WalletText, chain: string): string | undefined {
  if (chainId === undefined) return undefined;
  const named = chainsById[chainId] ?? '';
  const isKnown = named !== '' || Object.values(chainsById).includes(chain);
  return isKnown && named !== chain ? named : undefined;
}
