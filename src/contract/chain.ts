/** Chains by the vendor's word for them: how people call one, and where its transactions can be looked at. */
const chains: Record<string, {name: string; explorer: string}> = {
  polygon: {name: 'Polygon', explorer: 'https://polygonscan.com/tx/'},
  bsc: {name: 'BNB Chain', explorer: 'https://bscscan.com/tx/'},
  ethereum: {name: 'Ethereum', explorer: 'https://etherscan.io/tx/'},
  bitcoin: {name: 'Bitcoin', explorer: 'https://mempool.space/tx/'},
  base: {name: 'Base', explorer: 'https://basescan.org/tx/'},
  arbitrum: {name: 'Arbitrum', explorer: 'https://arbiscan.io/tx/'},
  optimism: {name: 'Optimism', explorer: 'https://optimistic.etherscan.io/tx/'},
  avalanche: {name: 'Avalanche', explorer: 'https://snowtrace.io/tx/'},
  solana: {name: 'Solana', explorer: 'https://solscan.io/tx/'},
  tron: {name: 'Tron', explorer: 'https://tronscan.org/#/transaction/'},
};

const known = (chain: string) => (Object.hasOwn(chains, chain) ? chains[chain] : undefined);

/** What people call `chain`; the vendor's own word where we know none. */
export function chainName(chain: string): string {
  return known(chain)?.name ?? chain;
}

/** Where a transaction on `chain` can be looked at, if we know a place. */
export function explorerUrl(chain: string, txId: string): string | undefined {
  const explorer = known(chain)?.explorer;
  return explorer === undefined ? undefined : explorer + encodeURIComponent(txId);
}
