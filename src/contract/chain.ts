/** How people call chains, by the vendor's word for them. */
const names: Record<string, string> = {
  polygon: 'Polygon',
  bsc: 'BNB Chain',
  ethereum: 'Ethereum',
  bitcoin: 'Bitcoin',
  base: 'Base',
  arbitrum: 'Arbitrum',
  optimism: 'Optimism',
  avalanche: 'Avalanche',
  solana: 'Solana',
  tron: 'Tron',
};

/** What people call `chain`; the vendor's own word where we know none. */
export function chainName(chain: string): string {
  return (Object.hasOwn(names, chain) ? names[chain] : undefined) ?? chain;
}
