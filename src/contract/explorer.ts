/** Where a chain's transactions can be looked at, by the vendor's word for the chain. */
const explorers: Record<string, string> = {
  polygon: 'https://polygonscan.com/tx/',
  bsc: 'https://bscscan.com/tx/',
  ethereum: 'https://etherscan.io/tx/',
  bitcoin: 'https://mempool.space/tx/',
  base: 'https://basescan.org/tx/',
  arbitrum: 'https://arbiscan.io/tx/',
  optimism: 'https://optimistic.etherscan.io/tx/',
  avalanche: 'https://snowtrace.io/tx/',
  solana: 'https://solscan.io/tx/',
  tron: 'https://tronscan.org/#/transaction/',
};

/** Where a transaction on `chain` can be looked at, if we know a place. */
export function explorerUrl(chain: string, txId: string): string | undefined {
  const explorer = Object.hasOwn(explorers, chain) ? explorers[chain] : undefined;
  return explorer === undefined ? undefined : explorer + encodeURIComponent(txId);
}
